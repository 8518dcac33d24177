#include "federation/log/note.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "federation/base/check.h"
#include "federation/base/sha256.h"
#include "federation/base/text.h"

namespace cledi {
namespace {

constexpr std::string_view kSignaturePrefix = "\u2014 ";  // An em dash.
constexpr size_t kSignaturesMax = 64;

bool IsKeyName(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f' && c != '+'; });
}

bool HasControlCharacter(std::string_view s) {
  return std::ranges::any_of(AsBytes(s), [](uint8_t byte) { return byte < ' ' && byte != '\n'; });
}

std::optional<NoteSignature> ParseSignatureLine(std::string_view line) {
  if (!line.starts_with(kSignaturePrefix)) {
    return std::nullopt;
  }
  line.remove_prefix(kSignaturePrefix.size());
  const std::string_view name = TakeUntil(line, ' ');
  const std::optional<std::string> bytes = Base64Decode(line);
  if (!IsKeyName(name) || !bytes.has_value() || bytes->size() <= KeyId::kSize) {
    return std::nullopt;
  }
  return NoteSignature{.name = std::string(name),
                       .key_id = *KeyId::From(bytes->substr(0, KeyId::kSize)),
                       .signature = bytes->substr(KeyId::kSize)};
}

}  // namespace

KeyId NoteKeyId(std::string_view name, uint8_t algorithm, const PublicKey& key) {
  const char algorithm_byte = static_cast<char>(algorithm);
  return Truncated<KeyId>(Sha256({name, "\n", {&algorithm_byte, 1}, key.view()}));
}

std::string SignatureLine(std::string_view name, const KeyId& key_id, std::string_view signature) {
  return absl::StrFormat("%s%s %s\n", kSignaturePrefix, name,
                         Base64Encode(key_id.str().append(signature)));
}

std::string FormatNote(std::string_view text, std::string_view name, const PublicKey& key,
                       const SignatureBytes& signature) {
  CHECK(text.ends_with('\n'));
  return absl::StrFormat(
      "%s\n%s", text,
      SignatureLine(name, NoteKeyId(name, kAlgorithmEd25519, key), signature.view()));
}

StatusOr<Note> ParseNote(std::string_view note) {
  if (note.size() > kNoteBytesMax) {
    return Invalid(
        absl::StrFormat("a note has %d bytes; at most %d are taken", note.size(), kNoteBytesMax));
  }
  if (HasControlCharacter(note) || !IsUtf8(note)) {
    return Invalid("a note is not plain UTF-8 text");
  }
  const size_t empty_line = note.rfind("\n\n");
  if (empty_line == std::string_view::npos) {
    return Invalid("a note has no empty line between its text and its signatures");
  }
  Note parsed{.text = std::string(note.substr(0, empty_line + 1)), .signatures = {}};
  std::string_view lines = note.substr(empty_line + 2);
  if (!lines.ends_with('\n')) {
    return Invalid("a note does not end with a whole signature line");
  }
  while (!lines.empty()) {
    std::optional<NoteSignature> signature = ParseSignatureLine(TakeUntil(lines, '\n'));
    if (!signature.has_value()) {
      return Invalid(
          absl::StrFormat("signature line %d of a note is malformed", parsed.signatures.size()));
    }
    if (parsed.signatures.size() == kSignaturesMax) {
      return Invalid(absl::StrFormat("a note has more than %d signatures", kSignaturesMax));
    }
    parsed.signatures.push_back(*std::move(signature));
  }
  return parsed;
}

StatusOr<SignatureBytes> VerifiedSignature(const Note& note, std::string_view name,
                                           const PublicKey& key) {
  const KeyId key_id = NoteKeyId(name, kAlgorithmEd25519, key);
  for (const NoteSignature& line : note.signatures) {
    if (line.name != name || line.key_id != key_id) {
      continue;
    }
    const std::optional<SignatureBytes> signature = SignatureBytes::From(line.signature);
    if (!signature.has_value() || !VerifyEd25519(key, note.text, *signature)) {
      break;
    }
    return *signature;
  }
  return absl::UnauthenticatedError(
      absl::StrCat("the note has no valid signature by the key of ", ToAbsl(name)));
}

std::string CosignedText(std::string_view note_text, uint64_t unix_seconds) {
  return absl::StrFormat("cosignature/v1\ntime %d\n%s", unix_seconds, note_text);
}

std::string CosignatureLine(std::string_view name, const PublicKey& key, uint64_t unix_seconds,
                            const SignatureBytes& signature) {
  std::string timed;
  PutBigEndian(timed, unix_seconds);
  timed.append(signature.view());
  return SignatureLine(name, NoteKeyId(name, kAlgorithmCosignature, key), timed);
}

}  // namespace cledi
