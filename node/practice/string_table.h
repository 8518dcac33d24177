#ifndef CLEDI_NODE_PRACTICE_STRING_TABLE_H_
#define CLEDI_NODE_PRACTICE_STRING_TABLE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cledi {

// Numbers strings from 0 on, so that they can be compared and counted quickly. Only grows.
class StringTable {
 public:
  uint32_t NumberOf(std::string_view s) {
    const auto found = numbers_.find(s);
    if (found != numbers_.end()) {
      return found->second;
    }
    const auto number = static_cast<uint32_t>(strings_.size());
    strings_.emplace_back(s);
    numbers_.emplace(s, number);
    return number;
  }
  // By number.
  const std::vector<std::string>& strings() const { return strings_; }

 private:
  std::vector<std::string> strings_;
  std::map<std::string, uint32_t, std::less<>> numbers_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PRACTICE_STRING_TABLE_H_
