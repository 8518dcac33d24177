#include "admin/cli/outline.h"

#include <sstream>

#include <gtest/gtest.h>

#include "cledi/event/v1/plan.pb.h"

namespace cledi {
namespace {

TEST(OutlineTest, EverythingThatIsSetIsPrintedInOrderAndNothingElse) {
  event::v1::LessonPlan plan;
  plan.mutable_description()->set_title("La sombra más corta");
  plan.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_PRIMARY);
  plan.mutable_description()->add_levels(event::v1::EDUCATION_LEVEL_LOWER_SECONDARY);
  plan.mutable_description()->set_first_published_unix_ms(1'800'000'000'000);
  plan.set_kind(event::v1::PLAN_KIND_UNIT);
  plan.set_minutes(165);
  plan.add_steps()->set_name("Medir");
  plan.mutable_steps(0)->set_procedure("Sombra.\n\nDos veces.");
  plan.add_steps()->set_low_tech_alternative("Un palo");
  std::ostringstream out;

  PrintOutline(plan, out);

  EXPECT_EQ(out.str(),
            "description:\n"
            "  title: La sombra más corta\n"
            "  levels: primary; lower secondary\n"
            "  first published: 2027-01-15 08:00:00 UTC\n"
            "kind: unit\n"
            "minutes: 165\n"
            "steps 1:\n"
            "  name: Medir\n"
            "  procedure:\n"
            "    Sombra.\n"
            "\n"
            "    Dos veces.\n"
            "steps 2:\n"
            "  low tech alternative: Un palo\n");
}

TEST(OutlineTest, BytesAreHexAndControlCharactersAreReplaced) {
  event::v1::Derivation derivation;
  derivation.set_object("\x01\xfe");
  derivation.set_title("a\x1b[2J");
  std::ostringstream out;

  PrintOutline(derivation, out);

  EXPECT_EQ(out.str(), "object: 01fe\ntitle: a\uFFFD[2J\n");
}

}  // namespace
}  // namespace cledi
