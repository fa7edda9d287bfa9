// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AReport;
using test::As;
using test::ASubmission;
using test::EqualsProto;
using test::IdNamed;
using test::IsOk;
using test::kMonday;
using test::Submits;

TEST(SubmitTest, HandsInAReport) {
  const FoldResult submitted = Fold(nullptr, Submits("Jag lyssnade."), As("anna"));
  ASSERT_THAT(submitted, IsOk());
  // As the server stores it but for the attempt's number, which is the server's to give.
  v1::Entity expected = ASubmission("anna");
  expected.mutable_submission()->clear_attempt();
  EXPECT_THAT(submitted->entity, EqualsProto(expected));
  ExpectMakesANewEntity(Submits("Jag lyssnade."), As("anna"));
  ExpectWantsAFreeId(Submits("Jag lyssnade."), As("anna"));
}

TEST(SubmitTest, SaysWhenTheDeviceSaysItWas) {
  const Maker offline = {.person = IdNamed("anna"), .now = kMonday, .claimed = kMonday - 5};
  const FoldResult submitted = Fold(nullptr, Submits("Jag lyssnade."), offline);
  ASSERT_THAT(submitted, IsOk());
  EXPECT_EQ(submitted->entity.submission().claimed_ms(), kMonday - 5);
  EXPECT_EQ(submitted->entity.made_ms(), kMonday);
}

TEST(SubmitTest, ThatItDidNotWorkIsAReportLikeAnother) {
  v1::Submit intent = Submits("Ingen kom.");
  intent.mutable_report()->set_did_not_work(true);
  const FoldResult submitted = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(submitted, IsOk());
  EXPECT_TRUE(submitted->entity.submission().report().did_not_work());
}

TEST(SubmitTest, IsRefused) {
  using I = v1::Submit;
  ExpectRefusals<I>(
      nullptr, Submits(std::string(kMaxTextBytes, 'a')), As("anna"),
      {
          {"no assignment", [](I& i) { i.clear_assignment_id(); }, v1::REASON_MISSING_FIELD},
          {"an assignment that is no id", [](I& i) { i.set_assignment_id("x"); },
           v1::REASON_BAD_ID},
          {"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD},
          {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID},
          {"no report", [](I& i) { i.clear_report(); }, v1::REASON_TEXT_EMPTY},
          {"a blank report", [](I& i) { *i.mutable_report() = AReport(" "); },
           v1::REASON_TEXT_EMPTY},
          {"a long report",
           [](I& i) { *i.mutable_report() = AReport(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a control character", [](I& i) { *i.mutable_report() = AReport("a\x07"); },
           v1::REASON_TEXT_INVALID},
      });
}

}  // namespace
}  // namespace samstig::rules
