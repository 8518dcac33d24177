#include "tests/fuzz/mutator.h"

#include <algorithm>

#include "federation/base/check.h"

namespace cledi {
namespace {

using namespace std::string_view_literals;

constexpr size_t kPartBytesMax = 64;
// Ends of integers, and what separates the parts of our texts.
constexpr std::string_view kTellingBytes = "\x00\x01\x7f\x80\xff\n\r\t 0/=+-."sv;

}  // namespace

Mutator::Mutator(std::vector<std::string> corpus, uint64_t seed)
    : corpus_(std::move(corpus)), random_(seed) {
  CHECK(!corpus_.empty());
}

std::string Mutator::Next() {
  std::string input = corpus_[random_.Below(corpus_.size())];
  for (uint64_t changes = 1 + random_.Below(4); changes > 0; --changes) {
    ChangeOnce(input);
  }
  return input;
}

void Mutator::ChangeOnce(std::string& input) {
  const auto [at, length] = SomePart(input);
  switch (random_.Below(6)) {
    case 0:
      input.insert(at, 1, kTellingBytes[random_.Below(kTellingBytes.size())]);
      break;
    case 1:
      input.erase(at, length);
      break;
    case 2:
      input.insert(at, input.substr(at, length));
      break;
    case 3: {
      const std::string& other = corpus_[random_.Below(corpus_.size())];
      const auto [from, count] = SomePart(other);
      input.replace(at, length, other, from, count);
      break;
    }
    case 4:
      if (at < input.size()) {
        input[at] = kTellingBytes[random_.Below(kTellingBytes.size())];
      }
      break;
    default:
      if (at < input.size()) {
        input[at] = static_cast<char>(input[at] ^ 1 << random_.Below(8));
      }
      break;
  }
}

std::pair<size_t, size_t> Mutator::SomePart(const std::string& input) {
  const size_t at = random_.Below(input.size() + 1);
  return {at, random_.Below(std::min(kPartBytesMax, input.size() - at) + 1)};
}

}  // namespace cledi
