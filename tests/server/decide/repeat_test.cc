// SPDX-License-Identifier: Apache-2.0
// The same deed, sent again under another identity of the same person: done once, and said to be
// done.
#include "server/decide/repeat.h"

#include <gtest/gtest.h>

#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using testing::SizeIs;

class RepeatTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  v1::EditPost Edits(const std::string& name, const std::string& text,
                     const std::string& replaces) {
    return EditsPost(APost(), ARevision(name, text), {IdNamed(replaces)});
  }
  Village village;
};

TEST_F(RepeatTest, APostWrittenBeforeIsAppliedWithoutAChange) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  const uint64_t seq = village.LastSeq();
  const v1::Outcome again = village.Does("anna", WritesPost("Hej"));
  EXPECT_THAT(again, WasApplied());
  EXPECT_LE(again.seq(), seq);
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(RepeatTest, AlsoWhenItHasBeenEditedSince) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("second", "Hej hej", "post")), WasApplied());
  EXPECT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  EXPECT_EQ(village.Stored(IdNamed("post")).post().heads(0).text(), "Hej hej");
}

TEST_F(RepeatTest, OtherContentUnderTheSameIdIsNoRepeat) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  EXPECT_THAT(village.Does("anna", WritesPost("Hallå")), WasParked(v1::REASON_ALREADY_EXISTS));
}

TEST_F(RepeatTest, SomebodyElsesIsNoRepeat) {
  ASSERT_THAT(village.Does("anna", WritesPost("Hej")), WasApplied());
  EXPECT_THAT(village.Does("bo", WritesPost("Hej")), WasParked(v1::REASON_ALREADY_EXISTS));
}

TEST_F(RepeatTest, AVersionThatWasReplacedIsNotBroughtBack) {
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("second", "Två", "post")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("third", "Tre", "second")), WasApplied());
  EXPECT_THAT(village.Does("anna", Edits("second", "Två", "post")), WasApplied());
  const v1::Post post = village.Stored(IdNamed("post")).post();
  ASSERT_THAT(post.heads(), SizeIs(1));
  EXPECT_EQ(post.heads(0).text(), "Tre");
}

TEST_F(RepeatTest, AReplacedVersionsIdIsNotUsedForAnotherText) {
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("second", "Två", "post")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("third", "Tre", "second")), WasApplied());
  EXPECT_THAT(village.Does("anna", Edits("second", "Något annat", "post")),
              WasParked(v1::REASON_ALREADY_EXISTS));
}

TEST_F(RepeatTest, AnEditOfAnOldVersionThatIsNewStaysBesideTheOther) {
  ASSERT_THAT(village.Does("anna", WritesPost("Ett")), WasApplied());
  ASSERT_THAT(village.Does("anna", Edits("second", "Två", "post")), WasApplied());
  EXPECT_THAT(village.Does("anna", Edits("other", "Annat", "post")), WasMerged());
  EXPECT_THAT(village.Stored(IdNamed("post")).post().heads(), SizeIs(2));
}

}  // namespace
}  // namespace samstig::test
