#include "node/fold/fact_ref.h"

#include <tuple>
#include <utility>

#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr uint8_t kHasStatement = 1;
constexpr uint8_t kCreates = 2;
constexpr uint8_t kHasObject = 4;

// Takes parts off the front; once one is missing, all are.
class Parts {
 public:
  explicit Parts(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  bool complete() const { return complete_; }

  std::string_view Take(size_t count) {
    complete_ = complete_ && rest_.size() >= count;
    if (!complete_) {
      return {};
    }
    const std::string_view part = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return part;
  }
  template <class Int>
  Int TakeInt() {
    const std::string_view part = Take(sizeof(Int));
    return complete_ ? GetLittleEndian<Int>(AsBytes(part).data()) : Int{0};
  }
  template <class Bytes>
  Bytes TakeBytes() {
    return Bytes::From(Take(Bytes::kSize)).value_or(Bytes{});
  }

 private:
  std::string_view rest_;
  bool complete_ = true;
};

FactRef TakeFactRef(Parts& parts) {
  FactRef ref;
  ref.id = parts.TakeBytes<EventId>();
  const std::string_view header = parts.Take(kHeaderBytes);
  if (parts.complete()) {
    ref.header = DecodeHeader(header);
  }
  ref.position.variant = parts.TakeInt<VariantNo>();
  ref.position.index = parts.TakeInt<uint64_t>();
  const auto what = parts.TakeInt<uint8_t>();
  if ((what & kHasStatement) != 0) {
    ref.keyed = parts.TakeBytes<StatementId>();
  }
  ref.creates = (what & kCreates) != 0;
  if ((what & kHasObject) != 0) {
    ref.object = parts.TakeBytes<EventId>();
  }
  for (auto names = parts.TakeInt<uint8_t>(); names > 0 && parts.complete(); --names) {
    EntityName name;
    name.projection = parts.Take(parts.TakeInt<uint8_t>());
    name.name = parts.Take(parts.TakeInt<uint32_t>());
    ref.names.push_back(std::move(name));
  }
  return ref;
}

}  // namespace

bool Precedes(const FactRef& a, const FactRef& b) {
  return std::tie(a.header.hlc, a.id) < std::tie(b.header.hlc, b.id);
}

void AppendFactRef(const FactRef& ref, std::string& out) {
  out.append(ref.id.view()).append(EncodeHeader(ref.header));
  PutLittleEndian(out, ref.position.variant);
  PutLittleEndian(out, ref.position.index);
  out.push_back(static_cast<char>((ref.keyed ? kHasStatement : 0) | (ref.creates ? kCreates : 0) |
                                  (ref.object ? kHasObject : 0)));
  if (ref.keyed) {
    out.append(ref.keyed->view());
  }
  if (ref.object) {
    out.append(ref.object->view());
  }
  CHECK(ref.names.size() <= UINT8_MAX);
  out.push_back(static_cast<char>(ref.names.size()));
  for (const EntityName& name : ref.names) {
    CHECK(name.projection.size() <= UINT8_MAX);
    out.push_back(static_cast<char>(name.projection.size()));
    out.append(name.projection);
    PutLittleEndian(out, static_cast<uint32_t>(name.name.size()));
    out.append(name.name);
  }
}

std::optional<std::vector<FactRef>> ParseFactRefs(std::string_view bytes) {
  std::vector<FactRef> refs;
  Parts parts(bytes);
  while (!parts.empty() && parts.complete()) {
    refs.push_back(TakeFactRef(parts));
  }
  if (!parts.complete()) {
    return std::nullopt;
  }
  return refs;
}

}  // namespace cledi
