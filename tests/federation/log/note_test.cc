#include "federation/log/note.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kName = "cledi.example/log/1";

class NoteTest : public testing::Test {
 protected:
  std::string SignedNote(std::string_view text) const {
    return FormatNote(text, kName, key_.public_key(), key_.Sign(text));
  }

  static std::string RefusalOf(std::string_view note) {
    const StatusOr<Note> parsed = ParseNote(note);
    EXPECT_EQ(parsed.status().code(), StatusCode::kInvalidArgument) << note;
    return std::string(Message(parsed.status()));
  }

  SeededRandom random_{1};
  const SigningKey key_ = SigningKey::Generate(random_);
  const SigningKey other_key_ = SigningKey::Generate(random_);
};

TEST_F(NoteTest, WhatIsSignedIsReadAndVerifies) {
  const StatusOr<Note> note = ParseNote(SignedNote("first\n\nLehrpläne – ok\n"));
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, "first\n\nLehrpläne – ok\n");
  ASSERT_EQ(note->signatures.size(), 1U);
  EXPECT_EQ(note->signatures[0].name, kName);
  EXPECT_EQ(VerifiedSignature(*note, kName, key_.public_key()).value(), key_.Sign(note->text));
}

TEST_F(NoteTest, AnotherKeyNameOrTextIsNotVerified) {
  Note note = ParseNote(SignedNote("text\n")).value();
  EXPECT_EQ(VerifiedSignature(note, kName, other_key_.public_key()).status().code(),
            StatusCode::kUnauthenticated);
  EXPECT_EQ(VerifiedSignature(note, "cledi.example/log/2", key_.public_key()).status().code(),
            StatusCode::kUnauthenticated);
  note.text = "texts\n";
  EXPECT_EQ(VerifiedSignature(note, kName, key_.public_key()).status().code(),
            StatusCode::kUnauthenticated);
}

TEST_F(NoteTest, SignaturesOfOthersAreReadAndPassedOver) {
  const std::string note =
      "text\n\n" +
      CosignatureLine("cledi.example/node/peer", other_key_.public_key(), 1790000000,
                      other_key_.Sign(CosignedText("text\n", 1790000000))) +
      SignatureLine(kName, NoteKeyId(kName, kAlgorithmEd25519, key_.public_key()),
                    key_.Sign("text\n").view());
  const Note parsed = ParseNote(note).value();
  EXPECT_EQ(parsed.signatures.size(), 2U);
  EXPECT_EQ(parsed.signatures[0].signature.size(), 8 + SignatureBytes::kSize);
  EXPECT_TRUE(VerifiedSignature(parsed, kName, key_.public_key()).ok());
}

// C2SP: a line that names a known key and does not verify spoils the note.
TEST_F(NoteTest, AWrongSignatureOfTheKeyIsNotMadeGoodByARightOne) {
  const KeyId key_id = NoteKeyId(kName, kAlgorithmEd25519, key_.public_key());
  const std::string right = SignatureLine(kName, key_id, key_.Sign("text\n").view());
  for (const std::string& wrong : {SignatureLine(kName, key_id, key_.Sign("other\n").view()),
                                   SignatureLine(kName, key_id, "short"),
                                   SignatureLine(kName, key_id, key_.Sign("text\n").str() + "x")}) {
    const StatusOr<Note> note = ParseNote(absl::StrCat("text\n\n", wrong, right));
    ASSERT_TRUE(note.ok()) << note.status();
    EXPECT_EQ(VerifiedSignature(*note, kName, key_.public_key()).status().code(),
              StatusCode::kUnauthenticated);
  }
}

TEST_F(NoteTest, ANoteWithoutItsPartsIsRefused) {
  const std::string note = SignedNote("text\n");
  EXPECT_THAT(RefusalOf(""), HasSubstr("no empty line"));
  EXPECT_THAT(RefusalOf("text\n"), HasSubstr("no empty line"));
  EXPECT_THAT(RefusalOf("text\n\n"), HasSubstr("whole signature line"));
  EXPECT_THAT(RefusalOf(note.substr(0, note.size() - 1)), HasSubstr("whole signature line"));
  EXPECT_THAT(RefusalOf(note + "\n"), HasSubstr("whole signature line"));
  EXPECT_THAT(RefusalOf(note + "more\n"), HasSubstr("signature line 1"));
}

TEST_F(NoteTest, AMalformedSignatureLineIsRefused) {
  for (const std::string_view line : {
           "- name AAAAAAAA",             // A hyphen for the dash.
           "\u2014name AAAAAAAA",         // No space.
           "\u2014  AAAAAAAA",            // No name.
           "\u2014 name",                 // No signature.
           "\u2014 name AAAAAA==",        // The key id alone.
           "\u2014 name AAAAAAA",         // Padding missing.
           "\u2014 name AAAAAAB=",        // Unused bits set.
           "\u2014 name AAAAAAAA ",       // A space behind.
           "\u2014 name  AAAAAAAA",       // Two spaces.
           "\u2014 na+me AAAAAAAA",       // A plus is not part of a name.
           "\u2014 na\u00a0me AAAAAAAA",  // Nor is a space of another kind.
       }) {
    EXPECT_THAT(RefusalOf("text\n\n" + std::string(line) + "\n"), HasSubstr("malformed")) << line;
  }
  EXPECT_TRUE(ParseNote("text\n\n\u2014 name AAAAAAA=\n").ok());
}

TEST_F(NoteTest, WhatIsNotPlainTextIsRefused) {
  for (const std::string_view text :
       {"a\tb\n", "a\rb\n", "a\x1b[2Jb\n", "a\xff\n", "a\xc0\x80\n"}) {
    EXPECT_THAT(RefusalOf(SignedNote(text)), HasSubstr("not plain UTF-8"));
  }
  EXPECT_THAT(RefusalOf(SignedNote(std::string_view("a\0b\n", 4))), HasSubstr("not plain UTF-8"));
}

TEST_F(NoteTest, ANoteMayFillTheLimitAndNoMore) {
  const size_t rest = SignedNote("\n").size() - 1;
  const std::string fits = std::string(kNoteBytesMax - rest - 1, 'x') + "\n";
  EXPECT_TRUE(ParseNote(SignedNote(fits)).ok());
  EXPECT_THAT(RefusalOf(SignedNote("x" + fits)), HasSubstr("at most 16384"));
}

TEST_F(NoteTest, ANoteHasAtMost64Signatures) {
  std::string note = "text\n\n";
  for (int i = 0; i < 64; ++i) {
    note += "\u2014 name AAAAAAAA\n";
  }
  EXPECT_EQ(ParseNote(note).value().signatures.size(), 64U);
  EXPECT_THAT(RefusalOf(note + "\u2014 name AAAAAAAA\n"), HasSubstr("more than 64"));
}

// Goal: one key's cosignature is never taken for its signature, nor one name's for another's.
TEST_F(NoteTest, KeyIdsDifferByNameAlgorithmAndKey) {
  const PublicKey& key = key_.public_key();
  const std::set<KeyId> ids = {NoteKeyId("a", kAlgorithmEd25519, key),
                               NoteKeyId("b", kAlgorithmEd25519, key),
                               NoteKeyId("a", kAlgorithmCosignature, key),
                               NoteKeyId("a", kAlgorithmEd25519, other_key_.public_key())};
  EXPECT_EQ(ids.size(), 4U);
}

}  // namespace
}  // namespace cledi
