#include "admin/cli/table.h"

#include <sstream>

#include <gtest/gtest.h>

namespace cledi {
namespace {

TEST(TableTest, ColumnsAreAlignedByWhatIsSeen) {
  Table table({{"CITY"}, {"PLANS", Table::Align::kRight}, {"NOTE"}});
  table.AddRow({"İzmir", "7", "x"});
  table.AddRow({"日本", "1,234", ""});
  std::ostringstream out;

  table.Print(out);

  EXPECT_EQ(out.str(),
            "CITY   PLANS  NOTE\n"
            "İzmir      7  x\n"
            "日本   1,234\n");
}

TEST(TableTest, ALongCellIsCutToItsColumn) {
  Table table({{"TITLE", Table::Align::kLeft, 8}, {"ID"}});
  table.AddRow({"La sombra más corta", "1"});
  std::ostringstream out;

  table.Print(out);

  EXPECT_EQ(out.str(),
            "TITLE     ID\n"
            "La somb…  1\n");
}

TEST(TableTest, ACellCannotForgeARow) {
  Table table({{"TITLE"}});
  table.AddRow({"one\ntwo\x1b[A"});
  std::ostringstream out;

  table.Print(out);

  EXPECT_EQ(out.str(), "TITLE\none two\uFFFD[A\n");
}

TEST(FactListTest, ValuesAreAlignedAndEmptyOnesLeftOut) {
  FactList facts;
  facts.Add("id", "es-granada");
  facts.Add("nothing", "");
  facts.Add("home node", "it-bicocca");
  std::ostringstream out;

  facts.Print(out);

  EXPECT_EQ(out.str(),
            "id         es-granada\n"
            "home node  it-bicocca\n");
}

}  // namespace
}  // namespace cledi
