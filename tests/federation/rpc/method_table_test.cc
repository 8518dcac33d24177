#include "federation/rpc/method_table.h"

#include <optional>

#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"

#include "cledi/community/v1/institution_service.pb.h"

namespace cledi {
namespace {

using google::protobuf::StringValue;
using ::testing::HasSubstr;
using std::chrono_literals::operator""ms;

constexpr char kEcho[] = "cledi.test.Service/Echo";

StatusOr<StringValue> Echo(const Call&, const StringValue& request) { return request; }

MethodTable::Decode Text(std::string text) {
  return [text](MethodTable::Message& request) {
    static_cast<StringValue&>(request).set_value(text);
    return absl::OkStatus();
  };
}

// The answers that one call got, as text.
struct Answers {
  std::vector<StatusOr<std::string>> all;

  MethodTable::AnyAnswer Take() {
    return [this](StatusOr<std::unique_ptr<MethodTable::Message>> response) {
      if (!response.ok()) {
        all.push_back(response.status());
        return;
      }
      all.push_back(static_cast<StringValue&>(**response).value());
    };
  }
  StatusCode code() const { return all.size() == 1 ? all[0].status().code() : StatusCode::kOk; }
  std::string text() const {
    return all.size() == 1 ? all[0].status().ToString() : "no one answer";
  }
};

Answers InvokeAs(const Caller& caller, const MethodTable& table, std::string_view method) {
  Answers answers;
  table.Invoke(method, std::make_shared<Call>(caller, 0ms), Text("ciao"), answers.Take());
  return answers;
}

TEST(MethodTableTest, AHandlersResponseIsTheAnswer) {
  MethodTable table;
  table.Add<StringValue, StringValue>(kEcho, Role::kVisitor, Echo);
  EXPECT_TRUE(table.Has(kEcho));

  const Answers answers = InvokeAs(Caller(), table, kEcho);

  ASSERT_EQ(answers.all.size(), 1u);
  EXPECT_EQ(*answers.all[0], "ciao");
}

TEST(MethodTableTest, AMethodForPeersIsRefusedToEverybodyElse) {
  MethodTable table;
  table.Add<StringValue, StringValue>(kEcho, Role::kPeer, Echo);
  EXPECT_EQ(InvokeAs(Caller(), table, kEcho).code(), StatusCode::kUnauthenticated);
  EXPECT_EQ(InvokeAs(Caller::Operator(), table, kEcho).code(), StatusCode::kPermissionDenied);
  Caller everything_else = Caller::Operator();
  everything_else.roles.set();
  everything_else.roles.reset(static_cast<size_t>(Role::kPeer));
  EXPECT_EQ(InvokeAs(everything_else, table, kEcho).code(), StatusCode::kPermissionDenied);

  const Answers answers = InvokeAs(Caller::Peer("tr-metu"), table, kEcho);
  ASSERT_EQ(answers.all.size(), 1u);
  EXPECT_TRUE(answers.all[0].ok());
}

TEST(MethodTableTest, AnUnknownMethodIsNamedWithoutItsControlCharacters) {
  MethodTable table;
  const Answers answers = InvokeAs(Caller(), table, "no.Such/Method\n" + std::string(4000, 'x'));
  EXPECT_EQ(answers.code(), StatusCode::kUnimplemented);
  EXPECT_THAT(answers.text(), HasSubstr("no.Such/Method\\n"));
  EXPECT_LT(answers.text().size(), 400u);
}

TEST(MethodTableTest, ARequestThatCannotBeReadNeverReachesTheHandler) {
  MethodTable table;
  table.Add<StringValue, StringValue>(kEcho, Role::kVisitor,
                                      [](const Call&, const StringValue&) -> StatusOr<StringValue> {
                                        ADD_FAILURE() << "was called";
                                        return StringValue();
                                      });
  Answers answers;
  table.Invoke(
      kEcho, std::make_shared<Call>(Caller(), 0ms),
      [](MethodTable::Message&) { return Invalid("not protobuf"); }, answers.Take());
  EXPECT_EQ(answers.code(), StatusCode::kInvalidArgument);
}

// A table with one method that hands its call and answer to the test.
struct LateMethod {
  MethodTable table;
  std::shared_ptr<Call> call;
  MethodTable::Answer<StringValue> answer;

  LateMethod() {
    table.AddLater<StringValue, StringValue>(
        kEcho, Role::kVisitor,
        [this](std::shared_ptr<Call> c, const StringValue&, MethodTable::Answer<StringValue> a) {
          call = std::move(c);
          answer = std::move(a);
        });
  }
};

TEST(MethodTableTest, AHandlerMayAnswerAfterItReturned) {
  LateMethod late;
  Answers answers;
  late.table.Invoke(kEcho, std::make_shared<Call>(Caller(), 0ms), Text(""), answers.Take());
  EXPECT_TRUE(answers.all.empty());

  StringValue response;
  response.set_value("later");
  late.answer(response);

  ASSERT_EQ(answers.all.size(), 1u);
  EXPECT_EQ(*answers.all[0], "later");
}

TEST(MethodTableTest, OfTwoAnswersTheFirstCounts) {
  LateMethod late;
  Answers answers;
  late.table.Invoke(kEcho, std::make_shared<Call>(Caller(), 0ms), Text(""), answers.Take());

  late.answer(Conflict("first"));
  late.answer(StringValue());
  late.answer = nullptr;

  EXPECT_EQ(answers.code(), StatusCode::kAborted);
}

TEST(MethodTableTest, ADroppedAnswerBecomesInternal) {
  LateMethod late;
  Answers answers;
  late.table.Invoke(kEcho, std::make_shared<Call>(Caller(), 0ms), Text(""), answers.Take());

  late.answer = nullptr;

  EXPECT_EQ(answers.code(), StatusCode::kInternal);
  EXPECT_THAT(answers.text(), HasSubstr(kEcho));
}

TEST(MethodTableTest, AnAnswerDroppedAfterTheCallerLeftIsNoMistake) {
  LateMethod late;
  Answers answers;
  auto call = std::make_shared<Call>(Caller(), 0ms);
  late.table.Invoke(kEcho, call, Text(""), answers.Take());

  call->Cancel();
  late.answer = nullptr;

  EXPECT_EQ(answers.code(), StatusCode::kCancelled);
}

// Goal: the usual shape of a waiting handler, where the call holds the answer and the answer
// the call, leaves nothing behind.
TEST(MethodTableTest, AnAnsweredCallIsReleasedWithAllThatItsHandlerKept) {
  LateMethod late;
  Answers answers;
  auto call = std::make_shared<Call>(Caller(), 0ms);
  const std::weak_ptr<Call> watched = call;
  late.table.Invoke(kEcho, std::move(call), Text(""), answers.Take());
  late.call->OnCancelled([call = late.call, answer = late.answer] { answer(StringValue()); });

  late.answer(StringValue());
  late.answer = nullptr;
  late.call = nullptr;

  EXPECT_EQ(answers.all.size(), 1u);
  EXPECT_TRUE(watched.expired());
}

using community::v1::DescribeInstitutionRequest;
using community::v1::DescribeInstitutionResponse;
using community::v1::GetInstitutionRequest;
using community::v1::GetInstitutionResponse;
using community::v1::ListInstitutionsRequest;
using community::v1::ListInstitutionsResponse;

template <class Request, class Response>
void AddEmpty(MethodTable& table, const std::string& name) {
  table.Add<Request, Response>("cledi.community.v1.InstitutionService/" + name, Role::kVisitor,
                               [](const Call&, const Request&) { return Response(); });
}

const google::protobuf::ServiceDescriptor& InstitutionService() {
  return *GetInstitutionRequest::descriptor()->file()->FindServiceByName("InstitutionService");
}

TEST(MethodTableTest, AServiceIsCompleteWhenEveryMethodHasItsHandler) {
  MethodTable table;
  AddEmpty<ListInstitutionsRequest, ListInstitutionsResponse>(table, "ListInstitutions");
  AddEmpty<GetInstitutionRequest, GetInstitutionResponse>(table, "GetInstitution");

  const Status lacking = table.CheckComplete(InstitutionService());
  EXPECT_EQ(lacking.code(), StatusCode::kInternal);
  EXPECT_THAT(std::string(Message(lacking)), HasSubstr("DescribeInstitution has no handler"));

  AddEmpty<DescribeInstitutionRequest, DescribeInstitutionResponse>(table, "DescribeInstitution");
  EXPECT_EQ(table.CheckComplete(InstitutionService()), absl::OkStatus());
}

TEST(MethodTableTest, AHandlerOfOtherMessagesThanDeclaredIsFound) {
  MethodTable table;
  AddEmpty<ListInstitutionsRequest, GetInstitutionResponse>(table, "ListInstitutions");
  const Status wrong = table.CheckComplete(InstitutionService());
  EXPECT_THAT(std::string(Message(wrong)), HasSubstr("ListInstitutionsResponse"));
}

}  // namespace
}  // namespace cledi
