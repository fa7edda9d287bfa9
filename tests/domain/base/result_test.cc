// SPDX-License-Identifier: Apache-2.0
#include "domain/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "samstig/v1/reason.pb.h"
#include "tests/support/status_matchers.h"

namespace samstig::base {
namespace {

using test::HasReason;
using test::IsOk;
using test::IsOkAndHolds;
using testing::Eq;
using testing::Gt;
using testing::Not;

std::set<v1::Reason> AllReasons() {
  std::set<v1::Reason> all;
  for (int i = 0; i < v1::Reason_descriptor()->value_count(); ++i) {
    all.insert(static_cast<v1::Reason>(v1::Reason_descriptor()->value(i)->number()));
  }
  return all;
}

TEST(StatusTest, IsOkUnlessThereIsAReason) {
  EXPECT_THAT(Ok(), IsOk());
  EXPECT_THAT(Status(), IsOk());
  const Status refused(v1::REASON_NO_SEATS, "no agreed seats");
  EXPECT_THAT(refused, Not(IsOk()));
  EXPECT_THAT(refused, HasReason(v1::REASON_NO_SEATS));
  EXPECT_EQ(refused.detail(), "no agreed seats");
}

TEST(StatusTest, ReadsAsReasonAndDetail) {
  EXPECT_EQ(Ok().ToString(), "OK");
  EXPECT_EQ(Status(v1::REASON_NO_SEATS, "none agreed").ToString(), "NO_SEATS: none agreed");
  EXPECT_EQ(Status(v1::REASON_NO_SEATS, "").ToString(), "NO_SEATS");
}

TEST(ReasonTest, IsCalledInTheCodeWhatTheContractCallsIt) {
  for (const v1::Reason reason : AllReasons()) {
    if (reason == v1::REASON_UNSPECIFIED) continue;
    EXPECT_EQ("REASON_" + std::string(ReasonName(reason)), v1::Reason_Name(reason));
  }
  EXPECT_EQ(ReasonName(v1::REASON_UNSPECIFIED), "OK");
}

TEST(ReasonTest, FromANewerVersionIsUnknownAndNotTemporary) {
  const auto newer = static_cast<v1::Reason>(4'711);
  EXPECT_EQ(ReasonName(newer), "UNKNOWN");
  EXPECT_FALSE(IsTemporary(newer));
}

// "The server's or the device's own trouble" is temporary; what needs somebody to act is not.
TEST(ReasonTest, OnlyTroubleOfMachinesPassesByItself) {
  const std::set<v1::Reason> temporary = {
      v1::REASON_UNAVAILABLE, v1::REASON_DISK_FULL, v1::REASON_READ_ONLY, v1::REASON_INTERNAL,
      v1::REASON_OVERLOADED,  v1::REASON_TIMED_OUT, v1::REASON_CANCELLED, v1::REASON_IN_USE};
  for (const v1::Reason reason : AllReasons()) {
    EXPECT_EQ(IsTemporary(reason), temporary.contains(reason)) << v1::Reason_Name(reason);
  }
}

TEST(ResultTest, HoldsAValueOrAReason) {
  const Result<int> seven = 7;
  EXPECT_THAT(seven, IsOk());
  EXPECT_THAT(seven, IsOkAndHolds(7));
  EXPECT_THAT(seven, IsOkAndHolds(Gt(6)));
  EXPECT_THAT(seven, Not(IsOkAndHolds(8)));

  const Result<int> none = Status(v1::REASON_NOT_FOUND, "there is no such number");
  EXPECT_THAT(none, Not(IsOk()));
  EXPECT_THAT(none, Not(IsOkAndHolds(7)));
  EXPECT_THAT(none, HasReason(v1::REASON_NOT_FOUND));
}

TEST(ResultTest, GivesItsValueAway) {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  EXPECT_EQ(**result, 7);
  const std::unique_ptr<int> value = *std::move(result);
  EXPECT_EQ(*value, 7);
}

TEST(ResultTest, LetsItsValueBeChanged) {
  Result<std::string> result = std::string("sam");
  result->append("stig");
  *result += "!";
  EXPECT_THAT(result, IsOkAndHolds(Eq("samstig!")));
}

TEST(ResultDeathTest, OfARefusalHasNoValue) {
  const Result<int> none = Status(v1::REASON_NOT_FOUND, "");
  EXPECT_DEATH(*none, "");
  const Result<std::string> no_text = Status(v1::REASON_NOT_FOUND, "");
  EXPECT_DEATH(no_text->size(), "");
}

TEST(ResultDeathTest, CannotBeOkWithoutAValue) { EXPECT_DEATH((void)Result<int>{Ok()}, ""); }

// ---- The macros

Status Checked(const Status& first, int& steps) {
  RETURN_IF_ERROR(first);
  ++steps;
  return Ok();
}

TEST(ReturnIfErrorTest, GoesOnOnlyWhenOk) {
  int steps = 0;
  EXPECT_THAT(Checked(Ok(), steps), IsOk());
  EXPECT_EQ(steps, 1);
  EXPECT_THAT(Checked(Status(v1::REASON_DELETED, "gone"), steps), HasReason(v1::REASON_DELETED));
  EXPECT_EQ(steps, 1);
}

Result<std::string> Joined(Result<std::string> a, Result<std::string> b) {
  ASSIGN_OR_RETURN(const std::string first, std::move(a));
  ASSIGN_OR_RETURN(const std::string second, std::move(b));
  return first + second;
}

TEST(AssignOrReturnTest, TakesTheValueOrGivesTheReasonOn) {
  EXPECT_THAT(Joined(std::string("sam"), std::string("stig")), IsOkAndHolds("samstig"));
  EXPECT_THAT(Joined(std::string("sam"), Status(v1::REASON_DELETED, "")),
              HasReason(v1::REASON_DELETED));
  EXPECT_THAT(Joined(Status(v1::REASON_NOT_FOUND, ""), Status(v1::REASON_DELETED, "")),
              HasReason(v1::REASON_NOT_FOUND));
}

}  // namespace
}  // namespace samstig::base
