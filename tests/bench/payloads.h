#ifndef CLEDI_TESTS_BENCH_PAYLOADS_H_
#define CLEDI_TESTS_BENCH_PAYLOADS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "federation/base/random.h"
#include "federation/log/own_log.h"

namespace cledi {

// The size that all figures are for.
inline constexpr size_t kPayloadBytes = 400;

// What the events of a benchmark hold.
enum class PayloadKind {
  kRandom,     // Bytes that cannot be compressed, of a type that no fold knows.
  kPractices,  // Training resources in words, each one a new one.
};
std::string_view NameOf(PayloadKind kind);

// A new event of the commons with kPayloadBytes of payload.
NewEvent MakeEvent(PayloadKind kind, Random& random);

}  // namespace cledi

#endif  // CLEDI_TESTS_BENCH_PAYLOADS_H_
