#include "node/operator/return_notice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "federation/event/hybrid_clock.h"

namespace cledi {
namespace {

using admin::v1::GetNetworkResponse;
using admin::v1::Notice;
using admin::v1::PeerStatus;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// 3 May 2026, 14:02 UTC.
const UnixMillis kCopied = FromUnixMs(1777816920000);
const UnixMillis kStarted = kCopied + std::chrono::hours(48);

class ReturnNoticeTest : public testing::Test {
 protected:
  ReturnNoticeTest() {
    AddPeer("it-bicocca", 1);
    AddPeer("tr-metu", 1);
    auto& own = *network_.add_holdings();
    own.set_owner("es-granada");
    own.set_holder("es-granada");
    own.set_events(500);
    own.set_events_known(500);
  }

  void AddPeer(std::string_view id, int64_t last_contact) {
    PeerStatus& peer = *network_.add_peers();
    peer.set_node_id(std::string(id));
    peer.set_state(PeerStatus::STATE_LIVE);
    peer.set_last_contact_unix_ms(last_contact);
  }

  std::string Message() const {
    const auto notice = ReturnNotice(returned_, kStarted, network_, "es-granada");
    return notice.has_value() ? notice->message() : "";
  }

  GetNetworkResponse network_;
  OwnReturn returned_{.events = 412,
                      .newest = MakeHlc(kStarted - std::chrono::hours(1), 0),
                      .newest_at_open = MakeHlc(kCopied, 0)};
};

TEST_F(ReturnNoticeTest, ANodeThatWentOnFromItsOwnDiskHasNothingToSay) {
  EXPECT_EQ(ReturnNotice({}, kStarted, network_, "es-granada"), std::nullopt);
}

TEST_F(ReturnNoticeTest, SaysHowOldTheCopyWasAndThatNothingIsMissing) {
  EXPECT_EQ(Message(),
            "this node went on from a copy whose newest own entry is of 2026-05-03 14:02 UTC; 412 "
            "entries of its own came back from partners, and nothing that reached a partner is "
            "missing");
  EXPECT_EQ(ReturnNotice(returned_, kStarted, network_, "es-granada")->severity(),
            Notice::SEVERITY_INFO);
}

TEST_F(ReturnNoticeTest, SaysWhatIsStillOnItsWay) {
  network_.mutable_holdings(0)->set_events_known(501);
  EXPECT_THAT(Message(),
              AllOf(HasSubstr("on their way: 1 entry"), Not(HasSubstr("nothing that reached"))));
}

TEST_F(ReturnNoticeTest, PromisesNothingForPartnersThatWereNotHeardOf) {
  AddPeer("si-ljubljana", 0);
  EXPECT_THAT(Message(), AllOf(HasSubstr("what only si-ljubljana may hold comes back when"),
                               Not(HasSubstr("nothing that reached"))));
  network_.mutable_peers(2)->set_state(PeerStatus::STATE_REMOVED);
  EXPECT_THAT(Message(), HasSubstr("nothing that reached a partner is missing"));
}

TEST_F(ReturnNoticeTest, ANodeThatHadNothingLeftSaysSo) {
  returned_.newest_at_open = 0;
  EXPECT_THAT(Message(), HasSubstr("went on without any entries of its own"));
}

// Restoring brings back what was written before; only a second machine writes on.
TEST_F(ReturnNoticeTest, ASecondMachineWithTheSameKeyIsAnAlarm) {
  returned_.newest = MakeHlc(kStarted + std::chrono::hours(1), 0);
  const auto notice = ReturnNotice(returned_, kStarted, network_, "es-granada");
  ASSERT_TRUE(notice.has_value());
  EXPECT_EQ(notice->severity(), Notice::SEVERITY_ERROR);
  EXPECT_THAT(notice->message(), HasSubstr("another machine runs as this node"));
  // As far ahead as a clock that follows others may be.
  returned_.newest = MakeHlc(kStarted + kClockTolerance, 0);
  EXPECT_EQ(ReturnNotice(returned_, kStarted, network_, "es-granada")->severity(),
            Notice::SEVERITY_INFO);
}

}  // namespace
}  // namespace cledi
