// Two small projections that show everything they are given, so that nothing which depends
// on the order of arrival could stay hidden in a test.

#ifndef CLEDI_TESTS_NODE_FOLD_TOY_PROJECTION_H_
#define CLEDI_TESTS_NODE_FOLD_TOY_PROJECTION_H_

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"

#include "cledi/event/v1/resource.pb.h"
#include "federation/base/sha256.h"
#include "node/fold/projection.h"

namespace cledi {

inline constexpr uint16_t kNoted = 32;       // Creates a note, or adds to one.
inline constexpr uint16_t kOtherNoted = 48;  // The same, for another projection.
inline constexpr uint16_t kTagged = 16;      // About what it names: "word: text".
inline constexpr uint16_t kUnheardOf = 999;

// A payload with the common fields and a text.
struct ToyText {
  std::string text;
  std::optional<EventId> object;
  std::string key;
  std::string author;

  std::string Payload() const {
    event::v1::ResourceWithdrawn message;
    message.set_author(author);
    message.set_object(object ? object->str() : "");
    message.set_idempotency_key(key);
    message.set_reason(text);
    return message.SerializeAsString();
  }
};

inline std::string TextOf(const Fact& fact) {
  event::v1::ResourceWithdrawn message;
  return fact.payload && message.ParseFromString(*fact.payload) ? message.reason() : "?";
}

// One line a statement: who, what, and how many events say so.
inline std::string ShowStatements(const Entity& entity) {
  std::string row;
  for (size_t i = 0; i < entity.statements.size(); ++i) {
    const Statement& statement = entity.statements[i];
    absl::StrAppend(&row, entity.creation == i ? "*" : "", statement.fact.node_id, ": ",
                    TextOf(statement.fact), " x", statement.ids.size(), "\n");
  }
  return row;
}

// Notes: objects.
class NoteProjection : public Projection {
 public:
  explicit NoteProjection(uint32_t version = 1, uint16_t type = kNoted,
                          std::string_view name = "notes")
      : version_(version), name_(name), types_{type} {}

  std::string_view name() const override { return name_; }
  uint32_t version() const override { return version_; }
  EntityKind entity_kind() const override { return EntityKind::kObject; }
  std::span<const uint16_t> event_types() const override { return types_; }

  std::optional<FoldedView> Fold(const Entity& entity) const override {
    if (!entity.creation || TextOf(entity.statements[*entity.creation].fact) == "nothing to show") {
      return std::nullopt;
    }
    std::string row = ShowStatements(entity);
    for (const Statement& statement : entity.statements) {
      for (const EventId& id : statement.ids) {
        absl::StrAppend(&row, HexEncode(id.view()), "\n");
      }
    }
    return FoldedView{.row = row, .entries = EntriesOf(row)};
  }

  // By each line.
  std::vector<IndexEntry> EntriesOf(std::string_view row) const override {
    std::set<std::string> keys;
    while (!row.empty()) {
      const size_t end = row.find('\n');
      keys.insert(Sha256(row.substr(0, end)).str());
      row.remove_prefix(end + 1);
    }
    std::vector<IndexEntry> entries;
    for (const std::string& key : keys) {
      entries.push_back({.index = "line", .key = key, .value = "v"});
    }
    return entries;
  }

 private:
  const uint32_t version_;
  const std::string_view name_;
  const std::array<uint16_t, 1> types_;
};

// Tags: entities that facts name.
class TagProjection final : public Projection {
 public:
  std::string_view name() const override { return "tags"; }
  uint32_t version() const override { return 1; }
  EntityKind entity_kind() const override { return EntityKind::kNamed; }
  std::span<const uint16_t> event_types() const override { return types_; }

  std::optional<std::string> NameOf(const Fact& fact) const override {
    const std::string text = TextOf(fact);
    const size_t colon = text.find(':');
    return colon == std::string::npos ? std::nullopt : std::optional(text.substr(0, colon));
  }
  std::optional<FoldedView> Fold(const Entity& entity) const override {
    if (entity.statements.empty()) {
      return std::nullopt;
    }
    return FoldedView{.row = ShowStatements(entity), .entries = {}};
  }

 private:
  const std::array<uint16_t, 1> types_{kTagged};
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_FOLD_TOY_PROJECTION_H_
