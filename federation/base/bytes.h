// Fixed-size byte values, and the encodings that this project uses for bytes.

#ifndef CLEDI_FEDERATION_BASE_BYTES_H_
#define CLEDI_FEDERATION_BASE_BYTES_H_

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cledi {

// N bytes of one kind. `Kind` only keeps, say, a log id from being passed for a space id.
// Value type; ordered by bytes, as it is sorted on the wire.
template <class Kind, size_t N>
struct FixedBytes {
  static constexpr size_t kSize = N;

  std::array<uint8_t, N> bytes{};

  // Nothing if `s` has not exactly N bytes.
  static std::optional<FixedBytes> From(std::string_view s) {
    if (s.size() != N) {
      return std::nullopt;
    }
    FixedBytes value;
    std::memcpy(value.bytes.data(), s.data(), N);
    return value;
  }

  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), N}; }
  std::string str() const { return std::string(view()); }
  const uint8_t* data() const { return bytes.data(); }
  uint8_t* data() { return bytes.data(); }

  friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

// A SHA-256 value.
using Hash = FixedBytes<struct HashKind, 32>;
// Ed25519.
using PublicKey = FixedBytes<struct PublicKeyKind, 32>;
using SignatureBytes = FixedBytes<struct SignatureBytesKind, 64>;

// The first bytes of a hash, where a shorter name is enough.
template <class Bytes>
Bytes Truncated(const Hash& hash) {
  static_assert(Bytes::kSize <= Hash::kSize);
  return *Bytes::From(hash.view().substr(0, Bytes::kSize));
}

inline std::span<const uint8_t> AsBytes(std::string_view s) {
  return {reinterpret_cast<const uint8_t*>(s.data()), s.size()};
}

// Lower case.
std::string HexEncode(std::string_view bytes);
// Nothing on an odd length or a character that is no lower- or upper-case hex digit.
std::optional<std::string> HexDecode(std::string_view hex);

template <class Bytes>
std::optional<Bytes> FixedFromHex(std::string_view hex) {
  const std::optional<std::string> bytes = HexDecode(hex);
  return bytes.has_value() ? Bytes::From(*bytes) : std::nullopt;
}

// RFC 4648 base64, standard alphabet, with padding.
std::string Base64Encode(std::string_view bytes);
// Strict: the standard alphabet, canonical padding, no white space, unused bits zero.
std::optional<std::string> Base64Decode(std::string_view base64);
template <class Bytes>
std::optional<Bytes> FixedFromBase64(std::string_view base64) {
  const std::optional<std::string> bytes = Base64Decode(base64);
  return bytes.has_value() ? Bytes::From(*bytes) : std::nullopt;
}

// RFC 4648 base64url without padding; decoding is as strict as above.
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view base64);

// RFC 4648 base32, lower case, without padding.
std::string Base32Encode(std::string_view bytes);
// Takes lower case only; unused bits must be zero.
std::optional<std::string> Base32Decode(std::string_view base32);

// Little-endian integers at any alignment.
template <class Int>
void PutLittleEndian(std::string& out, Int value) {
  for (size_t i = 0; i < sizeof(Int); ++i) {
    out.push_back(static_cast<char>(static_cast<uint64_t>(value) >> (8 * i) & 0xff));
  }
}

template <class Int>
Int GetLittleEndian(const uint8_t* from) {
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(Int); ++i) {
    value |= static_cast<uint64_t>(from[i]) << (8 * i);
  }
  return static_cast<Int>(value);
}

// Big-endian: in C2SP's structures, and in store keys, where bytes must sort as numbers.
template <class Int>
void PutBigEndian(std::string& out, Int value) {
  for (size_t i = sizeof(Int); i-- > 0;) {
    out.push_back(static_cast<char>(static_cast<uint64_t>(value) >> (8 * i) & 0xff));
  }
}

template <class Int>
Int GetBigEndian(const uint8_t* from) {
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(Int); ++i) {
    value = value << 8 | from[i];
  }
  return static_cast<Int>(value);
}

}  // namespace cledi

#endif  // CLEDI_FEDERATION_BASE_BYTES_H_
