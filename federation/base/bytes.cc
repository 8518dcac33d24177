#include "federation/base/bytes.h"

namespace cledi {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "abcdefghijklmnopqrstuvwxyz234567";

// `bits` a digit: 6 for base64, 5 for base32.
std::string EncodeBits(std::string_view bytes, std::string_view alphabet, int bits) {
  std::string out;
  uint32_t buffer = 0;
  int held = 0;
  const uint32_t mask = (1U << bits) - 1;
  for (const uint8_t byte : AsBytes(bytes)) {
    buffer = buffer << 8 | byte;
    held += 8;
    while (held >= bits) {
      held -= bits;
      out.push_back(alphabet[buffer >> held & mask]);
    }
  }
  if (held > 0) {
    out.push_back(alphabet[buffer << (bits - held) & mask]);
  }
  return out;
}

std::optional<std::string> DecodeBits(std::string_view digits, std::string_view alphabet,
                                      int bits) {
  std::string out;
  uint32_t buffer = 0;
  int held = 0;
  for (const char c : digits) {
    const size_t value = alphabet.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    buffer = buffer << bits | static_cast<uint32_t>(value);
    held += bits;
    if (held >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(buffer >> held & 0xff));
    }
  }
  // Left over: fewer bits than a digit holds, all zero. Anything else has a second spelling.
  if (held >= bits || (buffer & ((1U << held) - 1)) != 0) {
    return std::nullopt;
  }
  return out;
}

}  // namespace

std::string HexEncode(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const uint8_t byte : AsBytes(bytes)) {
    out.push_back(kHexDigits[byte >> 4]);
    out.push_back(kHexDigits[byte & 15]);
  }
  return out;
}

std::optional<std::string> HexDecode(std::string_view hex) {
  if (hex.size() % 2 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(hex.size() / 2);
  int high = 0;
  for (size_t i = 0; i < hex.size(); ++i) {
    const char c = hex[i];
    const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const size_t value = kHexDigits.find(lower);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    if (i % 2 == 0) {
      high = static_cast<int>(value) << 4;
    } else {
      out.push_back(static_cast<char>(high | static_cast<int>(value)));
    }
  }
  return out;
}

std::string Base64Encode(std::string_view bytes) {
  std::string out = EncodeBits(bytes, kBase64, 6);
  out.append((4 - out.size() % 4) % 4, '=');
  return out;
}

std::optional<std::string> Base64Decode(std::string_view base64) {
  if (base64.size() % 4 != 0) {
    return std::nullopt;
  }
  size_t padding = 0;
  while (padding < 2 && padding < base64.size() && base64[base64.size() - 1 - padding] == '=') {
    ++padding;
  }
  return DecodeBits(base64.substr(0, base64.size() - padding), kBase64, 6);
}

std::string Base64UrlEncode(std::string_view bytes) { return EncodeBits(bytes, kBase64Url, 6); }

std::optional<std::string> Base64UrlDecode(std::string_view base64) {
  return DecodeBits(base64, kBase64Url, 6);
}

std::string Base32Encode(std::string_view bytes) { return EncodeBits(bytes, kBase32, 5); }

std::optional<std::string> Base32Decode(std::string_view base32) {
  return DecodeBits(base32, kBase32, 5);
}

}  // namespace cledi
