// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AFeedback;
using test::As;
using test::EqualsProto;
using test::GivesFeedback;
using test::IsOk;

TEST(GiveFeedbackTest, TakesATurnInTheDialogue) {
  const FoldResult given = Fold(nullptr, GivesFeedback(v1::VERDICT_COMMENT), As("carina coach"));
  ASSERT_THAT(given, IsOk());
  EXPECT_THAT(given->entity, EqualsProto(v1::Entity(AFeedback())));
  ExpectMakesANewEntity(GivesFeedback(v1::VERDICT_RETURN), As("carina coach"));
  ExpectWantsAFreeId(GivesFeedback(v1::VERDICT_ACKNOWLEDGE), As("carina coach"));
}

TEST(GiveFeedbackTest, IsRefused) {
  using I = v1::GiveFeedback;
  ExpectRefusals<I>(
      nullptr, GivesFeedback(v1::VERDICT_COMMENT, std::string(kMaxTextBytes, 'a')),
      As("carina coach"),
      {
          {"no submission", [](I& i) { i.clear_submission_id(); }, v1::REASON_MISSING_FIELD},
          {"a submission that is no id", [](I& i) { i.set_submission_id("x"); }, v1::REASON_BAD_ID},
          {"no text", [](I& i) { i.clear_text(); }, v1::REASON_TEXT_EMPTY},
          {"a blank text", [](I& i) { i.set_text(" \n"); }, v1::REASON_TEXT_EMPTY},
          {"a long text", [](I& i) { i.set_text(std::string(kMaxTextBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a control character", [](I& i) { i.set_text("a\x07"); }, v1::REASON_TEXT_INVALID},
          {"no verdict", [](I& i) { i.clear_verdict(); }, v1::REASON_MISSING_FIELD},
          {"a verdict of a newer version", [](I& i) { i.set_verdict(static_cast<v1::Verdict>(4)); },
           v1::REASON_MISSING_FIELD},
          {"a negative verdict", [](I& i) { i.set_verdict(static_cast<v1::Verdict>(-1)); },
           v1::REASON_MISSING_FIELD},
      });
}

}  // namespace
}  // namespace samstig::rules
