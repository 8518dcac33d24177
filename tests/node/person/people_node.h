#ifndef CLEDI_TESTS_NODE_PERSON_PEOPLE_NODE_H_
#define CLEDI_TESTS_NODE_PERSON_PEOPLE_NODE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cledi/admin/v1/user_service.pb.h"
#include "cledi/community/v1/person_service.pb.h"
#include "federation/base/check.h"
#include "federation/base/clock.h"
#include "federation/base/log_line.h"
#include "federation/base/random.h"
#include "federation/base/sha256.h"
#include "federation/rpc/method_table.h"
#include "federation/rpc/page_token.h"
#include "node/fold/event_writer.h"
#include "node/fold/fold_engine.h"
#include "node/fold/view_reader.h"
#include "node/person/account_authors.h"
#include "node/person/account_desk.h"
#include "node/person/draft_service.h"
#include "node/person/people_index.h"
#include "node/person/person_projection.h"
#include "node/person/person_service.h"
#include "node/person/profiles.h"
#include "node/person/sign_in_desk.h"
#include "node/person/user_service.h"
#include "node/store/memory_store.h"
#include "tests/support/fold/fake_log.h"

namespace cledi {

// Hashes fast, and counts what it would cost.
class CountingHasher final : public PasswordHasher {
 public:
  StatusOr<std::string> Hash(std::string_view password) override {
    RETURN_IF_ERROR(fails_with);
    ++hashes;
    const std::string salt = std::to_string(++salts_);
    return salt + "$" + HashOf(salt, password);
  }
  StatusOr<bool> Matches(std::string_view password, const std::string& hash) override {
    RETURN_IF_ERROR(fails_with);
    ++hashes;
    const size_t end = hash.find('$');
    return hash.substr(end + 1) == HashOf(hash.substr(0, end), password);
  }

  int hashes = 0;
  Status fails_with;

 private:
  static std::string HashOf(std::string_view salt, std::string_view password) {
    return HexEncode(Sha256({salt, "$", password}).view());
  }
  int salts_ = 0;
};

inline constexpr std::string_view kGoodPassword = "horse battery staple";

// A node as far as its people go, in memory; it is called through its methods, as from outside.
class PeopleNode {
 public:
  // `clock` outlives the node.
  explicit PeopleNode(ManualClock* clock, std::string node_id = "es-granada")
      : log(clock, node_id),
        engine(&log, &store, clock, &projections, {&people}),
        writer(&log, &views, [this](const EventPosition&) { return engine.CatchUp(); }),
        accounts({.rows = &rows, .hasher = &hasher, .clock = clock, .random = &random}),
        profiles(node_id, &views, &writer, &rows),
        desk(*SignInDesk::Open(
            {.rows = &rows, .hasher = &hasher, .clock = clock, .random = &random})),
        drafts(&rows, clock),
        users({.desk = &accounts,
               .profiles = &profiles,
               .web_address = [] { return std::string("https://granada.example"); }}),
        persons({.rows = &rows,
                 .desk = desk.get(),
                 .profiles = &profiles,
                 .views = &views,
                 .people = &people,
                 .page_tokens = &page_tokens,
                 .country_of = [](std::string_view) { return std::string("ES"); },
                 .practices_of =
                     [](std::string_view id) {
                       community::v1::PracticeCard card;
                       card.set_title("by " + std::string(id));
                       return std::vector<community::v1::PracticeCard>{card};
                     }}) {
    SetLogThreshold(Severity::kError);  // Thousands of lines otherwise.
    CHECK(engine.Open().ok());
    persons.RegisterWith(methods);
    drafts.RegisterWith(methods);
    users.RegisterWith(methods);
    hasher.hashes = 0;
  }

  // Calls "PersonService/SignIn" of the community, or "UserService/…" of the administration.
  template <class Response>
  StatusOr<Response> Call(const Caller& caller, const std::string& method,
                          const google::protobuf::Message& request) {
    const std::string package =
        method.starts_with("UserService/") ? "cledi.admin.v1." : "cledi.community.v1.";
    StatusOr<Response> result = absl::InternalError("not answered");
    methods.Invoke(
        package + method, std::make_shared<cledi::Call>(caller, std::chrono::milliseconds::max()),
        [&](google::protobuf::Message& into) {
          into.CopyFrom(request);
          return absl::OkStatus();
        },
        [&](StatusOr<std::unique_ptr<google::protobuf::Message>> answer) {
          if (answer.ok()) {
            result = static_cast<const Response&>(**answer);
          } else {
            result = answer.status();
          }
        });
    return result;
  }

  // Makes an account with kGoodPassword; answers its owner as a caller without a session.
  Caller Add(const std::string& user_name,
             community::v1::UserRole role = community::v1::USER_ROLE_EDUCATOR) {
    admin::v1::AddUserRequest request;
    request.set_user_name(user_name);
    request.set_password(std::string(kGoodPassword));
    request.add_roles(role);
    request.mutable_profile()->set_name("Name of " + user_name);
    CHECK(
        Call<admin::v1::AddUserResponse>(Caller::Operator(), "UserService/AddUser", request).ok());
    return CallerOf(**FindAccountByName(*rows.Read(), user_name));
  }
  StatusOr<community::v1::SignInResponse> SignIn(const std::string& user_name,
                                                 std::string_view password = kGoodPassword,
                                                 const std::string& address = "192.0.2.1") {
    Caller visitor;
    visitor.address = address;
    return SignInAs(visitor, user_name, password);
  }
  StatusOr<community::v1::SignInResponse> SignInAs(const Caller& caller,
                                                   const std::string& user_name,
                                                   std::string_view password = kGoodPassword) {
    community::v1::SignInRequest request;
    request.set_user_name(user_name);
    request.set_password(std::string(password));
    return Call<community::v1::SignInResponse>(caller, "PersonService/SignIn", request);
  }
  std::string PersonIdOf(const std::string& user_name) {
    return profiles.PersonIdOf(**FindAccountByName(*rows.Read(), user_name));
  }

  FakeLog log;
  MemoryStore store;
  PersonProjection person_views;
  ProjectionSet projections{{&person_views}};
  PeopleIndex people;
  ViewReader views{&store, &log};
  FoldEngine engine;
  EventWriter writer;
  SeededRandom random{11};
  PageTokens page_tokens{random};
  CountingHasher hasher;
  LocalRows rows{&store};
  AccountAuthors authors{&rows};
  AccountDesk accounts;
  Profiles profiles;
  std::unique_ptr<SignInDesk> desk;
  DraftService drafts;
  UserService users;
  PersonService persons;
  MethodTable methods;
};

}  // namespace cledi

#endif  // CLEDI_TESTS_NODE_PERSON_PEOPLE_NODE_H_
