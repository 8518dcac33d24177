// The versions of a practice.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class HistoryPageTest : public SiteTest {
 protected:
  HistoryPageTest() {
    plan_.mutable_description()->set_title("Half a pizza");
    plan_.mutable_description()->set_language("en");
    event::v1::Profile ada;
    ada.set_name("Ada Example");
    ada_ = source_->AddPerson(ada, "es-granada");
    id_ = source_->AddPlan(plan_);
    first_ = source_->plan(id_)->revision();
    source_->plan(id_)->set_person_id(ada_);
    source_->plan(id_)->mutable_revisions(0)->set_person_id(ada_);
  }

  event::v1::LessonPlan plan_;
  std::string ada_;
  std::string id_;
  std::string first_;
};

TEST_F(HistoryPageTest, TellsWhoWroteEachVersionWhenAndWhy) {
  const std::string second = source_->Revise(id_, plan_, "Thirds as well.");
  source_->plan(id_)->mutable_revisions(1)->clear_person_id();  // The institution's doing.

  const HttpResponse response = Get("/plans/" + id_ + "/history");

  ASSERT_EQ(response.status, 200);
  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  EXPECT_THAT(page.text(), HasSubstr("There are 2 versions, the newest first."));
  EXPECT_THAT(page.text(), HasSubstr("Thirds as well."));
  EXPECT_LT(page.text().find("Thirds as well."), page.text().find("First version"));
  EXPECT_LT(page.text().find("Thirds as well."), page.text().find("Ada Example"));
  EXPECT_THAT(response.body, HasSubstr("href=\"/people/" + ada_ + "\""));
  EXPECT_THAT(response.body, HasSubstr("?revision=" + first_));
  EXPECT_THAT(response.body, HasSubstr("/plans/" + id_ + "/compare/" + id_ + "?revision=" + second +
                                       "&amp;with=" + first_));
}

TEST_F(HistoryPageTest, WhoMayReviseIsOfferedToTakeAnOlderVersionUpAgain) {
  source_->Revise(id_, plan_, "");
  const std::string restore = "href=\"/plans/" + id_ + "/edit?revision=" + first_ + "\"";
  EXPECT_THAT(Get("/plans/" + id_ + "/history").body, Not(HasSubstr("/edit?")));

  source_->plan(id_)->set_may_revise(true);
  const HttpResponse response = Get("/plans/" + id_ + "/history");

  EXPECT_THAT(response.body, HasSubstr(restore));
  EXPECT_THAT(HtmlPage(response.body).problems(), IsEmpty());
  // The one that is shown already is not.
  EXPECT_THAT(response.body, Not(HasSubstr("/edit?revision=" + source_->plan(id_)->revision())));
}

TEST_F(HistoryPageTest, AFirstVersionHasNothingToCompareWith) {
  const HttpResponse response = Get("/plans/" + id_ + "/history");

  EXPECT_THAT(HtmlPage(response.body).text(), HasSubstr("There is one version so far."));
  EXPECT_THAT(response.body, Not(HasSubstr("/compare/")));
}

TEST_F(HistoryPageTest, AWholeEventIdLeadsToTheShortAddress) {
  const HttpResponse response = Get("/plans/" + source_->plan(id_)->object_id() + "/history");

  EXPECT_EQ(response.status, 308);
  EXPECT_EQ(response.Header("Location"), "/plans/" + id_ + "/history");
}

TEST_F(HistoryPageTest, OfWhatWasTakenBackNoVersionIsListed) {
  source_->Revise(id_, plan_, "secret");
  source_->plan(id_)->set_withdrawn(true);

  const HttpResponse response = Get("/plans/" + id_ + "/history");

  EXPECT_EQ(response.status, 410);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
}

TEST_F(HistoryPageTest, AResourceHasItsHistoryAndItsOlderVersionsAreRead) {
  event::v1::TrainingResource resource;
  resource.mutable_description()->set_title("Two languages");
  resource.set_body("Read slowly.");
  const std::string id = source_->AddResource(resource);
  const std::string first = source_->resource(id)->revision();
  resource.set_body("Read twice.");
  source_->Revise(id, resource, "Once is not enough.");

  const HttpResponse history = Get("/resources/" + id + "/history");
  EXPECT_THAT(HtmlPage(history.body).problems(), IsEmpty());
  EXPECT_THAT(HtmlPage(history.body).text(), HasSubstr("Once is not enough."));
  EXPECT_THAT(history.body, HasSubstr("/resources/" + id + "?revision=" + first));
  const std::string older = TextOf("/resources/" + id + "?revision=" + first);
  EXPECT_THAT(older, HasSubstr("Read slowly."));
  EXPECT_THAT(older, HasSubstr("You are reading an older version"));
  EXPECT_THAT(TextOf("/resources/" + id), Not(HasSubstr("You are reading an older version")));
}

}  // namespace
}  // namespace cledi
