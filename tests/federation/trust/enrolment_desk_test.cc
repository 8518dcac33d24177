#include "federation/trust/enrolment_desk.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/roster/signature.h"
#include "federation/trust/join_token.h"
#include "federation/trust/membership.h"
#include "federation/trust/renewal.h"
#include "federation/trust/tls_refusal.h"
#include "tests/support/trust/forged_certificate.h"
#include "tests/support/trust/memory_enrolment_storage.h"
#include "tests/support/trust/test_federation.h"

namespace cledi {
namespace {

using federation::v1::EnrolError;
using federation::v1::EnrolRequest;
using federation::v1::EnrolResponse;
using federation::v1::EnrolStatement;
using federation::v1::JoinToken;
using federation::v1::Member;
using federation::v1::RenewResponse;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""s;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::string_view kHome = "192.0.2.7";

class EnrolmentDeskTest : public ::testing::Test {
 protected:
  void SetUp() override { OpenDesk(); }

  // As after a restart: a new desk on what was stored.
  void OpenDesk() {
    auto desk = EnrolmentDesk::Open(
        {.authority = &federation_.authority(),
         .roster = &federation_.holder(),
         .storage = &storage_,
         .clock = &federation_.clock(),
         .random = &federation_.random(),
         .observer = [this](const EnrolmentEvent& event) { events_.push_back(event); }});
    ASSERT_TRUE(desk.ok());
    desk_ = *std::move(desk);
  }

  StatusOr<std::string> TryInvite(std::string_view node_id, std::chrono::hours lifetime = 72h) {
    Member who;
    who.set_node_id(std::string(node_id));
    who.set_institution("Orta Doğu Teknik Üniversitesi");
    who.set_country("TR");
    return desk_->Invite(who, {"localhost:8442"}, lifetime);
  }
  JoinToken Invite(std::string_view node_id, std::chrono::hours lifetime = 72h) {
    return *DecodeJoinToken(*TryInvite(node_id, lifetime), federation_.clock().Now());
  }
  EnrolRequest RequestFor(const JoinToken& token) { return MakeEnrolRequest(token, node_); }
  // `change` is made to what the node states before it signs.
  template <class Change>
  EnrolRequest RequestAfter(const JoinToken& token, Change change) {
    EnrolRequest request = RequestFor(token);
    EnrolStatement statement;
    statement.ParseFromString(request.statement());
    change(statement);
    request.set_statement(statement.SerializeAsString());
    request.set_signature(SignAs(SignatureKind::kEnrol, request.statement(), log_key_).signature());
    return request;
  }

  // The answer, or nothing if it was refused.
  std::optional<EnrolResponse> Enrol(const EnrolRequest& request, std::string_view from = kHome) {
    const auto answer = desk_->Enrol(from, request);
    const auto* const response = std::get_if<EnrolResponse>(&answer);
    return response == nullptr ? std::nullopt : std::optional(*response);
  }
  // Why it was refused; "welcome" if it was not.
  std::string CodeFor(const EnrolRequest& request, std::string_view from = kHome) {
    const auto answer = desk_->Enrol(from, request);
    const auto* const error = std::get_if<EnrolError>(&answer);
    return error == nullptr ? "welcome" : error->code();
  }
  bool Saw(EnrolmentEvent::Kind kind) const {
    return std::ranges::any_of(events_, [kind](const auto& event) { return event.kind == kind; });
  }

  TestFederation federation_{{"it-bicocca"}};
  MemoryEnrolmentStorage storage_{&federation_.on_paper()};
  std::vector<EnrolmentEvent> events_;
  std::unique_ptr<EnrolmentDesk> desk_;

  // The joining node's.
  SigningKey log_key_ = SigningKey::Generate(federation_.random());
  TlsKey tls_key_ = TlsKey::Generate();
  JoiningNode node_{.log_key = log_key_,
                    .tls_key = tls_key_,
                    .addresses = {"metu.example:8443"},
                    .web_address = "https://metu.example"};
};

TEST_F(EnrolmentDeskTest, WhoComesWithATokenIsAMemberAndCanProveIt) {
  const JoinToken token = Invite("tr-metu");

  const std::optional<EnrolResponse> response = Enrol(RequestFor(token));

  ASSERT_TRUE(response.has_value());
  const MemberEntry* const entry = federation_.roster().Find("tr-metu");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->log_key, log_key_.public_key());
  EXPECT_EQ(entry->member.institution(), "Orta Doğu Teknik Üniversitesi");
  EXPECT_EQ(entry->member.addresses(0), "metu.example:8443");
  EXPECT_EQ(entry->member.web_address(), "https://metu.example");
  const StatusOr<CheckedMembership> membership =
      CheckEnrolResponse(*response, token, node_, federation_.clock().Now());
  ASSERT_TRUE(membership.ok()) << membership.status();
  EXPECT_EQ(membership->node_id, "tr-metu");
  EXPECT_EQ(membership->roster.number(), 2u);
  EXPECT_TRUE(Saw(EnrolmentEvent::Kind::kAdmitted));
}

TEST_F(EnrolmentDeskTest, TheSecretIsStoredNowhere) {
  const JoinToken token = Invite("tr-metu");

  const std::vector<federation::v1::Invitation> stored = *storage_.ReadInvitations();
  ASSERT_EQ(stored.size(), 1u);
  for (const federation::v1::Invitation& invitation : stored) {
    EXPECT_THAT(invitation.SerializeAsString(), Not(HasSubstr(token.secret())));
  }
}

TEST_F(EnrolmentDeskTest, ALostReplyIsGivenAgain) {
  const JoinToken token = Invite("tr-metu");
  const EnrolResponse first = *Enrol(RequestFor(token));
  federation_.on_paper().Admit("es-granada");  // The roster goes on meanwhile.
  federation_.clock().Advance(59min);

  const std::optional<EnrolResponse> again = Enrol(RequestFor(token));

  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(federation_.roster().number(), 3u);
  EXPECT_TRUE(Saw(EnrolmentEvent::Kind::kAnsweredAgain));
}

TEST_F(EnrolmentDeskTest, ALostReplyIsGivenAgainAfterARestartOfTheCoordinator) {
  const JoinToken token = Invite("tr-metu");
  const EnrolResponse first = *Enrol(RequestFor(token));
  OpenDesk();

  const std::optional<EnrolResponse> again = Enrol(RequestFor(token));

  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->SerializeAsString(), first.SerializeAsString());
}

TEST_F(EnrolmentDeskTest, AfterAnHourTheTokenIsUsedUp) {
  const JoinToken token = Invite("tr-metu");
  ASSERT_TRUE(Enrol(RequestFor(token)).has_value());
  federation_.clock().Advance(1h);

  EXPECT_EQ(CodeFor(RequestFor(token)), "token_used");
  EXPECT_FALSE(Saw(EnrolmentEvent::Kind::kReplayed));
}

TEST_F(EnrolmentDeskTest, AReplayWithAnotherLogKeyIsRefusedAndReported) {
  const JoinToken token = Invite("tr-metu");
  ASSERT_TRUE(Enrol(RequestFor(token)).has_value());
  const SigningKey thief = SigningKey::Generate(federation_.random());

  EXPECT_EQ(CodeFor(MakeEnrolRequest(token, {.log_key = thief, .tls_key = tls_key_})),
            "token_used");
  EXPECT_TRUE(Saw(EnrolmentEvent::Kind::kReplayed));
  EXPECT_EQ(federation_.roster().Find("tr-metu")->log_key, log_key_.public_key());
}

TEST_F(EnrolmentDeskTest, AReplayWithAnotherTlsKeyIsRefusedAndReported) {
  const JoinToken token = Invite("tr-metu");
  ASSERT_TRUE(Enrol(RequestFor(token)).has_value());
  const TlsKey other = TlsKey::Generate();

  EXPECT_EQ(CodeFor(MakeEnrolRequest(token, {.log_key = log_key_, .tls_key = other})),
            "token_used");
  EXPECT_TRUE(Saw(EnrolmentEvent::Kind::kReplayed));
}

TEST_F(EnrolmentDeskTest, AnExpiredTokenIsRefused) {
  const JoinToken token = Invite("tr-metu", 1h);
  federation_.clock().Advance(1h + 1s);

  EXPECT_EQ(CodeFor(RequestFor(token)), "token_expired");
  EXPECT_EQ(federation_.roster().Find("tr-metu"), nullptr);
}

TEST_F(EnrolmentDeskTest, ANewInvitationTakesThePlaceOfTheOldOne) {
  const JoinToken old = Invite("tr-metu");
  const JoinToken renewed = Invite("tr-metu");

  EXPECT_EQ(CodeFor(RequestFor(old)), "token_expired");
  EXPECT_EQ(CodeFor(RequestFor(renewed)), "welcome");
}

// Goal: whoever guesses learns nothing, and not for long.
TEST_F(EnrolmentDeskTest, GuessesGetOneAnswerAndThenNone) {
  const JoinToken token = Invite("tr-metu");
  JoinToken guess = token;
  guess.set_secret(std::string(16, 'x'));
  EXPECT_EQ(CodeFor(RequestFor(guess)), "token_unknown");
  guess.set_token_id(std::string(16, 'x'));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(CodeFor(RequestFor(guess)), "token_unknown");
  }

  EXPECT_EQ(CodeFor(RequestFor(guess)), "rate_limited");
  EXPECT_EQ(CodeFor(RequestFor(token)), "rate_limited");
  EXPECT_EQ(CodeFor(RequestFor(token), "192.0.2.8"), "welcome");
  federation_.clock().Advance(60s);
  EXPECT_EQ(CodeFor(RequestFor(guess)), "token_unknown");
}

TEST_F(EnrolmentDeskTest, ManyNodesMayJoinFromOneAddress) {
  for (int i = 0; i < 8; ++i) {
    const SigningKey log_key = SigningKey::Generate(federation_.random());
    const TlsKey tls_key = TlsKey::Generate();
    const JoinToken token = Invite(absl::StrFormat("school-%d", i));
    EXPECT_EQ(CodeFor(MakeEnrolRequest(token, {.log_key = log_key, .tls_key = tls_key})),
              "welcome");
  }
}

TEST_F(EnrolmentDeskTest, RefusesARequestThatItsLogKeyDidNotSign) {
  const JoinToken token = Invite("tr-metu");
  EnrolRequest request = RequestFor(token);
  request.mutable_signature()->back() ^= 1;

  EXPECT_EQ(CodeFor(request), "request_invalid");
}

TEST_F(EnrolmentDeskTest, RefusesASignatureMadeForAnotherPurpose) {
  const JoinToken token = Invite("tr-metu");
  EnrolRequest request = RequestFor(token);
  request.set_signature(SignAs(SignatureKind::kRenew, request.statement(), log_key_).signature());

  EXPECT_EQ(CodeFor(request), "request_invalid");
}

TEST_F(EnrolmentDeskTest, RefusesWhatCannotEnterTheRoster) {
  const JoinToken token = Invite("tr-metu");
  const auto code_after = [&](auto change, std::string_view from) {
    return CodeFor(RequestAfter(token, change), from);
  };

  EXPECT_EQ(code_after([](EnrolStatement& s) { s.set_addresses(0, "no port"); }, "a"),
            "request_invalid");
  EXPECT_EQ(code_after([](EnrolStatement& s) { s.set_web_address("javascript:x"); }, "b"),
            "request_invalid");
  EXPECT_EQ(code_after([](EnrolStatement& s) { s.set_log_key(std::string(32, '\xff')); }, "c"),
            "request_invalid");
  EXPECT_EQ(code_after([](EnrolStatement& s) { s.set_trust_domain("other.example"); }, "d"),
            "request_invalid");
  EXPECT_EQ(code_after([](EnrolStatement& s) { s.set_certificate_request("no DER"); }, "e"),
            "request_invalid");
  EXPECT_EQ(code_after(
                [](EnrolStatement& s) {
                  s.set_certificate_request(MakeForeignKey(ForeignKey::kRsa).certificate_request);
                },
                "f"),
            "request_invalid");
  EXPECT_EQ(federation_.roster().Find("tr-metu"), nullptr);
  EXPECT_EQ(code_after([](EnrolStatement&) {}, "g"), "welcome");
}

TEST_F(EnrolmentDeskTest, RefusesALogKeyThatIsInTheRosterAlready) {
  const JoinToken first = Invite("tr-metu");
  ASSERT_TRUE(Enrol(RequestFor(first)).has_value());
  const JoinToken second = Invite("es-granada");

  EXPECT_EQ(CodeFor(RequestFor(second)), "request_invalid");
}

TEST_F(EnrolmentDeskTest, RefusesRubbish) {
  EnrolRequest request;
  EXPECT_EQ(CodeFor(request), "request_invalid");
  request.set_statement(std::string(20'000, 'x'));
  EXPECT_EQ(CodeFor(request), "request_invalid");
}

TEST_F(EnrolmentDeskTest, AFullDiskAdmitsNobodyAndUsesNothingUp) {
  const JoinToken token = Invite("tr-metu");
  storage_.SetDisk(absl::ResourceExhaustedError("/var/lib/cledi: no space left on device"));

  const auto answer = desk_->Enrol(kHome, RequestFor(token));

  ASSERT_TRUE(std::holds_alternative<EnrolError>(answer));
  EXPECT_EQ(std::get<EnrolError>(answer).code(), "internal");
  EXPECT_THAT(std::get<EnrolError>(answer).message(), Not(HasSubstr("/var")));
  EXPECT_EQ(federation_.roster().Find("tr-metu"), nullptr);
  storage_.SetDisk(absl::OkStatus());
  EXPECT_EQ(CodeFor(RequestFor(token)), "welcome");
}

TEST_F(EnrolmentDeskTest, AMemberIsNotInvitedAgain) {
  EXPECT_EQ(TryInvite("it-bicocca").status().code(), StatusCode::kAlreadyExists);
}

TEST_F(EnrolmentDeskTest, ARemovedNodeComesBackAsAnotherIncarnation) {
  ASSERT_TRUE(Enrol(RequestFor(Invite("tr-metu"))).has_value());
  federation_.on_paper().Remove("tr-metu");
  const SigningKey new_key = SigningKey::Generate(federation_.random());
  const TlsKey new_tls_key = TlsKey::Generate();
  const JoinToken token = Invite("tr-metu");

  const std::optional<EnrolResponse> response =
      Enrol(MakeEnrolRequest(token, {.log_key = new_key, .tls_key = new_tls_key}));

  ASSERT_TRUE(response.has_value());
  EXPECT_EQ(federation_.roster().Find("tr-metu")->member.incarnation(), 1u);
  EXPECT_EQ(ReadNodeCertificate(response->certificate_chain(0))->incarnation, 1u);
}

TEST_F(EnrolmentDeskTest, ALostReplyIsNotGivenToANodeThatWasRemovedMeanwhile) {
  const JoinToken token = Invite("tr-metu");
  ASSERT_TRUE(Enrol(RequestFor(token)).has_value());
  federation_.on_paper().Remove("tr-metu");

  EXPECT_EQ(CodeFor(RequestFor(token)), "not_a_member");
}

TEST_F(EnrolmentDeskTest, RefusesAnInvitationThatNoRosterCouldHold) {
  Member who;
  who.set_node_id("TR METU");
  EXPECT_EQ(desk_->Invite(who, {"localhost:8442"}).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(TryInvite("tr-metu", 0h).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(TryInvite("tr-metu", 14 * 24h + 1h).status().code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(TryInvite("tr-metu", 14 * 24h).ok());
}

TEST_F(EnrolmentDeskTest, ExpectsSomebodyWhileATokenOrALostReplyMayCome) {
  EXPECT_FALSE(desk_->ExpectsSomebody());
  const JoinToken token = Invite("tr-metu", 2h);
  EXPECT_TRUE(desk_->ExpectsSomebody());
  ASSERT_TRUE(Enrol(RequestFor(token)).has_value());
  EXPECT_TRUE(desk_->ExpectsSomebody());
  federation_.clock().Advance(1h);
  EXPECT_FALSE(desk_->ExpectsSomebody());

  Invite("es-granada", 2h);
  EXPECT_TRUE(desk_->ExpectsSomebody());
  federation_.clock().Advance(2h + 1s);
  EXPECT_FALSE(desk_->ExpectsSomebody());
}

// The node's side: what it refuses to believe.
class EnrolResponseTest : public EnrolmentDeskTest {
 protected:
  void SetUp() override {
    EnrolmentDeskTest::SetUp();
    token_ = Invite("tr-metu");
    response_ = *Enrol(RequestFor(token_));
  }
  Status Check() {
    return CheckEnrolResponse(response_, token_, node_, federation_.clock().Now()).status();
  }

  JoinToken token_;
  EnrolResponse response_;
};

TEST_F(EnrolResponseTest, TheWholeAnswerIsSound) { EXPECT_TRUE(Check().ok()); }

TEST_F(EnrolResponseTest, RefusesAnotherTrustRoot) {
  TestFederation other({"it-bicocca"}, /*seed=*/2);
  *response_.mutable_trust_root() = other.roster().root().signed_form;
  EXPECT_EQ(Check().code(), StatusCode::kFailedPrecondition);
}

TEST_F(EnrolResponseTest, RefusesATrustRootWithoutItsSignatures) {
  response_.mutable_trust_root()->clear_signatures();
  EXPECT_FALSE(Check().ok());
}

TEST_F(EnrolResponseTest, RefusesARosterThatDoesNotAdmitThisNode) {
  response_.mutable_roster_updates()->RemoveLast();
  EXPECT_THAT(std::string(Message(Check())), HasSubstr("does not admit this node"));
}

TEST_F(EnrolResponseTest, RefusesARosterWithAGap) {
  response_.mutable_roster_updates()->DeleteSubrange(0, 1);
  EXPECT_FALSE(Check().ok());
}

TEST_F(EnrolResponseTest, RefusesAChangedRosterUpdate) {
  response_.mutable_roster_updates(1)->mutable_update()->back() ^= 1;
  EXPECT_FALSE(Check().ok());
}

TEST_F(EnrolResponseTest, RefusesACertificateForAnotherKey) {
  response_.set_certificate_chain(0, federation_.TlsFor("tr-metu").certificate_der());
  EXPECT_THAT(std::string(Message(Check())), HasSubstr("another key"));
}

TEST_F(EnrolResponseTest, RefusesACertificateForAnotherNode) {
  response_.set_certificate_chain(0, federation_.authority()
                                         .Issue("es-granada", 0, tls_key_.MakeCertificateRequest(),
                                                federation_.clock().Now(), federation_.random())
                                         ->der);
  EXPECT_THAT(std::string(Message(Check())), HasSubstr("does not name the node"));
}

TEST_F(EnrolResponseTest, RefusesAnotherAuthoritysCertificate) {
  const CertificateAuthority other = CertificateAuthority::Create(
      "cledi.example", federation_.clock().Now(), federation_.random());
  response_.set_certificate_chain(0, other
                                         .Issue("tr-metu", 0, tls_key_.MakeCertificateRequest(),
                                                federation_.clock().Now(), federation_.random())
                                         ->der);
  EXPECT_EQ(TlsRefusalOf(Check()), TlsRefusal::kUnknownAuthority);
}

TEST_F(EnrolResponseTest, RefusesAnAnswerWithoutACertificate) {
  response_.clear_certificate_chain();
  EXPECT_FALSE(Check().ok());
}

TEST_F(EnrolResponseTest, RefusesAnAnswerToAnotherNodesToken) {
  token_.set_node_id("es-granada");
  EXPECT_FALSE(Check().ok());
}

TEST_F(EnrolResponseTest, RefusesAnAuthorityThatTheTokenDoesNotPin) {
  token_.set_ca_spki_sha256(std::string(32, 'x'));
  EXPECT_EQ(Check().code(), StatusCode::kFailedPrecondition);
}

TEST_F(EnrolResponseTest, ANodeWithAWrongClockIsToldSo) {
  federation_.clock().Advance(-48h);
  EXPECT_EQ(TlsRefusalOf(Check()), TlsRefusal::kNotYetValid);
}

class RenewalTest : public EnrolmentDeskTest {
 protected:
  void SetUp() override {
    EnrolmentDeskTest::SetUp();
    ASSERT_TRUE(Enrol(RequestFor(Invite("tr-metu"))).has_value());
  }
  federation::v1::RenewRequest RequestBy(const SigningKey& log_key) {
    return MakeRenewRequest("cledi.example", "tr-metu", log_key, new_key_,
                            federation_.clock().Now(), federation_.random());
  }
  std::string RenewCode(const federation::v1::RenewRequest& request) {
    const auto answer = desk_->Renew(kHome, request);
    const auto* const error = std::get_if<EnrolError>(&answer);
    return error == nullptr ? "welcome" : error->code();
  }

  TlsKey new_key_ = TlsKey::Generate();
};

TEST_F(RenewalTest, AMemberGetsANewCertificateForANewKey) {
  const auto answer = desk_->Renew(kHome, RequestBy(log_key_));

  ASSERT_TRUE(std::holds_alternative<RenewResponse>(answer));
  const StatusOr<NodeCertificate> certificate =
      CheckRenewResponse(std::get<RenewResponse>(answer), federation_.roster().root(), "tr-metu",
                         new_key_, federation_.clock().Now());
  ASSERT_TRUE(certificate.ok()) << certificate.status();
  EXPECT_EQ(certificate->not_after, federation_.clock().Now() + 30 * 24h);
  EXPECT_TRUE(Saw(EnrolmentEvent::Kind::kRenewed));
}

// Goal: no human is needed in September.
TEST_F(RenewalTest, AlsoAfterTheOldOneHasExpired) {
  federation_.clock().Advance(90 * 24h);
  EXPECT_EQ(RenewCode(RequestBy(log_key_)), "welcome");
}

TEST_F(RenewalTest, ARemovedNodeGetsNone) {
  federation_.on_paper().Remove("tr-metu");
  EXPECT_EQ(RenewCode(RequestBy(log_key_)), "not_a_member");
}

TEST_F(RenewalTest, AStrangersKeyGetsNone) {
  EXPECT_EQ(RenewCode(RequestBy(SigningKey::Generate(federation_.random()))), "request_invalid");
}

TEST_F(RenewalTest, AnOldRequestGetsNone) {
  const federation::v1::RenewRequest request = RequestBy(log_key_);
  federation_.clock().Advance(10min);
  EXPECT_EQ(RenewCode(request), "welcome");
  federation_.clock().Advance(1s);
  EXPECT_EQ(RenewCode(request), "clock");
}

TEST_F(RenewalTest, ARequestFromTheFutureGetsNone) {
  federation_.clock().Advance(10min + 1s);
  const federation::v1::RenewRequest request = RequestBy(log_key_);
  federation_.clock().Advance(-(10min + 1s));
  EXPECT_EQ(RenewCode(request), "clock");
}

TEST_F(RenewalTest, AnotherFederationsRequestGetsNone) {
  EXPECT_EQ(RenewCode(MakeRenewRequest("other.example", "tr-metu", log_key_, new_key_,
                                       federation_.clock().Now(), federation_.random())),
            "request_invalid");
  EXPECT_EQ(RenewCode({}), "request_invalid");
}

TEST_F(RenewalTest, ACertificateThatWasNotAskedForIsNotTaken) {
  const RenewResponse response = std::get<RenewResponse>(desk_->Renew(kHome, RequestBy(log_key_)));
  const TrustRoot& root = federation_.roster().root();
  const UnixMillis now = federation_.clock().Now();

  EXPECT_FALSE(CheckRenewResponse(response, root, "es-granada", new_key_, now).ok());
  EXPECT_FALSE(CheckRenewResponse(response, root, "tr-metu", tls_key_, now).ok());
  EXPECT_FALSE(CheckRenewResponse({}, root, "tr-metu", new_key_, now).ok());
  EXPECT_FALSE(CheckRenewResponse(response, root, "tr-metu", new_key_, now + 31 * 24h).ok());
}

TEST_F(RenewalTest, IsDueAfterTwoThirdsGiveOrTakeAFew) {
  const NodeCertificate certificate =
      *ReadNodeCertificate(federation_.TlsFor("tr-metu").certificate_der());
  for (int i = 0; i < 100; ++i) {
    const UnixMillis due = RenewalTime(certificate, federation_.random());
    EXPECT_GE(due, federation_.clock().Now() + 18 * 24h);
    EXPECT_LE(due, federation_.clock().Now() + 22 * 24h);
  }
}

}  // namespace
}  // namespace cledi
