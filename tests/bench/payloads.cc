#include "tests/bench/payloads.h"

#include <array>

#include "cledi/event/v1/resource.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "federation/base/check.h"

namespace cledi {
namespace {

constexpr uint16_t kUnknownType = 60'000;

constexpr std::array<std::string_view, 64> kWords = {
    "learning", "classroom", "pupils",    "together",  "water",  "district", "language", "teacher",
    "measure",  "library",   "inclusion", "fractions", "garden", "story",    "numbers",  "science",
    "families", "music",     "question",  "observe",   "draw",   "compare",  "the",      "and",
    "of",       "with",      "for",       "in",        "their",  "own",      "words",    "a",
    "small",    "groups",    "share",     "what",      "they",   "found",    "every",    "child",
    "reads",    "aloud",     "then",      "writes",    "one",    "sentence", "about",    "city",
    "river",    "maps",      "games",     "digital",   "tools",  "creative", "partner",  "school",
    "museum",   "evening",   "recipe",    "mother",    "tongue", "bridge",   "light",    "shadow"};

std::string Words(size_t bytes, Random& random) {
  std::string text;
  while (text.size() < bytes) {
    text.append(kWords[random.Below(kWords.size())]).push_back(' ');
  }
  text.resize(bytes);
  text.back() = '.';
  return text;
}

std::string RandomBytes(size_t count, Random& random) {
  std::string bytes(count, '\0');
  random.Fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

std::string PracticePayload(Random& random) {
  event::v1::ResourceRevised event;
  event.set_author(RandomBytes(16, random));
  event.set_idempotency_key(RandomBytes(16, random));
  event::v1::TrainingResource& resource = *event.mutable_resource();
  resource.set_type(event::v1::RESOURCE_TYPE_TEXT);
  resource.set_minutes(45);
  resource.add_audience_roles(event::v1::AUDIENCE_ROLE_TEACHER);
  event::v1::Description& description = *resource.mutable_description();
  description.set_title(Words(40, random));
  description.set_language("en");
  description.set_licence("CC-BY-SA-4.0");
  description.add_pillars(event::v1::PILLAR_KNOWLEDGE_CREATION);
  description.add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  description.set_summary(Words(80, random));
  // The body fills what is left; twice, because its length takes a byte or two itself.
  resource.set_body(Words(1, random));
  for (int i = 0; i < 2; ++i) {
    resource.set_body(Words(resource.body().size() + kPayloadBytes - event.ByteSizeLong(), random));
  }
  return event.SerializeAsString();
}

// One field that nobody knows, so that it is still well-formed.
std::string RandomPayload(Random& random) {
  constexpr size_t kFieldBytes = kPayloadBytes - 3;
  static_assert(kFieldBytes >= 128 && kFieldBytes < 128 * 128, "a length of two bytes");
  std::string payload = {'\x52', static_cast<char>(kFieldBytes % 128 + 128),
                         static_cast<char>(kFieldBytes / 128)};
  return payload.append(RandomBytes(kFieldBytes, random));
}

}  // namespace

std::string_view NameOf(PayloadKind kind) {
  switch (kind) {
    case PayloadKind::kRandom:
      return "random bytes";
    case PayloadKind::kPractices:
      return "practices in words";
  }
  return "";
}

NewEvent MakeEvent(PayloadKind kind, Random& random) {
  NewEvent event{.space = CommonsSpace()};
  switch (kind) {
    case PayloadKind::kRandom:
      event.type = kUnknownType;
      event.payload = RandomPayload(random);
      break;
    case PayloadKind::kPractices:
      event.type = event::v1::EVENT_TYPE_RESOURCE_REVISED;
      event.payload = PracticePayload(random);
      break;
  }
  CHECK(event.payload.size() == kPayloadBytes);
  return event;
}

}  // namespace cledi
