#ifndef CLEDI_NODE_HTTP_WEIGHTED_LIST_H_
#define CLEDI_NODE_HTTP_WEIGHTED_LIST_H_

#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// One wish of a client.
struct WeightedValue {
  std::string value;  // Lower case.
  double weight = 1;  // 0: not at all.
};

// A list such as "it;q=0.9, en;q=0.5" in the order it was sent (RFC 9110, 12.4.2). What is
// malformed weighs 0. Reads at most 50 values.
std::vector<WeightedValue> ParseWeightedList(std::string_view header);

}  // namespace cledi

#endif  // CLEDI_NODE_HTTP_WEIGHTED_LIST_H_
