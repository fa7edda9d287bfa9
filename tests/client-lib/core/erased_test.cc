// SPDX-License-Identifier: Apache-2.0
// Somebody is erased: on everybody's devices, down to the bytes of their files.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

class ErasedTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    ASSERT_THAT(village.Does("anna", WritesPost("Jag vågade inte")), WasApplied());
    ASSERT_THAT(village.Does("axel", WritesPost("Det är lugnt", "axel's")), WasApplied());
  }

  void AnnaIsErased(v1::ErasureChoice posts) {
    v1::ErasureChoices choices;
    choices.set_posts(posts);
    choices.set_work(v1::ERASURE_CHOICE_DELETE);
    const auto txn = Must(village.store().Begin());
    ASSERT_THAT(server::ErasePerson(*txn, IdNamed("anna"), choices, village.clock.Now(), random),
                IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  static bool Holds(const VillageDevice& device, std::string_view words) {
    const std::string bytes = ReadFile(device.path()) + ReadFile(device.path() + "-wal");
    return bytes.find(words) != std::string::npos;
  }

  Village village;
  SeededRandom random{SeedOr(47)};
};

TEST_F(ErasedTest, NoByteOfWhatWasDeletedIsLeftInAnothersFile) {
  VillageDevice bos(village, "bo");
  bos.Syncs();
  while (Must(bos.core().IndexSome())) {
  }
  ASSERT_TRUE(Holds(bos, "vågade"));
  AnnaIsErased(v1::ERASURE_CHOICE_DELETE);
  bos.Syncs();
  EXPECT_FALSE(bos.Shows(IdNamed("post")));
  EXPECT_FALSE(Holds(bos, "vågade"));
  EXPECT_FALSE(Holds(bos, "anna"));
  EXPECT_TRUE(Holds(bos, "lugnt"));
}

TEST_F(ErasedTest, TheNameGoesAndTheWordsStayByNobody) {
  VillageDevice bos(village, "bo");
  bos.Syncs();
  AnnaIsErased(v1::ERASURE_CHOICE_ANONYMISE);
  bos.Syncs();
  const auto post = bos.core().Get(IdNamed("post"));
  ASSERT_THAT(post, IsOk());
  EXPECT_EQ(post->entity.author(), rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).bytes());
  EXPECT_TRUE(Holds(bos, "vågade"));
  EXPECT_FALSE(Holds(bos, "anna"));
}

}  // namespace
}  // namespace samstig::test
