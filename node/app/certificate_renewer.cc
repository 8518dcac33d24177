#include "node/app/certificate_renewer.h"

#include <utility>

#include "absl/time/time.h"

#include "federation/base/log_line.h"
#include "federation/trust/renewal.h"

namespace cledi {
namespace {

constexpr std::chrono::minutes kTryAgain{30};
// The wall clock may jump: look at it this often.
constexpr std::chrono::seconds kLook{20};

}  // namespace

CertificateRenewer::CertificateRenewer(std::optional<NodeCertificate> certificate, Renew renew,
                                       const Platform& platform)
    : renew_(std::move(renew)),
      platform_(platform),
      certificate_(std::move(certificate)),
      next_try_(Due(certificate_)),
      thread_([this] { Run(); }) {}

CertificateRenewer::~CertificateRenewer() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

UnixMillis CertificateRenewer::Due(const std::optional<NodeCertificate>& certificate) const {
  return certificate.has_value() ? RenewalTime(*certificate, *platform_.random)
                                 : platform_.clock->Now();
}

std::optional<UnixMillis> CertificateRenewer::expires() const {
  absl::MutexLock lock(&mutex_);
  return certificate_.has_value() ? std::optional(certificate_->not_after) : std::nullopt;
}

std::string CertificateRenewer::last_error() const {
  absl::MutexLock lock(&mutex_);
  return last_error_;
}

void CertificateRenewer::Run() {
  for (;;) {
    bool due = false;
    {
      absl::MutexLock lock(&mutex_);
      due = next_try_ <= platform_.clock->Now();
      if (!due) {
        mutex_.AwaitWithTimeout(absl::Condition(&stopping_), absl::FromChrono(kLook));
      }
      if (stopping_) {
        return;
      }
    }
    if (due) {
      TryOnce();
    }
  }
}

void CertificateRenewer::TryOnce() {
  StatusOr<NodeCertificate> renewed = renew_();
  absl::MutexLock lock(&mutex_);
  if (renewed.ok()) {
    LogLine(Severity::kInfo, "certificate_renewed");
    certificate_ = *std::move(renewed);
    next_try_ = Due(certificate_);
    last_error_.clear();
    return;
  }
  last_error_ = std::string(Message(renewed.status()));
  LogLine(Severity::kWarning, "certificate_not_renewed", {{"why", last_error_}});
  next_try_ = platform_.clock->Now() + kTryAgain;
}

}  // namespace cledi
