#ifndef CLEDI_NODE_PERSON_NAME_ORDER_H_
#define CLEDI_NODE_PERSON_NAME_ORDER_H_

#include <memory>
#include <string>
#include <string_view>

namespace cledi {

// In which order a list shows names: that of the Unicode collation, for readers of all the
// network's languages. It differs between versions of ICU, so no fold may depend on it.
// Safe from any thread.
class NameOrder {
 public:
  NameOrder();
  ~NameOrder();
  NameOrder(const NameOrder&) = delete;
  NameOrder& operator=(const NameOrder&) = delete;

  // Names sort as their keys do, byte by byte.
  std::string KeyOf(std::string_view name) const;

 private:
  struct Collator;
  const std::unique_ptr<const Collator> collator_;
};

}  // namespace cledi

#endif  // CLEDI_NODE_PERSON_NAME_ORDER_H_
