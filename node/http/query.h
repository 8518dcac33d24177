// Percent-encoding and the name=value pairs of addresses and forms.

#ifndef CLEDI_NODE_HTTP_QUERY_H_
#define CLEDI_NODE_HTTP_QUERY_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/base/status.h"

namespace cledi {

// Whether `text` is UTF-8 without NUL: what we accept as text.
bool IsText(std::string_view text);

// RFC 3986. InvalidArgument: a "%" without two hex digits, or what it decodes to is no text.
StatusOr<std::string> PercentDecode(std::string_view encoded);
// Leaves only unreserved characters (letters, digits, "-._~") as they are.
std::string PercentEncode(std::string_view text);

// What follows "?" in an address, or the body of a form: the pairs of
// application/x-www-form-urlencoded, in order. A name may occur more than once.
class Query {
 public:
  static constexpr size_t kPairsMax = 200;
  // For forms, which may have many rows.
  static constexpr size_t kFormPairsMax = 2000;

  Query() = default;
  // InvalidArgument: broken percent-encoding, bytes that are no text, or too many pairs.
  static StatusOr<Query> Parse(std::string_view encoded, size_t pairs_max = kPairsMax);

  // The first value of `name`.
  std::optional<std::string_view> Get(std::string_view name) const;
  // All its values, in order.
  std::vector<std::string> GetAll(std::string_view name) const;

  void Add(std::string name, std::string value);
  // Removes every pair with this name.
  void Remove(std::string_view name);

  const std::vector<std::pair<std::string, std::string>>& pairs() const { return pairs_; }
  // "a=1&b=%C3%A9"; empty for no pairs.
  std::string Encode() const;

 private:
  std::vector<std::pair<std::string, std::string>> pairs_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_QUERY_H_
