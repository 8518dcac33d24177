#include "federation/rpc/call.h"

#include <memory>

#include "gtest/gtest.h"

namespace cledi {
namespace {

using std::chrono_literals::operator""ms;

TEST(CallerTest, EverybodyIsAVisitorAndOnlyWhatTheyProved) {
  const Caller peer = Caller::Peer("tr-metu");
  EXPECT_EQ(peer.id, "tr-metu");
  EXPECT_TRUE(peer.Has(Role::kVisitor));
  EXPECT_TRUE(peer.Has(Role::kPeer));
  EXPECT_FALSE(peer.Has(Role::kOperator));
  EXPECT_TRUE(Caller().Has(Role::kVisitor));
  EXPECT_FALSE(Caller().Has(Role::kEducator));
}

TEST(CallTest, CancellingRunsWhatWasAskedForOnce) {
  Call call(Caller::Peer("tr-metu"), 5ms);
  int runs = 0;
  call.OnCancelled([&] { ++runs; });
  EXPECT_FALSE(call.cancelled());

  call.Cancel();
  call.Cancel();

  EXPECT_TRUE(call.cancelled());
  EXPECT_EQ(runs, 1);
}

TEST(CallTest, WhoAsksAfterTheCancellationIsToldAtOnce) {
  Call call(Caller(), 0ms);
  call.Cancel();
  bool told = false;
  call.OnCancelled([&] { told = true; });
  EXPECT_TRUE(told);
}

TEST(CallTest, AnAnsweredCallTellsNobody) {
  Call call(Caller(), 0ms);
  bool told = false;
  call.OnCancelled([&] { told = true; });
  call.MarkAnswered();
  call.Cancel();
  call.OnCancelled([&] { told = true; });
  EXPECT_FALSE(told);
}

// Goal: a handler that keeps its call inside the call does not leak both.
TEST(CallTest, AnAnsweredCallLetsGoOfWhatItWasGiven) {
  auto call = std::make_shared<Call>(Caller(), 0ms);
  const std::weak_ptr<Call> watched = call;
  call->OnCancelled([call] { EXPECT_TRUE(call->cancelled()); });
  call->MarkAnswered();
  call.reset();
  EXPECT_TRUE(watched.expired());
}

TEST(CallTest, ACancellationMayAskTheCallAgain) {
  Call call(Caller(), 0ms);
  bool inner = false;
  call.OnCancelled([&] { call.OnCancelled([&] { inner = true; }); });
  call.Cancel();
  EXPECT_TRUE(inner);
}

}  // namespace
}  // namespace cledi
