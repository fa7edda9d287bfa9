// SPDX-License-Identifier: Apache-2.0
// The toolbox as the server keeps it: for its owner alone, and for longer than any cohort.
#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr std::string_view kSecret = "Alla tiger om omorganisationen.";

class ToolTest : public testing::Test {
 protected:
  Village village;
};

TEST_F(ToolTest, IsReadByItsOwnerAlone) {
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("first", kSecret))), WasApplied());
  EXPECT_THAT(village.BytesSentTo("anna"), HasSubstr(std::string(kSecret)));
  for (const char* other : {"axel", "bo", "carin coach", "maria admin", "olle organiser", "otto"}) {
    EXPECT_THAT(village.BytesSentTo(other), Not(HasSubstr(std::string(kSecret)))) << other;
  }
  EXPECT_THAT(village.Does("bo", SavesTool(ARevision("bos", "Mitt"))),
              WasParked(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(village.Does("bo", DropsTool()), WasParked(v1::REASON_NOT_FOUND));
}

TEST_F(ToolTest, WrittenOnTwoDevicesKeepsBothTextsAndALateRepeatBringsNothingBack) {
  const v1::SaveTool first = SavesTool(ARevision("first", "Ett"));
  ASSERT_THAT(village.Does("anna", first), WasApplied());
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("phone", "Två"), {"first"})), WasApplied());
  EXPECT_THAT(village.Does("anna", SavesTool(ARevision("laptop", "Tre"), {"first"})), WasMerged());
  EXPECT_THAT(village.Stored(IdNamed("tool")).tool().heads(), SizeIs(2));
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("joined", "Fyra"), {"phone", "laptop"})),
              WasApplied());
  ASSERT_THAT(village.Does("anna", first), WasApplied()) << "a copied device sends it once more";
  EXPECT_THAT(village.Stored(IdNamed("tool")).tool().heads(), SizeIs(1));
  EXPECT_THAT(village.History(IdNamed("tool")), SizeIs(3));
}

TEST_F(ToolTest, ThatIsPutAwayKeepsItsTextsAndIsTakenUpAgain) {
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("first", "Ett"))), WasApplied());
  ASSERT_THAT(village.Does("anna", DropsTool()), WasApplied());
  EXPECT_TRUE(village.Stored(IdNamed("tool")).tool().dropped());
  ASSERT_THAT(village.History(IdNamed("tool")), SizeIs(1));
  EXPECT_EQ(village.History(IdNamed("tool"))[0].tool().heads(0).text(), "Ett");
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("second", "Två"))), WasApplied());
  EXPECT_FALSE(village.Stored(IdNamed("tool")).tool().dropped());
}

TEST_F(ToolTest, WasFoundInAnAssignmentThatThereIs) {
  v1::SaveTool intent = SavesTool(ARevision("first", "Ett"));
  intent.set_assignment_id(IdNamed("assignment").ToBytes());
  EXPECT_THAT(village.Does("anna", intent), WasParked(v1::REASON_NOT_FOUND));
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  EXPECT_THAT(village.Does("anna", intent), WasApplied());
}

TEST_F(ToolTest, OutlivesTheCohortAndComesToANewDevice) {
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("first", kSecret))), WasApplied());
  for (const auto state :
       {v1::COHORT_STATE_WRAPPING_UP, v1::COHORT_STATE_ALUMNI, v1::COHORT_STATE_ARCHIVED}) {
    ASSERT_THAT(village.Does("olle organiser", MovesCohort(ACohort(), state)), WasApplied());
  }
  ASSERT_THAT(village.Does("olle organiser", EndsHat(AHat("anna"))), WasApplied());
  EXPECT_TRUE(village.IsReadBy("anna", IdNamed("tool"))) << "on a device that is new";
  ASSERT_THAT(village.Does("anna", SavesTool(ARevision("second", "Två"), {"first"})), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("tool")).tool().heads(0).text(), "Två");
}

}  // namespace
}  // namespace samstig::test
