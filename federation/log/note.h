// C2SP signed notes (c2sp.org/signed-note) and cosignatures (c2sp.org/tlog-cosignature).

#ifndef CLEDI_FEDERATION_LOG_NOTE_H_
#define CLEDI_FEDERATION_LOG_NOTE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "federation/base/bytes.h"
#include "federation/base/ed25519.h"
#include "federation/base/status.h"

namespace cledi {

inline constexpr size_t kNoteBytesMax = size_t{16} * 1024;

using KeyId = FixedBytes<struct KeyIdKind, 4>;
inline constexpr uint8_t kAlgorithmEd25519 = 1;
inline constexpr uint8_t kAlgorithmCosignature = 4;

// First 4 bytes of SHA-256(name 0A algorithm key).
KeyId NoteKeyId(std::string_view name, uint8_t algorithm, const PublicKey& key);

// `— name base64(key id | signature)` and a line feed.
std::string SignatureLine(std::string_view name, const KeyId& key_id, std::string_view signature);

// `text` (which ends in a line feed), an empty line, and the signature line of `signature` by
// `key` under `name`.
std::string FormatNote(std::string_view text, std::string_view name, const PublicKey& key,
                       const SignatureBytes& signature);

struct NoteSignature {
  std::string name;
  KeyId key_id;
  std::string signature;  // Without the key id.
};

struct Note {
  std::string text;  // Ends in a line feed; what is signed.
  std::vector<NoteSignature> signatures;
};

// InvalidArgument: over kNoteBytesMax, not UTF-8, a control character beside line feeds, no
// empty line, a malformed or more than 64 signature lines.
StatusOr<Note> ParseNote(std::string_view note);

// The Ed25519 signature by `key` under `name` that verifies over the note's text.
// Unauthenticated: there is none.
StatusOr<SignatureBytes> VerifiedSignature(const Note& note, std::string_view name,
                                           const PublicKey& key);

// What a cosignature v1 signs: "cosignature/v1", the time, and the note's text.
std::string CosignedText(std::string_view note_text, uint64_t unix_seconds);
// The signature line of a cosignature by `key` under `name`.
std::string CosignatureLine(std::string_view name, const PublicKey& key, uint64_t unix_seconds,
                            const SignatureBytes& signature);

}  // namespace cledi

#endif  // CLEDI_FEDERATION_LOG_NOTE_H_
