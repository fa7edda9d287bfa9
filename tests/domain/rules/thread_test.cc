// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::As;
using test::AThread;
using test::EqualsProto;
using test::IdNamed;
using test::IsOk;
using test::StartsThread;

TEST(StartThreadTest, OpensAConversation) {
  const FoldResult started = Fold(nullptr, StartsThread("Frågor"), As("anna"));
  ASSERT_THAT(started, IsOk());
  EXPECT_THAT(started->entity, EqualsProto(v1::Entity(AThread("Frågor"))));
  ExpectMakesANewEntity(StartsThread("Frågor"), As("anna"));
  ExpectWantsAFreeId(StartsThread("Frågor"), As("anna"));
}

TEST(StartThreadTest, MayBeAboutAnAssignment) {
  v1::StartThread intent = StartsThread("Frågor");
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  const FoldResult started = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(started, IsOk());
  EXPECT_EQ(started->entity.thread().assignment_id(), IdNamed("assignment").bytes());
}

TEST(StartThreadTest, IsRefused) {
  using I = v1::StartThread;
  ExpectRefusals<I>(
      nullptr, StartsThread(std::string(kMaxTitleBytes, 'a')), As("anna"),
      {
          {"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD},
          {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID},
          {"an assignment that is no id", [](I& i) { i.set_assignment_id("x"); },
           v1::REASON_BAD_ID},
          {"no title", [](I& i) { i.clear_title(); }, v1::REASON_TEXT_EMPTY},
          {"a title of two lines", [](I& i) { i.set_title("a\nb"); }, v1::REASON_TEXT_INVALID},
          {"a long title", [](I& i) { i.set_title(std::string(kMaxTitleBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
      });
}

}  // namespace
}  // namespace samstig::rules
