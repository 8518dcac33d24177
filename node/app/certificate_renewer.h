#ifndef CLEDI_NODE_APP_CERTIFICATE_RENEWER_H_
#define CLEDI_NODE_APP_CERTIFICATE_RENEWER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

#include "federation/trust/identity_files.h"
#include "node/app/platform.h"

namespace cledi {

// Gets a new TLS certificate in good time: after two thirds of the old one's life, then every
// half hour until it succeeds. Also for a certificate that has ended or is missing, such as
// after a restore: the log key is proof enough. A thread of its own, since it waits for the
// coordinator.
class CertificateRenewer {
 public:
  // Asks for a certificate and installs it; returns the new one.
  using Renew = std::function<StatusOr<NodeCertificate>()>;

  CertificateRenewer(std::optional<NodeCertificate> certificate, Renew renew,
                     const Platform& platform);
  ~CertificateRenewer();

  CertificateRenewer(const CertificateRenewer&) = delete;
  CertificateRenewer& operator=(const CertificateRenewer&) = delete;

  // The end of the certificate in place. Nothing: there is none.
  std::optional<UnixMillis> expires() const ABSL_LOCKS_EXCLUDED(mutex_);
  // Why the last try failed; empty: it did not.
  std::string last_error() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void TryOnce() ABSL_LOCKS_EXCLUDED(mutex_);
  UnixMillis Due(const std::optional<NodeCertificate>& certificate) const;

  const Renew renew_;
  const Platform platform_;
  mutable absl::Mutex mutex_;
  std::optional<NodeCertificate> certificate_ ABSL_GUARDED_BY(mutex_);
  UnixMillis next_try_ ABSL_GUARDED_BY(mutex_);
  std::string last_error_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::jthread thread_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_APP_CERTIFICATE_RENEWER_H_
