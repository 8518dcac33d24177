// Goal: whatever people write into their practices, and whatever nodes say of themselves,
// stays text on everybody's pages.
//
// Method: every text of every message is replaced by something hostile, by reflection, so
// that a new field is covered too.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"

#include "tests/node/web/site_fixture.h"

namespace cledi {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr std::array<std::string_view, 12> kHostile = {
    "</script><script>alert(1)</script>",
    "</style></title></textarea><script src=//evil.example/x.js></script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)' x='",
    "` onmouseover=alert(1) `",
    "javascript:alert(1)",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png) <http://evil.example>",
    "[a](https://x.example/\"onmouseover=alert(1)) [b]( vbscript:x ) [c](data:text/html,x)",
    "# h\n\n<iframe src=\"https://evil.example\"></iframe>\n\n<b onclick=x>raw</b> &lt;script&gt;",
    "\xe2\x80\xae\xe2\x80\xaa reversed \xe2\x81\xa6 \x01\x02\x7f\xc2\x85 \xee\x80\x80 x "
    "\xee\x80\x81",
    "{{title}} {{{body}}} {{#x}} ${x} <% x %> {count, plural}",
    "unbreakable_________________________________________________________________________________",
};

// Replaces all texts in `message` and what it contains; leaves numbers, ids and bytes.
void Poison(google::protobuf::Message& message, std::string_view text) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  using Field = google::protobuf::FieldDescriptor;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const Field* field = descriptor->field(i);
    const std::string value(text);
    if (field->type() == Field::TYPE_STRING && !field->name().ends_with("node_id")) {
      if (field->is_repeated()) {
        reflection->ClearField(&message, field);
        reflection->AddString(&message, field, value);
        reflection->AddString(&message, field, value);
      } else {
        reflection->SetString(&message, field, value);
      }
    } else if (field->cpp_type() == Field::CPPTYPE_MESSAGE) {
      if (field->is_repeated()) {
        Poison(*reflection->AddMessage(&message, field), text);
      } else {
        Poison(*reflection->MutableMessage(&message, field), text);
      }
    }
  }
}

// An island of ours: a file of this node, and nothing in its place.
bool IsIsland(const HtmlTag& tag) {
  return tag.name == "script" && tag.attributes.contains("src") &&
         tag.attributes.at("src").starts_with("/static/") &&
         tag.attributes.at("type") == "module" && tag.text.empty();
}

void ExpectInert(const HttpResponse& response, std::string_view where) {
  SCOPED_TRACE(std::string(where));
  EXPECT_EQ(response.status, 200);
  const HtmlPage page(response.body);
  EXPECT_THAT(page.problems(), IsEmpty());
  int other_scripts = 0;
  for (const HtmlTag& tag : page.tags()) {
    if (IsIsland(tag)) {
      continue;
    }
    EXPECT_THAT(tag.name, Not(AnyOf("iframe", "img", "object", "embed", "base")));
    for (const auto& [name, value] : tag.attributes) {
      EXPECT_THAT(name, Not(StartsWith("on"))) << value;
      EXPECT_NE(name, "src") << value;
      EXPECT_NE(name, "style") << value;
      if (name == "href" || name == "action") {
        EXPECT_THAT(value, AnyOf(StartsWith("/"), StartsWith("#"), StartsWith("http://"),
                                 StartsWith("https://"), StartsWith("mailto:")));
        EXPECT_THAT(value, Not(StartsWith("//")));
      }
    }
    if (tag.name == "script") {
      ++other_scripts;
      EXPECT_EQ(tag.attributes.at("type"), "application/ld+json");
      EXPECT_THAT(tag.text, Not(HasSubstr("<")));
    }
  }
  EXPECT_LE(other_scripts, 1);
  for (const std::string_view control :
       {"\xe2\x80\xae", "\xe2\x81\xa6", "\x01", "\x7f", "\xc2\x85", "\xee\x80\x80"}) {
    EXPECT_THAT(page.text(), Not(HasSubstr(std::string(control))));
  }
}

class HostileContentTest : public SiteTest, public testing::WithParamInterface<std::string_view> {};

TEST_P(HostileContentTest, OfAPlanIsInert) {
  event::v1::LessonPlan plan;
  Poison(plan, GetParam());
  const std::string id = source_->AddPlan(plan);
  community::v1::PlanView& view = *source_->plan(id);
  Poison(*view.add_derived_from(), GetParam());
  Poison(*view.add_derivatives(), GetParam());
  Poison(*view.add_revisions(), GetParam());
  ExpectInert(Get("/plans/" + id), "the plan");
  ExpectInert(Get("/plans"), "the list");
  ExpectInert(Get("/"), "the start page");

  view.set_withdrawn(true);
  view.set_withdrawn_reason(std::string(GetParam()));
  const HttpResponse gone = Get("/plans/" + id);
  EXPECT_EQ(gone.status, 410);
  EXPECT_THAT(HtmlPage(gone.body).problems(), IsEmpty());
}

TEST_P(HostileContentTest, OfADiscussionIsInert) {
  const std::string id(26, 'a');
  community::v1::GetThreadResponse& thread = talk_.AddThread(id);
  Poison(thread, GetParam());
  // What leads to it, and what a service makes itself.
  thread.mutable_thread()->set_id(id);
  thread.mutable_opening()->set_id(id);
  thread.mutable_posts(0)->set_id(std::string(26, 'b'));
  thread.set_page_number(1);
  thread.set_page_count(1);
  people_.Add("marta", "secret");
  TestBrowser browser = BrowserOf("marta");
  for (const std::string& address : {"/talk/" + id, std::string("/talk"), std::string("/my/news"),
                                     "/posts/" + id + "/history"}) {
    ExpectInert(Get(address).status == 200 ? Get(address) : browser.Get(address), address);
    ExpectInert(browser.Get(address), address);
  }
}

TEST_P(HostileContentTest, OfAResourceIsInert) {
  event::v1::TrainingResource resource;
  Poison(resource, GetParam());
  const std::string id = source_->AddResource(resource);
  community::v1::ResourceView& view = *source_->resource(id);
  Poison(*view.add_derived_from(), GetParam());
  Poison(*view.add_derivatives(), GetParam());
  Poison(*view.add_revisions(), GetParam());
  ExpectInert(Get("/resources/" + id), "the resource");
  ExpectInert(Get("/resources"), "the list");
  ExpectInert(Get("/"), "the start page");
}

TEST_P(HostileContentTest, OfAnInstitutionIsInert) {
  event::v1::InstitutionDescribed institution;
  Poison(institution, GetParam());
  institution.set_institution_id("xx-hostile");
  source_->AddInstitution(institution, std::string(GetParam()));
  event::v1::LessonPlan plan;
  plan.mutable_description()->set_title("Fractions");
  plan.mutable_description()->set_institution_id("xx-hostile");
  const std::string id = source_->AddPlan(plan);
  for (const std::string& address :
       std::vector<std::string>{"/institutions", "/institutions/xx-hostile", "/", "/plans",
                                "/plans/" + id, "/plans?institution=xx-hostile&language=zz"}) {
    ExpectInert(Get(address), address);
  }
}

TEST_P(HostileContentTest, OfTheNetworkIsInert) {
  admin::v1::GetNetworkResponse& network = *source_->network();
  Poison(network, GetParam());
  network.mutable_peers(0)->set_state(admin::v1::PeerStatus::STATE_FAILING);
  auto* holding = network.mutable_holdings(0);
  holding->set_space("commons");
  holding->set_as_of_unix_ms(1);
  holding->set_events_known(5);
  ExpectInert(Get("/network"), "the network");
  ExpectInert(Get("/"), "the start page");
}

TEST_P(HostileContentTest, OfAnAddressIsInert) {
  const std::string encoded = PercentEncode(StripControls(GetParam()));
  for (const std::string& address : std::vector<std::string>{
           "/plans?language=" + encoded, "/plans?" + encoded + "=1", "/plans?page=" + encoded,
           "/plans?country=" + encoded + "&institution=" + encoded + "&level=" + encoded}) {
    const HttpResponse response = Get(address);
    if (response.status != 303) {
      ExpectInert(response, address);
    }
  }
  const HttpResponse lost = Get("/" + encoded);
  EXPECT_EQ(lost.status, 404);
  EXPECT_THAT(HtmlPage(lost.body).problems(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(All, HostileContentTest, testing::ValuesIn(kHostile),
                         [](const auto& param) { return absl::StrCat("Case", param.index); });

}  // namespace
}  // namespace cledi
