// A member with a valid certificate that lies: it harms nobody, is named, and honest partners
// go on as if it were not there.

#include "tests/conversation/hostile_member.h"

#include <algorithm>
#include <functional>

#include <zstd.h>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "federation/base/random.h"
#include "federation/event/ids.h"
#include "federation/sync/range_codec.h"
#include "tests/support/process/eventually.h"
#include "tests/support/process/partner_network.h"

namespace cledi {
namespace {

using federation::v1::AnnounceRequest;
using federation::v1::AnnounceResponse;
using federation::v1::Batch;
using federation::v1::HelloRequest;
using federation::v1::ListHeadsRequest;
using federation::v1::ListHeadsResponse;
using federation::v1::PullRequest;
using testing::AnyOf;

constexpr std::string_view kMethods[] = {"Hello", "ListHeads", "Pull", "Announce", "Await"};
constexpr size_t kBatchesAtOnce = 60;  // The node takes 64.

// One field of one byte text, as protobuf writes it.
std::string Field(int number, const std::string& bytes) {
  std::string field(1, static_cast<char>(number << 3 | 2));
  for (size_t rest = bytes.size();; rest >>= 7) {
    if (rest < 0x80) {
      field.push_back(static_cast<char>(rest));
      break;
    }
    field.push_back(static_cast<char>((rest & 0x7f) | 0x80));
  }
  return field + bytes;
}

// `text` with one bit changed, once at every `step`-th byte.
std::vector<std::string> Damaged(const std::string& text, size_t step) {
  std::vector<std::string> all;
  for (size_t at = 0; at < text.size(); at += step) {
    all.push_back(text);
    all.back()[at] = static_cast<char>(all.back()[at] ^ 1);
  }
  return all;
}

class HostileMemberTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    network_ = new PartnerNetwork({"it-bicocca", "es-granada", "xx-hostile"});
    ASSERT_TRUE(network_->WaitUntilEqual({"it-bicocca", "es-granada", "xx-hostile"}));
    ASSERT_EQ(network_->process("xx-hostile").Stop(), 0);
    hostile_ =
        new HostileMember(network_->DataFolder("xx-hostile"), "it-bicocca",
                          "127.0.0.1:" + std::to_string(network_->ports("it-bicocca").federation));
  }
  static void TearDownTestSuite() {
    delete hostile_;
    delete network_;
  }

  void SetUp() override { before_ = network_->Ask("it-bicocca", {"views", "digest"}); }

  // It runs, it holds what it held before the test, and it still hears its honest partner.
  void ExpectUnharmed() {
    ASSERT_TRUE(network_->process("it-bicocca").running());
    EXPECT_EQ(network_->Ask("it-bicocca", {"views", "digest"}), before_);
    const std::string title = testing::UnitTest::GetInstance()->current_test_info()->name();
    ASSERT_NE(network_->PublishPlan("es-granada", title, title), "");
    ASSERT_TRUE(network_->WaitUntilEqual({"it-bicocca", "es-granada"}));
    const std::vector<std::string> titles = network_->PlanTitles("it-bicocca");
    EXPECT_TRUE(std::ranges::binary_search(titles, title));
  }

  // How often the node says that it refused the hostile member for this.
  static uint64_t Refused(const std::string& kind) {
    const nlohmann::json peers = network_->Ask("it-bicocca", {"peers"});
    for (const auto& refusal : peers.value("refusals", nlohmann::json::array())) {
      if (refusal.value("peer", "") == "xx-hostile" && refusal.value("kind", "") == kind) {
        EXPECT_NE(refusal.value("lastDetail", ""), "");
        return std::stoull(refusal.value("count", "0"));
      }
    }
    return 0;
  }
  // The operator's picture is up to a second old.
  static bool EventuallyRefused(const std::string& kind, uint64_t count) {
    return Eventually([&] { return Refused(kind) >= count; }, std::chrono::seconds(20));
  }

  static Batch NewBatch() {
    return ToProto(hostile_->NewRange("xx-hostile", CommonsSpace(), "hello"));
  }
  static StatusOr<AnnounceResponse> Announce(const Batch& batch) {
    AnnounceRequest request;
    *request.add_batches() = batch;
    return hostile_->Announce(request);
  }
  static StatusCode CodeOf(std::string_view method, const std::string& request) {
    const auto answer = hostile_->Call(method, request);
    EXPECT_TRUE(answer.ok() || !Message(answer.status()).empty()) << method;
    return answer.status().code();
  }

  // Announces one batch for each of `texts`, put into it by `put`; none may be taken.
  template <class Put>
  static void ExpectNoneTaken(const std::vector<std::string>& texts, const Put& put) {
    const Batch genuine = NewBatch();
    for (size_t next = 0; next < texts.size();) {
      AnnounceRequest request;
      for (; next < texts.size() && request.batches().size() < int{kBatchesAtOnce}; ++next) {
        Batch& batch = *request.add_batches();
        batch = genuine;
        put(texts[next], batch);
      }
      const auto answer = hostile_->Announce(request);
      if (answer.ok()) {
        EXPECT_EQ(answer->refusals_size(), request.batches_size());
        EXPECT_EQ(answer->acknowledgements_size(), 0);
      } else {
        EXPECT_THAT(answer.status().code(),
                    AnyOf(StatusCode::kInvalidArgument, StatusCode::kNotFound));
      }
    }
  }

  static PartnerNetwork* network_;
  static HostileMember* hostile_;
  nlohmann::json before_;
};

PartnerNetwork* HostileMemberTest::network_ = nullptr;
HostileMember* HostileMemberTest::hostile_ = nullptr;

TEST_F(HostileMemberTest, WhatIsNoMessageIsAnsweredAsSuch) {
  const std::string deep(20'000, '\x0b');
  for (const std::string_view method : kMethods) {
    for (const std::string& bytes :
         {std::string("\xff"), std::string("\x07"), std::string("\x0a\xff\xff\xff\xff\x0f"),
          std::string("\x0a\x05"
                      "abc"),
          std::string(10, '\x80'), deep}) {
      EXPECT_EQ(CodeOf(method, bytes), StatusCode::kInvalidArgument) << method;
    }
  }
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, RandomBytesGetAnAnswer) {
  SeededRandom random(7);
  for (const std::string_view method : kMethods) {
    for (size_t length = 1; length < 16'384; length *= 3) {
      std::string bytes(length, '\0');
      random.Fill({reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()});
      // Short ones may be messages with unknown fields.
      EXPECT_THAT(CodeOf(method, bytes),
                  AnyOf(StatusCode::kOk, StatusCode::kInvalidArgument, StatusCode::kNotFound,
                        StatusCode::kFailedPrecondition, StatusCode::kResourceExhausted))
          << method << ", " << length;
    }
  }
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, AMessageOverTheLimitIsRefused) {
  for (const std::string_view method : kMethods) {
    EXPECT_EQ(CodeOf(method, Field(15, std::string(2 * 1024 * 1024, 'x'))),
              StatusCode::kResourceExhausted)
        << method;
  }
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, OnlyTheCallsForPeersAreThere) {
  for (const char* method : {"cledi.federation.v1.Exchange/Format", "nothing/at/all", "", "/"}) {
    EXPECT_EQ(hostile_->rpc().Call(method, "").status().code(), StatusCode::kUnimplemented)
        << method;
  }
  for (const char* method :
       {"cledi.admin.v1.NodeService/GetStatus", "cledi.admin.v1.NodeService/GetNetwork"}) {
    EXPECT_EQ(hostile_->rpc().Call(method, "").status().code(), StatusCode::kPermissionDenied)
        << method;
  }
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, WrongLengthsAndExtremeNumbersAreRefused) {
  const LogRange range = hostile_->NewRange("xx-hostile", CommonsSpace(), "hello");
  const auto bad = [&](const std::function<void(PullRequest&)>& change) {
    PullRequest request;
    request.set_log_id(range.end.log.str());
    request.set_tag(range.end.tag.str());
    request.set_root(range.end.root.str());
    request.set_size(1);
    change(request);
    return CodeOf("Pull", request.SerializeAsString());
  };
  EXPECT_EQ(bad([](auto&) {}), StatusCode::kOk);  // Not held: an empty answer.
  EXPECT_EQ(bad([](auto& r) {
              r.set_size(UINT64_MAX);
              r.set_from(UINT64_MAX - 1);
            }),
            StatusCode::kOk);
  EXPECT_EQ(bad([](auto& r) { r.set_bytes_max(UINT32_MAX); }), StatusCode::kOk);
  EXPECT_EQ(bad([](auto& r) { r.set_from(1); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(bad([](auto& r) { r.set_from(UINT64_MAX); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(bad([](auto& r) { r.set_log_id("short"); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(bad([](auto& r) { r.set_tag(std::string(17, 't')); }), StatusCode::kInvalidArgument);
  EXPECT_EQ(bad([](auto& r) { r.clear_root(); }), StatusCode::kInvalidArgument);

  ListHeadsRequest heads;
  heads.set_space_id("short");
  EXPECT_EQ(CodeOf("ListHeads", heads.SerializeAsString()), StatusCode::kNotFound);
  heads.set_space_id(CommonsSpace().str());
  heads.set_page_token("none of yours");
  EXPECT_EQ(CodeOf("ListHeads", heads.SerializeAsString()), StatusCode::kInvalidArgument);
  heads.set_page_token("18446744073709551615");
  EXPECT_EQ(CodeOf("ListHeads", heads.SerializeAsString()), StatusCode::kOk);

  HelloRequest hello;
  hello.set_protocol_min(UINT32_MAX);
  EXPECT_EQ(CodeOf("Hello", hello.SerializeAsString()), StatusCode::kFailedPrecondition);
  EXPECT_TRUE(EventuallyRefused("protocol", 1));
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, MoreThanAMessageMayHoldIsRefused) {
  const auto repeated = [](int field, int count, size_t bytes) {
    std::string message;
    for (int i = 0; i < count; ++i) {
      message.append(Field(field, std::string(bytes, '\0')));
    }
    return message;
  };
  EXPECT_EQ(CodeOf("Announce", repeated(1, 1201, 0)), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf("Announce", repeated(2, 65, 0)), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf("Announce", repeated(4, 1001, 0)), StatusCode::kInvalidArgument);
  EXPECT_EQ(CodeOf("Announce", repeated(2, 400'000, 0)), StatusCode::kInvalidArgument);
  const std::string space = CommonsSpace().str();
  EXPECT_EQ(CodeOf("ListHeads", Field(1, space) + repeated(2, 10'001, 0)),
            StatusCode::kInvalidArgument);
  // Digests of spaces that nobody shares mean nothing, however many they are.
  const std::string lists[] = {repeated(7, 400'000, 0), repeated(1, 400'000, 0)};
  HelloRequest hello;
  hello.set_protocol_min(1);
  hello.set_protocol_max(1);
  EXPECT_THAT(CodeOf("Hello", hello.SerializeAsString() + lists[0]),
              AnyOf(StatusCode::kOk, StatusCode::kInvalidArgument));
  EXPECT_THAT(CodeOf("Await", lists[1]), AnyOf(StatusCode::kOk, StatusCode::kInvalidArgument));
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, AnInstitutionsOwnSpaceIsNotShown) {
  ListHeadsRequest heads;
  heads.set_space_id(InstitutionSpace("it-bicocca").str());
  EXPECT_EQ(CodeOf("ListHeads", heads.SerializeAsString()), StatusCode::kNotFound);

  const LogRange theirs =
      hostile_->NewRange("it-bicocca", InstitutionSpace("it-bicocca"), "planted");
  PullRequest pull;
  pull.set_log_id(theirs.end.log.str());
  pull.set_tag(theirs.end.tag.str());
  pull.set_root(theirs.end.root.str());
  pull.set_size(1);
  EXPECT_EQ(CodeOf("Pull", pull.SerializeAsString()), StatusCode::kNotFound);
  EXPECT_EQ(Announce(ToProto(theirs)).status().code(), StatusCode::kNotFound);
  EXPECT_TRUE(EventuallyRefused("not_shared", 1));
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, AnotherNodesLogCannotBeWrittenTo) {
  for (const char* owner : {"es-granada", "it-bicocca"}) {
    for (const SpaceId& space : {CommonsSpace(), RosterSpace()}) {
      const auto answer = Announce(ToProto(hostile_->NewRange(owner, space, "planted")));
      ASSERT_TRUE(answer.ok()) << answer.status();
      ASSERT_EQ(answer->refusals_size(), 1);
      EXPECT_EQ(answer->acknowledgements_size(), 0);
    }
  }
  EXPECT_TRUE(EventuallyRefused("statement", 4));
  ExpectUnharmed();
}

// The node takes what is genuine, so each refusal before it is due to the byte that changed.
TEST_F(HostileMemberTest, OneChangedBitAnywhereIsRefused) {
  const Batch genuine = NewBatch();
  ExpectNoneTaken(Damaged(genuine.statement(), 1),
                  [](const std::string& text, Batch& batch) { batch.set_statement(text); });
  ExpectNoneTaken(Damaged(genuine.end().signature(), 1), [](const std::string& text, Batch& batch) {
    batch.mutable_end()->set_signature(text);
  });
  ExpectNoneTaken(Damaged(genuine.end().root(), 1), [](const std::string& text, Batch& batch) {
    batch.mutable_end()->set_root(text);
  });
  ExpectNoneTaken(Damaged(genuine.end().tag(), 1), [](const std::string& text, Batch& batch) {
    batch.mutable_end()->set_tag(text);
  });
  // Header, salt and payload alike; one by one, for one that cannot be read ends its message.
  for (const std::string& records : Damaged(genuine.records(), 1)) {
    ExpectNoneTaken({records},
                    [](const std::string& text, Batch& batch) { batch.set_records(text); });
  }
  for (const char* kind :
       {"statement", "checkpoint_signature", "root_mismatch", "malformed_batch"}) {
    EXPECT_TRUE(EventuallyRefused(kind, 1)) << kind;
  }
  ExpectUnharmed();

  const auto answer = Announce(genuine);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->refusals_size(), 0);
  EXPECT_EQ(answer->acknowledgements_size(), 1);
}

TEST_F(HostileMemberTest, ABatchThatUnpacksToMoreThanItStatesIsRefused) {
  const std::string zeros(64 * 1024 * 1024, '\0');
  std::string bomb(ZSTD_compressBound(zeros.size()), '\0');
  bomb.resize(ZSTD_compress(bomb.data(), bomb.size(), zeros.data(), zeros.size(), 1));
  ASSERT_LT(bomb.size(), 100'000U);
  const uint64_t refused = Refused("malformed_batch");
  for (const uint32_t stated : {0U, 1U, uint32_t{kRangeBytesMax}, UINT32_MAX}) {
    Batch batch = NewBatch();
    batch.set_compression(federation::v1::COMPRESSION_ZSTD);
    batch.set_records(bomb);
    batch.set_records_bytes(stated);
    EXPECT_EQ(Announce(batch).status().code(), StatusCode::kInvalidArgument) << stated;
  }
  EXPECT_TRUE(EventuallyRefused("malformed_batch", refused + 4));
  ExpectUnharmed();
}

TEST_F(HostileMemberTest, HeadsAndAcknowledgementsThatCannotBeAreCounted) {
  // Acknowledgements of what the node does not hold it does not look at.
  ListHeadsRequest list;
  list.set_space_id(RosterSpace().str());
  const auto held =
      hostile_->rpc().Ask<ListHeadsResponse>("cledi.federation.v1.Exchange/ListHeads", list);
  ASSERT_TRUE(held.ok()) << held.status();
  ASSERT_GT(held->heads_size(), 0);

  AnnounceRequest request;
  request.add_heads()->set_log_id("short");
  request.add_acknowledgements()->set_node_id("../../etc");
  auto& forged = *request.add_acknowledgements();
  *forged.mutable_head() = held->heads(0);
  forged.set_node_id("es-granada");
  forged.set_signature(std::string(64, 's'));
  const auto answer = hostile_->Announce(request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  for (const char* kind :
       {"malformed_head", "malformed_acknowledgement", "acknowledgement_signature"}) {
    EXPECT_TRUE(EventuallyRefused(kind, 1)) << kind;
  }
  ExpectUnharmed();
}

}  // namespace
}  // namespace cledi
