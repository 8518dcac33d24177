#ifndef CLEDI_FEDERATION_RPC_GRPC_UNIQUE_FD_H_
#define CLEDI_FEDERATION_RPC_GRPC_UNIQUE_FD_H_

#include <utility>

#include <unistd.h>

namespace cledi {

// Owns one file descriptor, or none (-1). Movable only.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  ~UniqueFd() { Close(); }
  UniqueFd(UniqueFd&& from) noexcept : fd_(from.Release()) {}
  UniqueFd& operator=(UniqueFd&& from) noexcept {
    if (this != &from) {
      Close();
      fd_ = from.Release();
    }
    return *this;
  }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  // The caller closes it from now on.
  int Release() { return std::exchange(fd_, -1); }

 private:
  void Close() {
    if (valid()) {
      close(fd_);
    }
  }

  int fd_ = -1;
};

}  // namespace cledi

#endif  // CLEDI_FEDERATION_RPC_GRPC_UNIQUE_FD_H_
