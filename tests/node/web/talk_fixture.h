#ifndef CLEDI_TESTS_NODE_WEB_TALK_FIXTURE_H_
#define CLEDI_TESTS_NODE_WEB_TALK_FIXTURE_H_

#include <string>
#include <string_view>

#include "cledi/event/v1/person.pb.h"
#include "cledi/event/v1/type.pb.h"
#include "tests/node/web/site_fixture.h"
#include "tests/support/practice/practice_node.h"
#include "tests/support/practice/samples.h"

namespace cledi {

// The site of a node whose discussions and practices are real: what people send is written and
// folded. Marta and Luis work here, at Granada; Ada at METU, whose node is far away.
class TalkTest : public SiteTest {
 protected:
  TalkTest() {
    source_ = std::make_unique<SampleSource>();
    methods_ = std::make_unique<MethodTable>();
    router_ = std::make_unique<Router>();
    granada_.plans.RegisterWith(*methods_);
    granada_.resources.RegisterWith(*methods_);
    granada_.institutions.RegisterWith(*methods_);
    granada_.discussions.RegisterWith(*methods_);
    people_.RegisterWith(*methods_);
    methods_->Add<community::v1::GetPersonRequest, community::v1::GetPersonResponse>(
        "cledi.community.v1.PersonService/GetPerson", Role::kVisitor,
        [](const Call&,
           const community::v1::GetPersonRequest&) -> StatusOr<community::v1::GetPersonResponse> {
          return NotFound("no person has this id here");
        });
    OpenPages();
    people_.Add("marta", "secret");
    people_.Add("luis", "secret");
    Introduce(granada_, "marta", "Marta Ruiz");
    Introduce(granada_, "luis", "Luis Vega");
    Introduce(metu_, "ada", "Ada Example");
    Describe(granada_, "UGR", "ES");
    Describe(metu_, "METU", "TR");
    Exchange();
  }

  void Introduce(PracticeNode& node, const std::string& account, const std::string& name) {
    event::v1::PersonDescribed fact;
    fact.set_author(NamedAuthors::AuthorOf(account));
    fact.mutable_profile()->set_name(name);
    State(node, event::v1::EVENT_TYPE_PERSON_DESCRIBED, fact);
  }
  void Describe(PracticeNode& node, const std::string& name, const std::string& country) {
    event::v1::InstitutionDescribed fact = SampleInstitution(node.home.node_id, name, country);
    fact.set_short_name(name);
    State(node, event::v1::EVENT_TYPE_INSTITUTION_DESCRIBED, fact);
  }
  template <class Fact>
  void State(PracticeNode& node, uint16_t type, const Fact& fact) {
    node.Receive(node.log.MakeEvent(type, fact.SerializeAsString(), MakeHlc(clock_.Now(), 0)));
  }
  void Exchange() {
    metu_.PullFrom(granada_);
    granada_.PullFrom(metu_);
  }

  // The id of a thread of somebody.
  std::string Open(PracticeNode& node, const std::string& account, const std::string& title,
                   const std::string& body = "How do you begin?") {
    community::v1::PublishThreadRequest request;
    request.set_title(title);
    request.set_body(body);
    request.set_language("en");
    clock_.Advance(std::chrono::seconds(1));
    return node.discussions.publisher().PublishThread(Educator(account), request)->id();
  }
  std::string Answer(PracticeNode& node, const std::string& account, const std::string& thread,
                     const std::string& body, const std::string& language = "tr") {
    community::v1::PublishPostRequest request;
    request.set_thread(thread);
    request.set_body(body);
    request.set_language(language);
    clock_.Advance(std::chrono::seconds(1));
    return node.discussions.publisher().PublishPost(Educator(account), request)->id();
  }
  community::v1::GetThreadResponse Read(const std::string& thread) const {
    community::v1::GetThreadRequest request;
    request.set_id(thread);
    return *granada_.discussions.GetThread(Caller(), request);
  }

  ManualClock clock_;
  PracticeNode metu_{&clock_, "tr-metu"};
  PracticeNode granada_{&clock_, "es-granada"};
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_WEB_TALK_FIXTURE_H_
