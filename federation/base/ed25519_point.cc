#include "federation/base/ed25519_point.h"

#include <algorithm>

#include <openssl/bn.h>

#include "federation/base/check.h"
#include "federation/base/openssl.h"

namespace cledi {
namespace {

constexpr uint8_t kSignBit = 0x80;

using Number = OpenSslPointer<BIGNUM, BN_free>;
using Context = OpenSslPointer<BN_CTX, BN_CTX_free>;

Number FromHex(const char* hex) {
  BIGNUM* number = nullptr;
  CHECK(BN_hex2bn(&number, hex) != 0);
  return Number(number);
}

// y, without the sign of x.
PublicKey WithoutSign(PublicKey point) {
  point.bytes.back() &= static_cast<uint8_t>(~kSignBit);
  return point;
}

// Little-endian, as points are encoded.
constexpr auto kFieldOrder = [] {
  std::array<uint8_t, 32> order{};
  order.fill(0xff);
  order.front() = 0xed;
  order.back() = 0x7f;
  return order;
}();

bool IsBelowFieldOrder(const PublicKey& y) {
  return std::ranges::lexicographical_compare(y.bytes.rbegin(), y.bytes.rend(),
                                              kFieldOrder.rbegin(), kFieldOrder.rend());
}

// x is 0 in two points only: y = 1, and y = -1.
bool HasZeroX(const PublicKey& y) {
  PublicKey one;
  one.bytes.front() = 1;
  PublicKey minus_one{kFieldOrder};
  --minus_one.bytes.front();
  return y == one || y == minus_one;
}

}  // namespace

bool IsCanonicalPoint(const PublicKey& point) {
  const PublicKey y = WithoutSign(point);
  return IsBelowFieldOrder(y) && !(HasZeroX(y) && point != y);
}

bool IsOnCurve(const PublicKey& point) {
  // -x² + y² = 1 + dx²y², so x² = u/v with u = y² - 1 and v = dy² + 1. v is never 0, because
  // d is no square; and u/v is a square exactly when uv is.
  static const Number p =
      FromHex("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
  static const Number d =
      FromHex("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3");
  const Context context(BN_CTX_new());
  const PublicKey y_bytes = WithoutSign(point);
  const Number y(BN_lebin2bn(y_bytes.data(), y_bytes.kSize, nullptr));
  const Number u(BN_new());
  const Number v(BN_new());
  const Number uv(BN_new());
  CHECK(context && y && u && v && uv);
  CHECK(BN_mod_sqr(u.get(), y.get(), p.get(), context.get()) == 1);
  CHECK(BN_mod_mul(v.get(), d.get(), u.get(), p.get(), context.get()) == 1);
  CHECK(BN_add_word(v.get(), 1) == 1);
  CHECK(BN_sub_word(u.get(), 1) == 1);
  CHECK(BN_mod_mul(uv.get(), u.get(), v.get(), p.get(), context.get()) == 1);
  const int symbol = BN_kronecker(uv.get(), p.get(), context.get());
  CHECK(symbol >= -1);
  return symbol != -1;
}

bool IsOfSmallOrder(const PublicKey& point) {
  // The five y of the eight points.
  static const std::array<PublicKey, 5> small = {
      *FixedFromHex<PublicKey>("0100000000000000000000000000000000000000000000000000000000000000"),
      *FixedFromHex<PublicKey>("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
      *FixedFromHex<PublicKey>("0000000000000000000000000000000000000000000000000000000000000000"),
      *FixedFromHex<PublicKey>("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
      *FixedFromHex<PublicKey>("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
  };
  return std::ranges::find(small, WithoutSign(point)) != small.end();
}

}  // namespace cledi
