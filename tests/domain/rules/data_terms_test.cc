// SPDX-License-Identifier: Apache-2.0
// The terms that municipalities agree to: one text, whose versions count up.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::APost;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::InSwedish;
using test::IsOk;
using test::PublishesTerms;

TEST(PublishTermsTest, BeginsWithVersionOne) {
  const FoldResult published = Fold(nullptr, PublishesTerms("Ett"), As("olle organiser"));
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->entity.data_terms().version(), 1u);
  EXPECT_THAT(published->entity.data_terms().text(), EqualsProto(InSwedish("Ett")));
  ExpectMakesANewEntity(PublishesTerms(), As("olle organiser"));
}

TEST(PublishTermsTest, CountsUpAndKeepsTheEarlierText) {
  const FoldResult first = Fold(nullptr, PublishesTerms("Ett"), As("olle organiser"));
  const FoldResult second = Fold(&first->entity, PublishesTerms("Två"), As("olga organiser"));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->entity.data_terms().version(), 2u);
  EXPECT_EQ(second->history, History::kKeepBefore);
  EXPECT_EQ(second->entity.author(), first->entity.author());
}

TEST(PublishTermsTest, OfTheSameWordsIsNoNewVersion) {
  const FoldResult first = Fold(nullptr, PublishesTerms("Ett"), As("olle organiser"));
  const FoldResult again = Fold(&first->entity, PublishesTerms("Ett"), As("olle organiser"));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(first->entity));
}

TEST(PublishTermsTest, IsRefused) {
  using I = v1::PublishTerms;
  v1::PublishTerms good = PublishesTerms(std::string(kMaxTermsBytes, 'a'));
  ExpectRefusals<I>(
      nullptr, good, As("olle organiser"),
      {
          {"no text", [](I& i) { i.clear_text(); }, v1::REASON_MISSING_FIELD},
          {"a blank text", [](I& i) { *i.mutable_text() = InSwedish(" \n"); },
           v1::REASON_TEXT_EMPTY},
          {"a long text",
           [](I& i) { *i.mutable_text() = InSwedish(std::string(kMaxTermsBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"a language that is none",
           [](I& i) { (*i.mutable_text()->mutable_by_language())["?"] = "Ett"; },
           v1::REASON_MALFORMED},
          {"another id", [](I& i) { i.set_id(test::IdNamed("terms").ToBytes()); },
           v1::REASON_BAD_ID},
          {"no id", [](I& i) { i.clear_id(); }, v1::REASON_BAD_ID},
      });
  const v1::Entity post = APost();
  EXPECT_THAT(Fold(&post, good, As("olle organiser")), HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
