#include "node/person/password_rules.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/strings/ascii.h"

#include "federation/base/text.h"

namespace cledi {
namespace {

// Words that the lists of leaked passwords begin with, in the languages spoken here, and what
// runs along a keyboard. Of ten characters or more, or with digits and signs around them.
constexpr std::array<std::string_view, 74> kCommonWords{
    "abcdefghij",
    "abcdefghijk",
    "administrador",
    "administrator",
    "amministratore",
    "asdfghjkl",
    "asdfghjklm",
    "asdfghjkl\xc3\xb1",
    "baseball",
    "basketball",
    "barcelona",
    "benvenuto",
    "bienvenido",
    "changeme",
    "changeit",
    "ciaociao",
    "cledi",
    "colegio",
    "computer",
    "contrase\xc3\xb1"
    "a",
    "contrasena",
    "contrasenya",
    "default",
    "dobrodosli",
    "educacion",
    "education",
    "escuela",
    "fenerbahce",
    "football",
    "galatasaray",
    "geslo",
    "geslogeslo",
    "holahola",
    "hosgeldin",
    "insegnante",
    "iloveyou",
    "iloveyousomuch",
    "internet",
    "istanbul",
    "juventus",
    "letmein",
    "liverpool",
    "ljubljana",
    "maestra",
    "maestro",
    "master",
    "monkey",
    "nopassword",
    "ogretmen",
    "okulokul",
    "parola",
    "password",
    "passwordpassword",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "princess",
    "profesor",
    "profesora",
    "professore",
    "qazwsxedc",
    "qwerty",
    "qwertyui",
    "qwertyuiop",
    "qwertzuiop",
    "school",
    "scuola",
    "secret",
    "sifre",
    "starwars",
    "superman",
    "teacher",
    "welcome",
    "zxcvbnm",
};

// Digits along the keyboard, either way and over and over.
constexpr std::string_view kUpwards = "01234567890123456789012345678901234567890";
constexpr std::string_view kDownwards = "98765432109876543210987654321098765432109";

bool IsSurrounding(char c) { return !absl::ascii_isalpha(static_cast<unsigned char>(c)) && c > 0; }

std::string_view WithoutSurroundings(std::string_view word) {
  while (!word.empty() && IsSurrounding(word.back())) {
    word.remove_suffix(1);
  }
  while (!word.empty() && IsSurrounding(word.front())) {
    word.remove_prefix(1);
  }
  return word;
}

// Whether `word` is a shorter word over and over.
bool Repeats(std::string_view word) {
  for (size_t period = 1; period <= 3 && period < word.size(); ++period) {
    if (std::equal(word.begin() + static_cast<ptrdiff_t>(period), word.end(), word.begin())) {
      return true;
    }
  }
  return false;
}

bool IsCommon(std::string_view password, std::string_view user_name) {
  const std::string lower = absl::AsciiStrToLower(ToAbsl(password));
  const std::string_view bare = WithoutSurroundings(lower);
  if (bare.empty()) {
    // Digits and signs only: many are fine, rows of digits are not.
    return Repeats(lower) || kUpwards.find(lower) != std::string_view::npos ||
           kDownwards.find(lower) != std::string_view::npos;
  }
  const std::string name = absl::AsciiStrToLower(ToAbsl(user_name));
  return Repeats(bare) || Repeats(lower) || (!name.empty() && (lower == name || bare == name)) ||
         std::ranges::find(kCommonWords, bare) != kCommonWords.end() ||
         std::ranges::find(kCommonWords, lower) != kCommonWords.end();
}

size_t CountCharacters(std::string_view utf8) {
  return static_cast<size_t>(std::ranges::count_if(
      utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace

void CheckPassword(std::string_view field, std::string_view password, std::string_view user_name,
                   FieldProblems& problems) {
  const size_t characters = CountCharacters(password);
  if (password.empty()) {
    problems.AddNeeded(field);
  } else if (password.size() > kPasswordBytesMax) {
    problems.Add(field, FieldProblem::KIND_TOO_LONG, "at most 200 bytes",
                 {.limit = kPasswordBytesMax, .actual = password.size()});
  } else if (!IsUtf8(password)) {
    problems.Add(field, FieldProblem::KIND_NOT_UTF8, "not UTF-8");
  } else if (characters < kPasswordCharactersMin) {
    problems.Add(field, FieldProblem::KIND_TOO_SHORT, "at least 10 characters",
                 {.limit = kPasswordCharactersMin, .actual = characters});
  } else if (IsCommon(password, user_name)) {
    problems.Add(
        field, FieldProblem::KIND_TOO_COMMON,
        "too easy to guess; several words that do not belong together are a good password");
  }
}

}  // namespace cledi
