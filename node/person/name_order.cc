#include "node/person/name_order.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "federation/base/check.h"

namespace cledi {

struct NameOrder::Collator {
  std::unique_ptr<const icu::Collator> icu;
};

NameOrder::NameOrder()
    : collator_([] {
        UErrorCode error = U_ZERO_ERROR;
        auto collator = std::make_unique<Collator>();
        collator->icu.reset(icu::Collator::createInstance(icu::Locale::getRoot(), error));
        CHECK(U_SUCCESS(error));  // The root collation is part of ICU's own data.
        return collator;
      }()) {}

NameOrder::~NameOrder() = default;

std::string NameOrder::KeyOf(std::string_view name) const {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({name.data(), static_cast<int32_t>(name.size())});
  std::string key;
  for (int32_t needed = collator_->icu->getSortKey(text, nullptr, 0);
       needed > static_cast<int32_t>(key.size());) {
    key.resize(static_cast<size_t>(needed));
    needed = collator_->icu->getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), needed);
  }
  return key;
}

}  // namespace cledi
