// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AGroup;
using test::APost;
using test::As;
using test::ChangesGroup;
using test::DissolvesGroup;
using test::EqualsProto;
using test::FormsGroup;
using test::HasReason;
using test::IdNamed;
using test::IsOk;

template <typename Intent>
void Name(Intent& intent, int people) {
  intent.clear_person_ids();
  for (int i = 0; i < people; ++i) {
    intent.add_person_ids(IdNamed("person " + std::to_string(i)).ToBytes());
  }
}

template <typename Intent>
std::vector<Spoilt<Intent>> SpoiltPeople() {
  using I = Intent;
  return {
      {"no name", [](I& i) { i.clear_name(); }, v1::REASON_TEXT_EMPTY},
      {"a long name", [](I& i) { i.set_name(std::string(kMaxNameBytes + 1, 'a')); },
       v1::REASON_TEXT_TOO_LONG},
      {"a name of two lines", [](I& i) { i.set_name("a\nb"); }, v1::REASON_TEXT_INVALID},
      {"nobody", [](I& i) { i.clear_person_ids(); }, v1::REASON_OUT_OF_RANGE},
      {"one alone", [](I& i) { Name(i, 1); }, v1::REASON_OUT_OF_RANGE},
      {"too many", [](I& i) { Name(i, kMaxGroup + 1); }, v1::REASON_OUT_OF_RANGE},
      {"somebody who is no id", [](I& i) { i.set_person_ids(0, "x"); }, v1::REASON_BAD_ID},
      {"somebody twice", [](I& i) { i.add_person_ids(i.person_ids(0)); }, v1::REASON_MALFORMED},
  };
}

TEST(FormGroupTest, MakesAGroupInOneOrder) {
  v1::FormGroup intent = FormsGroup(AGroup({"anna", "bo", "axel"}));
  std::reverse(intent.mutable_person_ids()->begin(), intent.mutable_person_ids()->end());
  const FoldResult formed = Fold(nullptr, intent, As("carin coach"));
  ASSERT_THAT(formed, IsOk());
  EXPECT_THAT(formed->entity,
              EqualsProto(v1::Entity(AGroup({"anna", "bo", "axel"}).By("carin coach"))));
  ExpectMakesANewEntity(intent, As("carin coach"));
  ExpectWantsAFreeId(intent, As("carin coach"));
}

TEST(FormGroupTest, TakesTwoToForty) {
  for (const int people : {kMinGroup, kMaxGroup}) {
    v1::FormGroup intent = FormsGroup();
    Name(intent, people);
    EXPECT_THAT(Fold(nullptr, intent, As("carin coach")), IsOk()) << people;
  }
}

TEST(FormGroupTest, IsRefused) {
  using I = v1::FormGroup;
  std::vector<Spoilt<I>> table = SpoiltPeople<I>();
  table.push_back({"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD});
  table.push_back(
      {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID});
  ExpectRefusals<I>(nullptr, FormsGroup(), As("carin coach"), table);
}

TEST(ChangeGroupTest, ChangesNameAndPeopleAndNothingElse) {
  const v1::Entity group = AGroup();
  v1::ChangeGroup intent = ChangesGroup(AGroup({"anna", "axel"}));
  intent.set_name("Grupp Skärgård");
  const FoldResult changed = Fold(&group, intent, As("carin coach"));
  ASSERT_THAT(changed, IsOk());
  v1::Entity expected = AGroup({"anna", "axel"});
  expected.mutable_group()->set_name("Grupp Skärgård");
  EXPECT_THAT(changed->entity, EqualsProto(expected));
  EXPECT_EQ(changed->history, History::kKeepBefore);
}

TEST(ChangeGroupTest, IsRefused) {
  const v1::Entity group = AGroup();
  ExpectRefusals<v1::ChangeGroup>(&group, ChangesGroup(group), As("carin coach"),
                                  SpoiltPeople<v1::ChangeGroup>());
  const v1::Entity dissolved = AGroup().Dissolved();
  EXPECT_THAT(Fold(&dissolved, ChangesGroup(dissolved), As("carin coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  ExpectNotFound(ChangesGroup(group), As("carin coach"), APost());
}

TEST(DissolveGroupTest, EndsItOnceAndKeepsWhoWasInIt) {
  const v1::Entity group = AGroup();
  const FoldResult dissolved = Fold(&group, DissolvesGroup(group), As("carin coach"));
  ASSERT_THAT(dissolved, IsOk());
  EXPECT_THAT(dissolved->entity, EqualsProto(v1::Entity(AGroup().Dissolved())));
  EXPECT_FALSE(dissolved->gone);
  EXPECT_THAT(Fold(&dissolved->entity, DissolvesGroup(group), As("carin coach")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  ExpectNotFound(DissolvesGroup(group), As("carin coach"), APost());
}

}  // namespace
}  // namespace samstig::rules
