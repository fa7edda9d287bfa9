// SPDX-License-Identifier: Apache-2.0
#include "cli/group_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace samstig::cli {
namespace {

// The ids are the names.
const Naming kPlain{[](const std::string& id) { return id; },
                    [](const std::string& id) { return id; }};

v1::PlacementReason Because(v1::PlacementReasonKind kind, uint32_t count = 0) {
  v1::PlacementReason reason;
  reason.set_kind(kind);
  reason.set_count(count);
  reason.set_municipality_id("Pargas");
  reason.set_sector("care");
  reason.add_person_ids("Bo");
  return reason;
}

v1::UnmetWish But(v1::UnmetWishKind kind, std::initializer_list<const char*> people,
                  uint32_t count = 0) {
  v1::UnmetWish unmet;
  unmet.set_kind(kind);
  unmet.set_count(count);
  unmet.set_municipality_id("Pargas");
  unmet.set_sector("care");
  for (const char* person : people) unmet.add_person_ids(person);
  return unmet;
}

TEST(GroupWordsTest, EveryReasonHasAName) {
  for (int i = v1::PlacementReasonKind_MIN; i <= v1::PlacementReasonKind_MAX; ++i) {
    const auto kind = static_cast<v1::PlacementReasonKind>(i);
    EXPECT_NE(Name(kind), "UNKNOWN");
    EXPECT_EQ(Sentence(Because(kind), kPlain).empty(),
              kind == v1::PLACEMENT_REASON_KIND_UNSPECIFIED);
  }
  for (int i = v1::UnmetWishKind_MIN; i <= v1::UnmetWishKind_MAX; ++i) {
    const auto kind = static_cast<v1::UnmetWishKind>(i);
    EXPECT_NE(Name(kind), "UNKNOWN");
    EXPECT_EQ(Sentence(But(kind, {"Anna", "Bo"}), kPlain).empty(),
              kind == v1::UNMET_WISH_KIND_UNSPECIFIED);
  }
  EXPECT_EQ(Name(v1::PLACEMENT_REASON_KIND_APART_FROM_LINE), "APART_FROM_LINE");
  EXPECT_EQ(Name(v1::UNMET_WISH_KIND_MET_BEFORE), "MET_BEFORE");
}

TEST(GroupWordsTest, APlaceIsExplainedInOneSentence) {
  v1::Placement placement;
  *placement.add_reasons() = Because(v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_MUNICIPALITY);
  *placement.add_reasons() = Because(v1::PLACEMENT_REASON_KIND_APART_FROM_LINE);
  *placement.add_reasons() = Because(static_cast<v1::PlacementReasonKind>(77));
  *placement.add_reasons() = Because(v1::PLACEMENT_REASON_KIND_ONE_OF_RETURNING, 2);
  EXPECT_EQ(Sentence(placement, kPlain),
            "the only one from Pargas; not with Bo in one line of command; one of 2 who return");
  EXPECT_EQ(Sentence(Because(v1::PLACEMENT_REASON_KIND_ONE_OF_RETURNING, 1), kPlain),
            "the one who returns");
  EXPECT_EQ(Sentence(Because(v1::PLACEMENT_REASON_KIND_WITH_RETURNING, 1), kPlain),
            "new, with 1 who returns");
  EXPECT_EQ(Sentence(Because(v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_SECTOR), kPlain),
            "the only one in care");
}

TEST(GroupWordsTest, WhatAGroupLacksIsSaidPlainly) {
  v1::UnmetWish same = But(v1::UNMET_WISH_KIND_SAME_MUNICIPALITY, {"Anna", "Axel"});
  EXPECT_EQ(Sentence(same, kPlain), "Anna and Axel are both from Pargas.");
  same.set_unavoidable(true);
  same.add_person_ids("Asta");
  EXPECT_EQ(Sentence(same, kPlain),
            "Anna, Axel and Asta are all from Pargas; there are more of them than groups.");
  EXPECT_EQ(Sentence(But(v1::UNMET_WISH_KIND_MET_BEFORE, {"Anna", "Bo"}, 2), kPlain),
            "Anna and Bo were in 2 groups together before.");
  EXPECT_EQ(Sentence(But(v1::UNMET_WISH_KIND_TOO_FEW_RETURNING, {}, 1), kPlain),
            "1 person returns, fewer than in other groups.");
}

TEST(GroupWordsTest, ManyPeopleAreANumber) {
  v1::PlacementReason met = Because(v1::PLACEMENT_REASON_KIND_APART_FROM_THOSE_MET);
  for (const char* name : {"Cia", "Dan", "Eva", "Finn"}) met.add_person_ids(name);
  EXPECT_EQ(Sentence(met, kPlain), "not with 5 people from an earlier group");
}

TEST(GroupWordsTest, GroupsAreCalledInTheLanguageOfTheCohort) {
  EXPECT_EQ(GroupName("sv-FI", 3), "Grupp 3");
  EXPECT_EQ(GroupName("fi", 1), "Ryhmä 1");
  EXPECT_EQ(GroupName("da", 2), "Gruppe 2");
  EXPECT_EQ(GroupName("nb-NO", 2), "Gruppe 2");
  EXPECT_EQ(GroupName("en", 2), "Group 2");
}

}  // namespace
}  // namespace samstig::cli
