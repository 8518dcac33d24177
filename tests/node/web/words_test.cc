#include "node/web/words/words.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "cledi/admin/v1/node_service.pb.h"
#include "cledi/community/v1/person_service.pb.h"
#include "cledi/event/v1/plan.pb.h"
#include "cledi/event/v1/resource.pb.h"
#include "federation/base/text.h"
#include "node/web/embedded_file.h"
#include "node/web/pages/practice_words.h"
#include "node/web/words/language_names.h"
#include "node/web/words/word_book.h"

namespace cledi {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Catalogue CatalogueOf(std::string_view language) {
  for (const EmbeddedFile& file : WordFiles()) {
    if (file.name == std::string(language) + ".json") {
      return ParseCatalogue(file.content).value();
    }
  }
  return {};
}

// All sources and templates of the pages, in one text.
std::string PageSources() {
  std::ostringstream all;
  for (const auto& entry :
       std::filesystem::directory_iterator(CLEDI_SOURCE_DIR "/node/web/pages")) {
    all << std::ifstream(entry.path()).rdbuf();
  }
  return all.str();
}

// Enums whose values are said by messages named after them.
std::vector<const google::protobuf::EnumDescriptor*> SaidEnums() {
  using google::protobuf::GetEnumDescriptor;
  return {GetEnumDescriptor<event::v1::PlanKind>(),
          GetEnumDescriptor<event::v1::ResourceType>(),
          GetEnumDescriptor<event::v1::EducationLevel>(),
          GetEnumDescriptor<event::v1::Pillar>(),
          GetEnumDescriptor<event::v1::Grouping>(),
          GetEnumDescriptor<event::v1::Connectivity>(),
          GetEnumDescriptor<event::v1::CefrLevel>(),
          GetEnumDescriptor<event::v1::AudienceRole>(),
          GetEnumDescriptor<event::v1::Mode>(),
          GetEnumDescriptor<event::v1::Derivation::Kind>(),
          GetEnumDescriptor<admin::v1::PeerStatus::State>(),
          GetEnumDescriptor<community::v1::UserRole>()};
}

class CatalogueTest : public testing::TestWithParam<std::string> {};

// No message is lost in any language, and none is wrong.
TEST_P(CatalogueTest, HasTheMessagesOfEnglishWithTheSameArguments) {
  const Catalogue english = CatalogueOf("en");
  const Catalogue own = CatalogueOf(GetParam());
  for (const auto& [id, pattern] : own) {
    ASSERT_TRUE(english.contains(id)) << id << " is not in English";
    const auto arguments = ArgumentsOf(pattern);
    ASSERT_TRUE(arguments.ok()) << id << ": " << arguments.status();
    EXPECT_EQ(*arguments, ArgumentsOf(english.at(id)).value()) << id;
  }
  for (const auto& [id, pattern] : english) {
    EXPECT_TRUE(own.contains(id)) << id << " is missing";
  }
}

// With a plain apostrophe "l'{name}" would lose its argument.
TEST_P(CatalogueTest, UsesTypographicApostrophes) {
  for (const auto& [id, pattern] : CatalogueOf(GetParam())) {
    EXPECT_THAT(pattern, Not(HasSubstr("'"))) << id;
  }
}

// Slovene's "two" and "few" read wrong where "other" stands in for them.
TEST_P(CatalogueTest, HasAllPluralFormsOfItsLanguage) {
  for (const auto& [id, pattern] : CatalogueOf(GetParam())) {
    if (pattern.find(", plural,") != std::string::npos && GetParam() == "sl") {
      EXPECT_THAT(pattern, HasSubstr("two {")) << id;
      EXPECT_THAT(pattern, HasSubstr("few {")) << id;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, CatalogueTest, testing::ValuesIn(WordBook::Languages()),
                         [](const auto& language) { return language.param; });

TEST(MessagesTest, EveryMessageIsUsed) {
  const std::string sources = PageSources();
  std::set<std::string> built;  // Ids that the sources put together.
  for (const auto* type : SaidEnums()) {
    for (int i = 0; i < type->value_count(); ++i) {
      built.insert(absl::AsciiStrToLower(type->value(i)->name()));
    }
  }
  for (const std::string_view prefix :
       {"accessibility_", "isced_f_", "licence_", "error_", "about_", "privacy_", "grown_",
        "draft_", "settings_saved_", "accounts_done_", "field_", "hint_", "section_form_",
        "sheet_title_", "sheet_lead_", "offer_", "api_role_"}) {
    EXPECT_THAT(sources, HasSubstr(std::string(prefix.substr(0, prefix.size() - 1))));
    for (const auto& [id, pattern] : CatalogueOf("en")) {
      if (id.starts_with(prefix)) {
        built.insert(id);
      }
    }
  }
  for (const auto& [id, pattern] : CatalogueOf("en")) {
    const bool in_template = sources.find("{{t." + id + "}}") != std::string::npos ||
                             sources.find("{{a." + id + "}}") != std::string::npos;
    const bool in_code = sources.find("\"" + id + "\"") != std::string::npos;
    EXPECT_TRUE(in_template || in_code || built.contains(id)) << id;
  }
}

TEST(MessagesTest, EveryEnumValueHasWords) {
  const auto book = WordBook::Load("UTC");
  for (const auto* type : SaidEnums()) {
    for (int i = 0; i < type->value_count(); ++i) {
      if (type->value(i)->number() != 0) {
        EXPECT_THAT(SayEnum(book->In("en"), *type, type->value(i)->number()).text, Not(IsEmpty()));
      }
    }
    EXPECT_EQ(SayEnum(book->In("en"), *type, 0).text, "");
    EXPECT_EQ(SayEnum(book->In("en"), *type, 9999).text, "") << "of a newer node";
  }
}

class WordsTest : public testing::Test {
 protected:
  static std::unique_ptr<Words> Make(std::string_view language, const Catalogue& own,
                                     const Catalogue& english) {
    auto words = Words::Create(language, own, english, "Europe/Rome");
    EXPECT_TRUE(words.ok()) << words.status();
    return *std::move(words);
  }
};

TEST_F(WordsTest, AMissingMessageComesInEnglishAndSaysSo) {
  const auto words = Make("it", {{"yes", "sì"}}, {{"yes", "yes"}, {"no", "no"}});
  EXPECT_EQ(words->Get("yes").text, "sì");
  EXPECT_FALSE(words->Get("yes").english);
  EXPECT_EQ(words->Get("no").text, "no");
  EXPECT_TRUE(words->Get("no").english);
  EXPECT_THAT(words->untranslated(), ElementsAre("no"));
}

TEST_F(WordsTest, AMessageWithOtherArgumentsIsNotUsed) {
  const auto words = Make("it", {{"hello", "ciao {nome}"}}, {{"hello", "hello {name}"}});
  const Phrase phrase = words->Format("hello", {{"name", "Ada"}});
  EXPECT_EQ(phrase.text, "hello Ada");
  EXPECT_TRUE(phrase.english);
}

TEST_F(WordsTest, PluralsFollowTheLanguage) {
  const Catalogue slovene = {
      {"days", "{n, plural, one {# dan} two {# dneva} few {# dnevi} other {# dni}}"}};
  const Catalogue english = {{"days", "{n, plural, one {# day} other {# days}}"}};
  const auto words = Make("sl", slovene, english);
  EXPECT_EQ(words->Format("days", {{"n", int64_t{1}}}).text, "1 dan");
  EXPECT_EQ(words->Format("days", {{"n", int64_t{102}}}).text, "102 dneva");
  EXPECT_EQ(words->Format("days", {{"n", int64_t{3}}}).text, "3 dnevi");
  EXPECT_EQ(words->Format("days", {{"n", int64_t{5}}}).text, "5 dni");
}

TEST_F(WordsTest, DatesAndNumbersAreWrittenAsTheLanguageDoes) {
  const UnixMillis time = FromUnixMs(1795557864123);  // 2026-11-24T22:04:24Z.
  const auto english = Make("en", {}, {});
  const auto italian = Make("it", {}, {});
  EXPECT_EQ(english->Date(time), "24 November 2026");
  EXPECT_EQ(italian->Date(time), "24 novembre 2026");
  EXPECT_THAT(english->DateAndTime(time), HasSubstr("23:04"));
  EXPECT_EQ(english->Number(12345), "12,345");
  EXPECT_EQ(italian->Number(12345), "12.345");
  EXPECT_EQ(italian->Join({"a", "b", "c"}), "a, b e c");
  EXPECT_EQ(english->Join({}), "");
}

TEST_F(WordsTest, CountriesAreNamedInTheReadersLanguage) {
  EXPECT_EQ(Make("it", {}, {})->CountryName("ES"), "Spagna");
  EXPECT_EQ(Make("en", {}, {})->CountryName("TR"), "Türkiye");
  EXPECT_EQ(Make("en", {}, {})->CountryName("es\"><"), "es\"><");
  EXPECT_EQ(Make("en", {}, {})->CountryName(""), "");
}

TEST_F(WordsTest, OrderIsThatOfTheAlphabet) {
  const auto slovene = Make("sl", {}, {});
  EXPECT_TRUE(slovene->Before("Čas", "Dan"));
  EXPECT_FALSE(slovene->Before("Čas", "Cesta"));
}

TEST(CatalogueParseTest, RefusesWhatIsNoCatalogue) {
  for (const std::string_view json : {"", "[]", "{\"a\":1}", "{\"A b\":\"x\"}", "{\"a\":\"x\""}) {
    EXPECT_FALSE(ParseCatalogue(json).ok()) << json;
  }
  EXPECT_FALSE(ArgumentsOf("{count, plural, one {x}").ok());
}

TEST(LanguageNamesTest, AreInTheirOwnSpelling) {
  EXPECT_EQ(OwnLanguageName("ca"), "Català");
  EXPECT_EQ(OwnLanguageName("tr"), "Türkçe");
  EXPECT_EQ(OwnLanguageName("sl"), "Slovenščina");
  EXPECT_EQ(OwnLanguageName("ar"), "العربية");
  EXPECT_EQ(OwnLanguageName("\"><script>"), "\"><script>");
  EXPECT_EQ(OwnLanguageName(""), "");
}

TEST(LanguageNamesTest, TellTheDirectionOfWriting) {
  EXPECT_TRUE(IsRightToLeft("ar-MA"));
  EXPECT_FALSE(IsRightToLeft("arn"));
}

}  // namespace
}  // namespace cledi
