// SPDX-License-Identifier: Apache-2.0
// Which terms a municipality has accepted: who, when, which version, and nothing forgotten.
#include <gtest/gtest.h>

#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AcceptsTerms;
using test::APost;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;

TEST(AcceptTermsTest, NotesWhoWhenAndWhich) {
  const FoldResult accepted = Fold(nullptr, AcceptsTerms(1), As("maria admin", 7));
  ASSERT_THAT(accepted, IsOk());
  const v1::TermsAcceptance& acceptance = accepted->entity.terms_acceptance();
  ASSERT_EQ(acceptance.acceptances_size(), 1);
  EXPECT_EQ(acceptance.acceptances(0).version(), 1u);
  EXPECT_EQ(acceptance.acceptances(0).by(), IdNamed("maria admin").bytes());
  EXPECT_EQ(acceptance.acceptances(0).at_ms(), 7);
  ExpectMakesANewEntity(AcceptsTerms(1), As("maria admin"));
}

TEST(AcceptTermsTest, AgainChangesNothingWhoeverDoesIt) {
  const FoldResult first = Fold(nullptr, AcceptsTerms(1), As("maria admin", 7));
  const FoldResult again = Fold(&first->entity, AcceptsTerms(1), As("mats admin", 8));
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->entity, EqualsProto(first->entity));
}

TEST(AcceptTermsTest, OfANewerVersionComesAfterTheEarlierOnes) {
  const FoldResult first = Fold(nullptr, AcceptsTerms(1), As("maria admin", 7));
  const FoldResult third = Fold(&first->entity, AcceptsTerms(3), As("mats admin", 8));
  ASSERT_THAT(third, IsOk());
  const auto& acceptances = third->entity.terms_acceptance().acceptances();
  ASSERT_EQ(acceptances.size(), 2);
  EXPECT_THAT(acceptances[0], EqualsProto(first->entity.terms_acceptance().acceptances(0)));
  EXPECT_EQ(acceptances[1].version(), 3u);
  EXPECT_EQ(acceptances[1].by(), IdNamed("mats admin").bytes());
  EXPECT_THAT(Fold(&third->entity, AcceptsTerms(2), As("maria admin")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

TEST(AcceptTermsTest, IsRefused) {
  using I = v1::AcceptTerms;
  ExpectRefusals<I>(
      nullptr, AcceptsTerms(1), As("maria admin"),
      {
          {"no municipality", [](I& i) { i.clear_municipality_id(); }, v1::REASON_MISSING_FIELD},
          {"a municipality that is no id", [](I& i) { i.set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"the id of another's", [](I& i) { i.set_municipality_id(IdNamed("x").ToBytes()); },
           v1::REASON_BAD_ID},
          {"no version", [](I& i) { i.clear_version(); }, v1::REASON_OUT_OF_RANGE},
      });
  const v1::Entity post = APost();
  EXPECT_THAT(Fold(&post, AcceptsTerms(1), As("maria admin")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
