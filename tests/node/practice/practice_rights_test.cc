// Who may do what with practices at their own node: every role, every action, both kinds,
// through the same table as the transports.

#include <map>
#include <memory>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "node/person/person_id.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {
namespace {

using ::testing::HasSubstr;

// Practices of one kind, as a test writes them.
struct Plans {
  static constexpr char kService[] = "cledi.community.v1.PlanService/";
  static constexpr char kNoun[] = "Plan";
  using Get = community::v1::GetPlanRequest;
  using Publish = community::v1::PublishPlanRequest;
  using PublishAnswer = community::v1::PublishPlanResponse;
  using Withdraw = community::v1::WithdrawPlanRequest;
  static void Fill(Publish& request) { *request.mutable_plan() = SamplePlan(); }
  static event::v1::Description& Description(Publish& request) {
    return *request.mutable_plan()->mutable_description();
  }
  static const event::v1::Description& Description(const community::v1::PlanView& view) {
    return view.plan().description();
  }
  static community::v1::PlanView View(const PracticeNode& node, const Caller& caller,
                                      const Get& request) {
    return node.plans.Get(caller, request)->plan();
  }
};
struct Resources {
  static constexpr char kService[] = "cledi.community.v1.ResourceService/";
  static constexpr char kNoun[] = "Resource";
  using Get = community::v1::GetResourceRequest;
  using Publish = community::v1::PublishResourceRequest;
  using PublishAnswer = community::v1::PublishResourceResponse;
  using Withdraw = community::v1::WithdrawResourceRequest;
  static void Fill(Publish& request) { *request.mutable_resource() = SampleResource(); }
  static event::v1::Description& Description(Publish& request) {
    return *request.mutable_resource()->mutable_description();
  }
  static const event::v1::Description& Description(const community::v1::ResourceView& view) {
    return view.resource().description();
  }
  static community::v1::ResourceView View(const PracticeNode& node, const Caller& caller,
                                          const Get& request) {
    return node.resources.Get(caller, request)->resource();
  }
};

const Caller& CallerNamed(const std::string& name) {
  static const auto& callers = *new std::map<std::string, Caller>{
      {"visitor", Caller()},
      {"a partner's node", Caller::Peer("tr-metu")},
      {"ada", Educator("ada")},
      {"bo", Educator("bo")},
      {"moderator", Person("mo", Role::kModerator)},
      {"administrator", Person("adam", Role::kAdministrator)},
      {"operator", Caller::Operator()},
  };
  return callers.at(name);
}

template <class Kind>
class PracticeRightsTest : public ::testing::Test {
 protected:
  PracticeRightsTest() {
    node_.plans.RegisterWith(table_);
    node_.resources.RegisterWith(table_);
    node_.institutions.RegisterWith(table_);
  }

  template <class Request>
  Status Invoke(const std::string& method, const Caller& caller, const Request& request,
                std::string* id = nullptr) {
    Status status;
    table_.Invoke(
        method, std::make_shared<Call>(caller, std::chrono::milliseconds(0)),
        [&](MethodTable::Message& decoded) {
          decoded.CopyFrom(request);
          return absl::OkStatus();
        },
        [&](const StatusOr<std::unique_ptr<MethodTable::Message>>& answer) {
          status = answer.status();
          if (answer.ok() && id != nullptr) {
            *id = dynamic_cast<const typename Kind::PublishAnswer&>(**answer).id();
          }
        });
    clock_.Advance(std::chrono::seconds(1));
    return status;
  }
  static std::string Method(const char* verb) {
    return absl::StrCat(Kind::kService, verb, Kind::kNoun);
  }

  // What is published where no author is named.
  std::string PublishUnsigned(const Caller& caller) {
    typename Kind::Publish request;
    Kind::Fill(request);
    Kind::Description(request).clear_authors();
    std::string id;
    EXPECT_EQ(Invoke(Method("Publish"), caller, request, &id), absl::OkStatus());
    return id;
  }
  Status Revise(const Caller& caller, const std::string& id) {
    typename Kind::Publish request;
    Kind::Fill(request);
    request.set_revises(id);
    return Invoke(Method("Publish"), caller, request);
  }
  Status Withdraw(const Caller& caller, const std::string& id) {
    typename Kind::Withdraw request;
    request.set_id(id);
    return Invoke(Method("Withdraw"), caller, request);
  }
  // The id of what the caller published.
  std::string Publish(const Caller& caller, const std::string& key = "") {
    typename Kind::Publish request;
    Kind::Fill(request);
    request.set_key(key);
    std::string id;
    EXPECT_EQ(Invoke(Method("Publish"), caller, request, &id), absl::OkStatus());
    return id;
  }
  auto View(const std::string& id, const Caller& caller = {}) {
    typename Kind::Get request;
    request.set_id(id);
    return Kind::View(node_, caller, request);
  }
  static std::string PersonId(const std::string& account) {
    return PersonIdOf("es-granada", NamedAuthors::AuthorOf(account));
  }

  ManualClock clock_;
  PracticeNode node_{&clock_};
  MethodTable table_;
};

using Kinds = ::testing::Types<Plans, Resources>;
TYPED_TEST_SUITE(PracticeRightsTest, Kinds);

constexpr StatusCode kDone = StatusCode::kOk;
constexpr StatusCode kRefused = StatusCode::kPermissionDenied;
constexpr StatusCode kWho = StatusCode::kUnauthenticated;

TYPED_TEST(PracticeRightsTest, WhoMayDoWhat) {
  struct Line {
    const char* caller;
    StatusCode publish;
    StatusCode revise_adas;
    StatusCode withdraw_adas;
    StatusCode revise_the_institutions;
    StatusCode withdraw_the_institutions;
  };
  const Line matrix[] = {
      {"visitor", kWho, kWho, kWho, kWho, kWho},
      {"a partner's node", kRefused, kRefused, kRefused, kRefused, kRefused},
      {"ada", kDone, kDone, kDone, kRefused, kRefused},
      {"bo", kDone, kRefused, kRefused, kRefused, kRefused},
      {"moderator", kDone, kRefused, kDone, kRefused, kRefused},
      {"administrator", kDone, kDone, kDone, kDone, kDone},
      {"operator", kDone, kDone, kDone, kDone, kDone},
  };
  for (const Line& line : matrix) {
    SCOPED_TRACE(line.caller);
    const Caller& caller = CallerNamed(line.caller);
    const std::string adas = this->Publish(CallerNamed("ada"));
    const std::string institutions = this->Publish(CallerNamed("operator"));

    typename TypeParam::Publish request;
    TypeParam::Fill(request);
    EXPECT_EQ(this->Invoke(this->Method("Publish"), caller, request).code(), line.publish);
    EXPECT_EQ(this->View(adas, caller).may_revise(), line.revise_adas == kDone);
    EXPECT_EQ(this->View(institutions, caller).may_revise(), line.revise_the_institutions == kDone);
    EXPECT_EQ(this->Revise(caller, adas).code(), line.revise_adas);
    EXPECT_EQ(this->Revise(caller, institutions).code(), line.revise_the_institutions);
    EXPECT_EQ(this->Withdraw(caller, adas).code(), line.withdraw_adas);
    EXPECT_EQ(this->Withdraw(caller, institutions).code(), line.withdraw_the_institutions);

    // What was answered is what the fold made of it.
    EXPECT_EQ(this->View(adas).revisions_size(), line.revise_adas == kDone ? 2 : 1);
    EXPECT_EQ(this->View(adas).withdrawn(), line.withdraw_adas == kDone);
    EXPECT_EQ(this->View(institutions).withdrawn(), line.withdraw_the_institutions == kDone);
    EXPECT_EQ(this->View(adas).person_id(), this->PersonId("ada"));
  }
}

TYPED_TEST(PracticeRightsTest, WhoeverChangesSomebodyElsesActsForTheInstitution) {
  const std::string id = this->Publish(CallerNamed("ada"));
  ASSERT_EQ(this->Revise(CallerNamed("administrator"), id), absl::OkStatus());

  EXPECT_EQ(this->View(id).revisions(1).person_id(), "");
}

TYPED_TEST(PracticeRightsTest, AnAdministratorsOwnPracticeIsTheirs) {
  const std::string id = this->Publish(CallerNamed("administrator"));
  ASSERT_EQ(this->Revise(CallerNamed("administrator"), id), absl::OkStatus());

  EXPECT_EQ(this->View(id).person_id(), this->PersonId("adam"));
  EXPECT_EQ(this->View(id).revisions(1).person_id(), this->PersonId("adam"));
}

TYPED_TEST(PracticeRightsTest, ARefusalSaysWhoMayAndWhatToDoInstead) {
  const std::string adas = this->Publish(CallerNamed("ada"));
  const std::string institutions = this->Publish(CallerNamed("operator"));
  const Caller& bo = CallerNamed("bo");

  EXPECT_THAT(std::string(Message(this->Revise(bo, adas))),
              HasSubstr("publish a copy of your own that names it as its source"));
  EXPECT_THAT(std::string(Message(this->Withdraw(bo, adas))), HasSubstr("a moderator"));
  EXPECT_THAT(std::string(Message(this->Revise(bo, institutions))),
              HasSubstr("published by the institution itself; an administrator changes it"));
}

TYPED_TEST(PracticeRightsTest, NobodyRevisesAPartnersPractice) {
  PracticeNode metu(&this->clock_, "tr-metu");
  metu.PullFrom(this->node_);
  const std::string id = this->Publish(CallerNamed("ada"));
  metu.PullFrom(this->node_);
  typename TypeParam::Get request;
  request.set_id(id);

  for (const char* caller : {"ada", "administrator", "operator"}) {
    EXPECT_FALSE(TypeParam::View(metu, CallerNamed(caller), request).may_revise()) << caller;
  }
}

TYPED_TEST(PracticeRightsTest, AShutOutAccountWritesNothing) {
  const std::string id = this->Publish(CallerNamed("ada"));
  this->node_.authors.ShutOut("ada");

  EXPECT_EQ(this->Revise(CallerNamed("ada"), id).code(), kRefused);
  EXPECT_EQ(this->Withdraw(CallerNamed("ada"), id).code(), kRefused);
  EXPECT_FALSE(this->View(id, CallerNamed("ada")).may_revise());
}

// Two people may draw the same key; a person's retry is one practice.
TYPED_TEST(PracticeRightsTest, AKeyIsOnePersonsOwn) {
  const std::string adas = this->Publish(CallerNamed("ada"), "k");

  EXPECT_EQ(this->Publish(CallerNamed("ada"), "k"), adas);
  EXPECT_NE(this->Publish(CallerNamed("bo"), "k"), adas);
  EXPECT_NE(this->Publish(CallerNamed("operator"), "k"), adas);
}

TYPED_TEST(PracticeRightsTest, WhoeverPublishesIsNamedAsItsAuthorWhereNobodyElseIs) {
  event::v1::PersonDescribed ada;
  ada.set_author(NamedAuthors::AuthorOf("ada"));
  ada.mutable_profile()->set_name("Ada Example");
  this->node_.Receive(this->node_.log.MakeEvent(event::v1::EVENT_TYPE_PERSON_DESCRIBED,
                                                ada.SerializeAsString(),
                                                MakeHlc(this->clock_.Now(), 0)));

  const auto adas = this->View(this->PublishUnsigned(CallerNamed("ada")));
  ASSERT_EQ(TypeParam::Description(adas).authors_size(), 1);
  EXPECT_EQ(TypeParam::Description(adas).authors(0).name(), "Ada Example");
  EXPECT_EQ(TypeParam::Description(adas).authors(0).institution_id(), "es-granada");

  // The institution is no author, and of Bo nothing is known yet.
  for (const char* caller : {"operator", "bo"}) {
    const auto view = this->View(this->PublishUnsigned(CallerNamed(caller)));
    EXPECT_EQ(TypeParam::Description(view).authors_size(), 0) << caller;
  }
}

TYPED_TEST(PracticeRightsTest, AnAdministratorDescribesTheInstitution) {
  community::v1::DescribeInstitutionRequest request;
  *request.mutable_description() = SampleInstitution("es-granada", "Universidad", "ES");
  const auto describe = [&](const char* caller) {
    return this
        ->Invoke("cledi.community.v1.InstitutionService/DescribeInstitution", CallerNamed(caller),
                 request)
        .code();
  };

  EXPECT_EQ(describe("visitor"), kWho);
  for (const char* caller : {"a partner's node", "ada", "moderator"}) {
    EXPECT_EQ(describe(caller), kRefused) << caller;
  }
  EXPECT_EQ(describe("administrator"), kDone);
  EXPECT_EQ(describe("operator"), kDone);
}

}  // namespace
}  // namespace cledi
