#include "node/web/forms/form_field.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "federation/base/check.h"
#include "federation/base/status.h"
#include "federation/base/text.h"
#include "node/web/forms/known_tags.h"
#include "node/web/forms/list_lines.h"

namespace cledi {
namespace {

using community::v1::FieldProblem;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A field of a message that may be part of another.
template <class AnyMessage>
struct Place {
  AnyMessage* message;
  const FieldDescriptor* field;

  const Reflection& reflection() const { return *message->GetReflection(); }
};

// Where `path` leads: from a message that is read, or from one that is written.
const Message* Enter(const Message* message, const FieldDescriptor* part) {
  return &message->GetReflection()->GetMessage(*message, part);
}
Message* Enter(Message* message, const FieldDescriptor* part) {
  return message->GetReflection()->MutableMessage(message, part);
}
template <class AnyMessage>
Place<AnyMessage> FindPlace(AnyMessage& root, std::string_view path) {
  AnyMessage* message = &root;
  while (true) {
    const std::string_view name = TakeUntil(path, '.');
    const FieldDescriptor* part = message->GetDescriptor()->FindFieldByName(std::string(name));
    CHECK(part != nullptr);
    if (path.empty()) {
      return {message, part};
    }
    message = Enter(message, part);
  }
}

std::vector<std::string> TextsOf(const Place<const Message>& place) {
  std::vector<std::string> texts;
  for (int i = 0; i < place.reflection().FieldSize(*place.message, place.field); ++i) {
    texts.push_back(place.reflection().GetRepeatedString(*place.message, place.field, i));
  }
  return texts;
}

void SetTexts(const Place<Message>& place, const std::vector<std::string>& texts) {
  place.reflection().ClearField(place.message, place.field);
  for (const std::string& text : texts) {
    place.reflection().AddString(place.message, place.field, text);
  }
}

// By its name; by its number where only a newer version knows it.
std::string EnumText(const FieldDescriptor* field, int value) {
  const EnumValueDescriptor* known = field->enum_type()->FindValueByNumber(value);
  return known != nullptr ? known->name() : absl::StrCat(value);
}

bool IsKnownTag(std::string_view path, std::string_view member) {
  return std::ranges::any_of(KnownTags(path),
                             [&](std::string_view tag) { return StandsFor(tag, member); });
}

// Whether a member of a list is typed on a line of kOtherTags.
bool IsOtherTag(std::string_view path, std::string_view member) {
  return !IsKnownTag(path, member) && !IsConceptId(member);
}

std::string DateText(int64_t unix_ms) {
  if (unix_ms == 0) {
    return "";
  }
  return std::string(
      absl::FormatCivilTime(absl::ToCivilDay(absl::FromUnixMillis(unix_ms), absl::UTCTimeZone())));
}

std::string NumberText(uint32_t number) { return number == 0 ? "" : absl::StrCat(number); }

// Takes away parts that say nothing: entering one to clear a field of it made it.
void PruneEmptyParts(Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_repeated()) {
      continue;
    }
    Message& part = *reflection.MutableMessage(&message, field);
    PruneEmptyParts(part);
    if (part.ByteSizeLong() == 0) {
      reflection.ClearField(&message, field);
    }
  }
}

std::vector<std::string> MemberLines(const Place<const Message>& place) {
  if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return TextsOf(place);
  }
  std::vector<std::string> lines;
  for (int i = 0; i < place.reflection().FieldSize(*place.message, place.field); ++i) {
    lines.push_back(LineOf(place.reflection().GetRepeatedMessage(*place.message, place.field, i)));
  }
  return lines;
}

// The values that the controls of a field have; one for what is typed, any for what is ticked.
std::vector<std::string> ValuesOf(const Message& message, const FormField& field) {
  const Place<const Message> place = FindPlace(message, field.path);
  const Reflection& reflection = place.reflection();
  const Message& owner = *place.message;
  std::vector<std::string> values;
  switch (field.kind) {
    case FieldKind::kLine:
    case FieldKind::kText:
    case FieldKind::kLanguage:
    case FieldKind::kLicence:
      return {reflection.GetString(owner, place.field)};
    case FieldKind::kNumber:
      return {NumberText(reflection.GetUInt32(owner, place.field))};
    case FieldKind::kDate:
      return {DateText(reflection.GetInt64(owner, place.field))};
    case FieldKind::kChoice: {
      const int value = reflection.GetEnumValue(owner, place.field);
      return {value == 0 ? "" : EnumText(place.field, value)};
    }
    case FieldKind::kChoices:
      for (int i = 0; i < reflection.FieldSize(owner, place.field); ++i) {
        values.push_back(
            EnumText(place.field, reflection.GetRepeatedEnumValue(owner, place.field, i)));
      }
      return values;
    case FieldKind::kTags:
      for (const std::string_view tag : KnownTags(field.path)) {
        if (std::ranges::any_of(TextsOf(place),
                                [&](const auto& text) { return StandsFor(tag, text); })) {
          values.emplace_back(tag);
        }
      }
      return values;
    case FieldKind::kOtherTags:
      values = TextsOf(place);
      std::erase_if(values, [&](const auto& text) { return !IsOtherTag(field.path, text); });
      return {absl::StrJoin(values, "\n")};
    case FieldKind::kLines:
      return {absl::StrJoin(MemberLines(place), "\n")};
  }
  return values;
}

// Reading one field: what was typed, and where problems with it go.
class FieldReader {
 public:
  FieldReader(const FormField& field, std::string path, std::vector<std::string> typed,
              Message& message, FieldProblemList& problems)
      : field_(field),
        path_(std::move(path)),
        typed_(std::move(typed)),
        place_(FindPlace(message, field.path)),
        problems_(problems) {}

  void Read() {
    switch (field_.kind) {
      case FieldKind::kLine:
      case FieldKind::kText:
      case FieldKind::kLanguage:
      case FieldKind::kLicence:
        return ReadString();
      case FieldKind::kNumber:
        return ReadNumber();
      case FieldKind::kDate:
        return ReadDate();
      case FieldKind::kChoice:
        return ReadChoice();
      case FieldKind::kChoices:
        return ReadChoices();
      case FieldKind::kTags:
        return ReadTags();
      case FieldKind::kOtherTags:
        return ReadOtherTags();
      case FieldKind::kLines:
        return place_.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING
                   ? SetTexts(place_, LinesOf(text()))
                   : ReadMembers();
    }
  }

 private:
  const std::string& text() const { return typed_.front(); }
  std::string Trimmed() const { return std::string(absl::StripAsciiWhitespace(text())); }
  const Reflection& reflection() const { return place_.reflection(); }
  void Problem(FieldProblem::Kind kind) { AddProblem(path_, kind, problems_); }

  void ReadString() {
    const std::string trimmed = Trimmed();
    const bool whole = field_.kind == FieldKind::kText && !trimmed.empty();
    reflection().SetString(place_.message, place_.field, whole ? text() : trimmed);
  }

  void ReadNumber() {
    uint32_t number = 0;
    if (!Trimmed().empty() && !absl::SimpleAtoi(Trimmed(), &number)) {
      return Problem(FieldProblem::KIND_MALFORMED);
    }
    reflection().SetUInt32(place_.message, place_.field, number);
  }

  void ReadDate() {
    absl::CivilDay day;
    if (Trimmed().empty()) {
      return reflection().ClearField(place_.message, place_.field);
    }
    if (!absl::ParseCivilTime(Trimmed(), &day)) {
      return Problem(FieldProblem::KIND_MALFORMED);
    }
    reflection().SetInt64(place_.message, place_.field,
                          absl::ToUnixMillis(absl::FromCivil(day, absl::UTCTimeZone())));
  }

  // A value of the enumeration, or one of a newer version that the message had already.
  std::optional<int> EnumValue(std::string_view name, const std::set<int>& had) {
    const EnumValueDescriptor* known =
        place_.field->enum_type()->FindValueByName(std::string(name));
    if (known != nullptr && known->number() != 0) {
      return known->number();
    }
    int number = 0;
    if (absl::SimpleAtoi(ToAbsl(name), &number) && had.contains(number)) {
      return number;
    }
    Problem(FieldProblem::KIND_NOT_A_VALUE);
    return std::nullopt;
  }

  void ReadChoice() {
    if (text().empty()) {
      return reflection().ClearField(place_.message, place_.field);
    }
    const int had = reflection().GetEnumValue(*place_.message, place_.field);
    if (const std::optional<int> value = EnumValue(text(), {had})) {
      reflection().SetEnumValue(place_.message, place_.field, *value);
    }
  }

  void ReadChoices() {
    std::set<int> had;
    for (int i = 0; i < reflection().FieldSize(*place_.message, place_.field); ++i) {
      had.insert(reflection().GetRepeatedEnumValue(*place_.message, place_.field, i));
    }
    reflection().ClearField(place_.message, place_.field);
    for (const std::string& name : typed_) {
      if (const std::optional<int> value = EnumValue(name, had)) {
        reflection().AddEnumValue(place_.message, place_.field, *value);
      }
    }
  }

  std::vector<std::string> Members() const {
    return TextsOf(Place<const Message>{place_.message, place_.field});
  }

  void ReadTags() {
    std::vector<std::string> members = Members();
    const auto ticked = [&](const std::string& member) {
      return std::ranges::any_of(typed_, [&](const auto& tag) { return StandsFor(tag, member); });
    };
    std::erase_if(members, [&](const std::string& member) {
      return IsKnownTag(field_.path, member) && !ticked(member);
    });
    for (const std::string& tag : typed_) {
      if (!IsKnownTag(field_.path, tag)) {
        return Problem(FieldProblem::KIND_NOT_A_VALUE);
      }
      if (std::ranges::none_of(members, [&](const auto& had) { return StandsFor(tag, had); })) {
        members.push_back(tag);
      }
    }
    SetTexts(place_, members);
  }

  void ReadOtherTags() {
    std::vector<std::string> members = Members();
    const std::vector<std::string> lines = LinesOf(text());
    std::erase_if(members, [&](const std::string& member) {
      return IsOtherTag(field_.path, member) && std::ranges::find(lines, member) == lines.end();
    });
    for (const std::string& line : lines) {
      if (std::ranges::find(members, line) == members.end()) {
        members.push_back(line);
      }
    }
    SetTexts(place_, members);
  }

  void ReadMembers() {
    std::multimap<std::string, std::unique_ptr<Message>> had;
    for (int i = 0; i < reflection().FieldSize(*place_.message, place_.field); ++i) {
      const Message& member = reflection().GetRepeatedMessage(*place_.message, place_.field, i);
      std::unique_ptr<Message> copy(member.New());
      copy->CopyFrom(member);
      had.emplace(LineOf(member), std::move(copy));
    }
    reflection().ClearField(place_.message, place_.field);
    int index = 0;
    for (const std::string& line : LinesOf(text())) {
      Message* member = reflection().AddMessage(place_.message, place_.field);
      if (const auto same = had.find(line); same != had.end()) {
        member->CopyFrom(*same->second);
        had.erase(same);
      } else if (!ReadLine(line, *member)) {
        AddProblem(absl::StrCat(path_, "[", index, "]"), FieldProblem::KIND_MALFORMED, problems_);
      }
      ++index;
    }
  }

  const FormField& field_;
  const std::string path_;
  const std::vector<std::string> typed_;
  const Place<Message> place_;
  FieldProblemList& problems_;
};

// What is ticked sends nothing where nothing is ticked; all other controls always send.
bool IsTicked(FieldKind kind) { return kind == FieldKind::kChoices || kind == FieldKind::kTags; }

// A browser sends what is ticked in the order of the page.
std::vector<std::string> InOrder(std::vector<std::string> values, FieldKind kind) {
  if (IsTicked(kind)) {
    std::ranges::sort(values);
  }
  return values;
}

}  // namespace

void FillField(const google::protobuf::Message& message, const FormField& field,
               std::string_view prefix, Form& form) {
  for (std::string& value : ValuesOf(message, field)) {
    form.Add(absl::StrCat(ToAbsl(prefix), ToAbsl(field.name)), std::move(value));
  }
}

void ReadField(const Form& form, const FormField& field, std::string_view prefix,
               std::string_view path_prefix, google::protobuf::Message& message,
               FieldProblemList& problems) {
  std::vector<std::string> typed = form.GetAll(absl::StrCat(ToAbsl(prefix), ToAbsl(field.name)));
  // Nothing is touched where nothing changed: neither parts that are absent, nor what a text
  // cannot show, such as the time of a day or the order of what is ticked.
  if ((typed.empty() && !IsTicked(field.kind)) ||
      InOrder(typed, field.kind) == InOrder(ValuesOf(message, field), field.kind)) {
    return;
  }
  FieldReader(field, absl::StrCat(ToAbsl(path_prefix), ToAbsl(field.path)), std::move(typed),
              message, problems)
      .Read();
}

void FillFields(const std::vector<FormSection>& sections, const google::protobuf::Message& message,
                Form& form) {
  for (const FormSection& section : sections) {
    for (const FormField& field : section.fields) {
      FillField(message, field, "", form);
    }
  }
}

void ReadFields(const std::vector<FormSection>& sections, const Form& form,
                google::protobuf::Message& message, FieldProblemList& problems) {
  for (const FormSection& section : sections) {
    for (const FormField& field : section.fields) {
      const size_t before = problems.size();
      ReadField(form, field, "", "", message, problems);
      if (field.needed && problems.size() == before &&
          ValuesOf(message, field) == std::vector<std::string>{""}) {
        AddProblem(std::string(field.path), FieldProblem::KIND_NEEDED, problems);
      }
    }
  }
  PruneEmptyParts(message);
}

const FormField* FindField(const std::vector<FormField>& fields, std::string_view path) {
  const auto within = [](std::string_view inner, std::string_view outer) {
    return inner.starts_with(outer) && (inner.size() == outer.size() ||
                                        inner[outer.size()] == '.' || inner[outer.size()] == '[');
  };
  for (const FormField& field : fields) {
    if (within(path, field.path) || within(field.path, path)) {
      return &field;
    }
  }
  return nullptr;
}

const FormField* FindField(const std::vector<FormSection>& sections, std::string_view path) {
  for (const FormSection& section : sections) {
    if (const FormField* field = FindField(section.fields, path)) {
      return field;
    }
  }
  return nullptr;
}

void AddProblem(std::string path, FieldProblem::Kind kind, FieldProblemList& problems) {
  FieldProblem& problem = problems.emplace_back();
  problem.set_field(std::move(path));
  problem.set_kind(kind);
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(ToAbsl(text), '\n')) {
    if (const absl::string_view trimmed = absl::StripAsciiWhitespace(line); !trimmed.empty()) {
      lines.emplace_back(trimmed);
    }
  }
  return lines;
}

}  // namespace cledi
