// SPDX-License-Identifier: Apache-2.0
// What a leader thinks about the own team is seen by nobody, the employer least of all.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

TEST(TeamTest, IsReadByItsLeaderAlone) {
  Village village;
  ASSERT_THAT(village.Does("anna", SavesTeam(ARevision("first", "Två vill sluta."))), WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr("vill sluta"));
  for (const char* other : {"axel", "bo", "carin coach", "maria admin", "olle organiser", "otto"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr("vill sluta"))) << other;
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr("Biblioteket"))) << other;
  }
  EXPECT_THAT(village.Does("bo", DropsTeam()), WasParked(v1::REASON_NOT_FOUND));
}

TEST(TeamTest, OnTwoDevicesKeepsBothNotesAndIsPutAwayWithThem) {
  Village village;
  ASSERT_THAT(village.Does("anna", SavesTeam(ARevision("phone", "Ett"))), WasApplied());
  EXPECT_THAT(village.Does("anna", SavesTeam(ARevision("laptop", "Två"))), WasMerged());
  EXPECT_THAT(village.Stored(IdNamed("team")).team().heads(), SizeIs(2));
  ASSERT_THAT(village.Does("anna", DropsTeam()), WasApplied());
  EXPECT_TRUE(village.Stored(IdNamed("team")).team().dropped());
  EXPECT_THAT(village.History(IdNamed("team")), SizeIs(2));
}

TEST(TeamTest, IsTakenFromSomebodyInNoCohortToo) {
  Village village;
  EXPECT_THAT(village.Does("otto", SavesTeam(ARevision("first", ""))), WasApplied());
}

}  // namespace
}  // namespace samstig::test
