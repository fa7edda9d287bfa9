// SPDX-License-Identifier: Apache-2.0
// Which files a device holds and why: own ones for good, others' as long as something names them.
#include "client-lib/core/blobs.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::client {
namespace {

using test::IdNamed;
using test::IsOk;
using test::IsOkAndHolds;
using test::Must;
using testing::ElementsAre;
using testing::IsEmpty;

class BlobsTest : public testing::Test {
 protected:
  static std::string Hash(char of) { return std::string(32, of); }

  // The hash of what is sent next; empty when nothing is.
  std::string Next(const std::vector<std::string>& left_out = {}) {
    const std::optional<OwnBlob> next = Must(blobs_.NextToSend(left_out));
    return next ? next->sha256 : "";
  }

  // The post as a checkpoint leaves it, with these files.
  void Arrives(const std::string& post, const std::vector<std::string>& files) {
    v1::Entity entity = test::APost("Se bilden").Named(post);
    for (const std::string& sha256 : files) {
      entity.mutable_post()->mutable_heads(0)->add_attachments()->set_sha256(sha256);
    }
    LocalStore::Transaction txn = Must(store_->Begin(LocalStore::Durability::kAtOnce));
    ASSERT_THAT(store_->DeleteEntity(IdNamed(post)), IsOk());
    ASSERT_THAT(store_->InsertEntity(IdNamed(post), {}, entity.SerializeAsString()), IsOk());
    ASSERT_THAT(blobs_.Applied({IdNamed(post)}), IsOk());
    ASSERT_THAT(txn.Commit(), IsOk());
  }
  void Goes(const std::string& post) {
    LocalStore::Transaction txn = Must(store_->Begin(LocalStore::Durability::kAtOnce));
    ASSERT_THAT(store_->DeleteEntity(IdNamed(post)), IsOk());
    ASSERT_THAT(blobs_.Applied({IdNamed(post)}), IsOk());
    ASSERT_THAT(txn.Commit(), IsOk());
  }

  test::TempDir dir_;
  std::unique_ptr<LocalStore> store_ = Must(LocalStore::Open(dir_.File("anna.samstig")));
  Blobs blobs_ = Must(Blobs::Open(*store_));
};

TEST_F(BlobsTest, TheSmallestIsSentFirstAndEachOnce) {
  ASSERT_THAT(blobs_.Keep(Hash('a'), 3'000, "tavlan.jpg"), IsOk());
  ASSERT_THAT(blobs_.Keep(Hash('b'), 200, "anteckning.txt"), IsOk());
  ASSERT_THAT(blobs_.Keep(Hash('b'), 200, "samma en gång till.txt"), IsOk());
  EXPECT_EQ(Must(blobs_.Own()).size(), 2u);
  EXPECT_EQ(Must(blobs_.FindOwn(Hash('b')))->name, "anteckning.txt");
  EXPECT_EQ(Must(blobs_.FindOwn(Hash('c'))), std::nullopt);
  EXPECT_EQ(Next(), Hash('b'));
  EXPECT_EQ(Next({Hash('b')}), Hash('a')) << "what is damaged here holds nothing up";
  ASSERT_THAT(blobs_.IsThere(Hash('b')), IsOk());
  EXPECT_EQ(Next(), Hash('a'));
  ASSERT_THAT(blobs_.IsThere(Hash('a')), IsOk());
  EXPECT_EQ(Next(), "");
}

TEST_F(BlobsTest, AServerThatWasRestoredIsAskedAboutAllAgain) {
  ASSERT_THAT(blobs_.Keep(Hash('a'), 10, "a"), IsOk());
  ASSERT_THAT(blobs_.IsThere(Hash('a')), IsOk());
  ASSERT_THAT(blobs_.SendAllAgain(), IsOk());
  EXPECT_EQ(Next(), Hash('a'));
}

TEST_F(BlobsTest, OwnFilesOutliveTheProgram) {
  ASSERT_THAT(blobs_.Keep(Hash('a'), 10, "a"), IsOk());
  blobs_ = Must(Blobs::Open(*store_));
  EXPECT_EQ(Next(), Hash('a'));
}

TEST_F(BlobsTest, AFetchedFileStaysAsLongAsAnyPostNamesIt) {
  Arrives("ett", {Hash('a')});
  Arrives("två", {Hash('a'), Hash('b')});
  for (const char* post : {"ett", "två"}) {
    ASSERT_THAT(blobs_.Fetching(Hash('a'), IdNamed(post)), IsOk());
  }
  EXPECT_THAT(blobs_.IsFetched(Hash('a'), IdNamed("ett")), IsOkAndHolds(true));
  EXPECT_THAT(blobs_.IsFetched(Hash('b'), IdNamed("två")), IsOkAndHolds(false));
  Arrives("ett", {Hash('a')});
  EXPECT_THAT(Must(blobs_.Dropped()), IsEmpty()) << "edited, with the picture still in it";
  Arrives("ett", {});
  EXPECT_THAT(Must(blobs_.Dropped()), IsEmpty()) << "the other post has it";
  Goes("två");
  EXPECT_THAT(Must(blobs_.Dropped()), ElementsAre(Hash('a')));
  ASSERT_THAT(blobs_.Deleted(Hash('a')), IsOk());
  EXPECT_THAT(Must(blobs_.Dropped()), IsEmpty());
}

TEST_F(BlobsTest, WhatIsOwnAsWellIsNotDeletedWithAnothersPost) {
  Arrives("hennes", {Hash('a')});
  ASSERT_THAT(blobs_.Fetching(Hash('a'), IdNamed("hennes")), IsOk());
  ASSERT_THAT(blobs_.Keep(Hash('a'), 10, "min kopia"), IsOk());
  Goes("hennes");
  EXPECT_THAT(Must(blobs_.Dropped()), IsEmpty());
}

TEST_F(BlobsTest, WhatIsWantedAgainBeforeItIsDeletedStays) {
  Arrives("ett", {Hash('a')});
  ASSERT_THAT(blobs_.Fetching(Hash('a'), IdNamed("ett")), IsOk());
  Goes("ett");
  ASSERT_THAT(Must(blobs_.Dropped()), ElementsAre(Hash('a')));
  ASSERT_THAT(blobs_.Keep(Hash('a'), 10, "sparad"), IsOk());
  EXPECT_THAT(Must(blobs_.Dropped()), IsEmpty());
}

}  // namespace
}  // namespace samstig::client
