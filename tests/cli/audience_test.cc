// SPDX-License-Identifier: Apache-2.0
// What is said of a thread before something is shared in it, and of a thread's level.
#include "cli/audience.h"

#include <gtest/gtest.h>

#include "cli/reading.h"
#include "tests/support/story.h"

namespace samstig::cli {
namespace {

using test::IdNamed;

TEST(AudienceLineTest, SaysHowManyFromWhereAndWhetherHrIsAmongThem) {
  rules::Audience audience;
  EXPECT_EQ(AudienceLine(audience), "0 people, 0 municipalities, no one from your HR");
  audience.people = {IdNamed("bo")};
  audience.municipalities = {IdNamed("raseborg")};
  EXPECT_EQ(AudienceLine(audience), "1 person, 1 municipality, no one from your HR");
  audience.people.insert(IdNamed("maria admin"));
  audience.own_hr.insert(IdNamed("maria admin"));
  EXPECT_EQ(AudienceLine(audience), "2 people, 1 municipality, 1 from your HR");
}

TEST(LevelLineTest, SaysWhy) {
  EXPECT_EQ(LevelLine({}), "normal");
  EXPECT_EQ(LevelLine({v1::LEVEL_MUTED, v1::LEVEL_WHY_CHOSEN}), "muted, as you chose");
  EXPECT_EQ(LevelLine({v1::LEVEL_WATCHING, v1::LEVEL_WHY_STARTED}),
            "watching, since you started it");
  EXPECT_EQ(LevelLine({v1::LEVEL_TRACKING, v1::LEVEL_WHY_MENTIONED}),
            "tracking, since you were mentioned in it");
}

TEST(UnreadLineTest, SaysHowManyAndWhetherOneIsNamed) {
  ThreadSummary summary;
  summary.posts = 10;
  summary.unread.posts = 3;
  EXPECT_EQ(UnreadLine(summary), "3 of 10");
  summary.unread.mentions = 1;
  EXPECT_EQ(UnreadLine(summary), "3 of 10; 1 names you");
  summary.unread.mentions = 2;
  EXPECT_EQ(UnreadLine(summary), "3 of 10; 2 name you");
}

TEST(PostTextTest, SaysWhyThereIsNone) {
  const v1::Entity down = test::APost().TakenDown();
  EXPECT_EQ(TextOrWhyNone(down.post()), "(taken down by a coach as hurtful)");
  v1::Post noted = down.post();
  noted.mutable_removal()->set_note("Skriv om dig själv.");
  EXPECT_EQ(TextOrWhyNone(noted), "(taken down by a coach as hurtful: Skriv om dig själv.)");
  const v1::Entity withdrawn = test::APost().Withdrawn();
  EXPECT_EQ(TextOrWhyNone(withdrawn.post()), "(taken back)");
  const v1::Entity there = test::APost("Hej!");
  EXPECT_EQ(TextOrWhyNone(there.post()), "Hej!");
  EXPECT_EQ(TextOrWhyNone(v1::Post()), "(put back; its text comes with the server's answer)");
}

}  // namespace
}  // namespace samstig::cli
