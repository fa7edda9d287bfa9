// SPDX-License-Identifier: Apache-2.0
// Whoever was erased stays erased, whatever state of the network is opened, and whatever others'
// devices give back to it.
#include "server/sync/erasure_book.h"

#include <gmock/gmock.h>

#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "tests/server/village/village_device.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using server::ErasureBook;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

v1::Erasure AnErasure(std::string_view person) {
  v1::Erasure erasure;
  erasure.set_person_id(IdNamed(person).ToBytes());
  erasure.set_done_ms(kMonday);
  erasure.mutable_choices()->set_posts(v1::ERASURE_CHOICE_DELETE);
  erasure.mutable_choices()->set_work(v1::ERASURE_CHOICE_DELETE);
  return erasure;
}

class ErasureBookTest : public testing::Test {
 protected:
  TempDir dir;
  ErasureBook book{dir.File("erasures")};
};

TEST_F(ErasureBookTest, KeepsWhatWasNotedAcrossLives) {
  EXPECT_THAT(Must(book.Read("byn")), IsEmpty());
  ASSERT_THAT(book.Add("byn", {IdNamed("epoch"), AnErasure("anna"), "staden", IdNamed("asker")}),
              IsOk());
  ASSERT_THAT(book.Add("byn", {IdNamed("epoch"), AnErasure("bo"), "", {}}), IsOk());
  ASSERT_THAT(book.Add("byn", {IdNamed("epoch"), AnErasure("anna"), "", {}}), IsOk());
  ErasureBook again(dir.File("erasures"));
  const auto entries = Must(again.Read("byn"));
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].first_epoch, IdNamed("epoch"));
  EXPECT_EQ(entries[0].erasure.SerializeAsString(), AnErasure("anna").SerializeAsString());
  EXPECT_EQ(entries[0].asked_in, "staden");
  EXPECT_EQ(entries[0].asked_by, IdNamed("asker"));
  EXPECT_EQ(entries[1].asked_in, "");
  EXPECT_THAT(Must(again.Read("staden")), IsEmpty());
}

TEST_F(ErasureBookTest, ALineThatCannotBeReadIsSaidAndNotPassedOver) {
  ASSERT_THAT(book.Add("byn", {IdNamed("epoch"), AnErasure("anna"), "", {}}), IsOk());
  const std::string good = ReadFile(dir.File("erasures/byn"));
  for (const std::string& bad : {std::string("x"), good.substr(0, good.size() / 2), good.substr(1),
                                 good + "tail\n", good.substr(0, good.size() - 3) + "\n"}) {
    WriteFile(dir.File("erasures/byn"), bad);
    EXPECT_THAT(book.Read("byn"), HasReason(v1::REASON_DATA_DAMAGED)) << bad;
    EXPECT_THAT(book.Add("byn", {IdNamed("epoch"), AnErasure("bo"), "", {}}),
                HasReason(v1::REASON_DATA_DAMAGED));
    EXPECT_EQ(ReadFile(dir.File("erasures/byn")), bad);
  }
}

// ---- A network that is opened

class KeepErasedTest : public ErasureBookTest {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }

  // As the server does it.
  void IsErased(std::string_view person, const v1::ErasureChoices& choices) {
    const server::Erased erased = Must(village.Commits([&](server::Transaction& txn) {
      return server::ErasePerson(txn, IdNamed(person), choices, village.clock.Now(), random);
    }));
    ASSERT_THAT(book.Add("village", {village.store().FirstEpoch(), erased.erasure, "", {}}),
                IsOk());
  }
  base::Status IsOpened() {
    return WithEachStatementFailing(
        [&] { return server::KeepErased(village.store(), book, random); });
  }
  static v1::ErasureChoices Choosing(v1::ErasureChoice all) {
    v1::ErasureChoices choices;
    choices.set_posts(all);
    choices.set_work(all);
    return choices;
  }
  std::string Bytes() { return ReadFile(village.file()) + ReadFile(village.file() + "-wal"); }
  v1::PersonTrace TraceOf(std::string_view person) {
    return village.Stored(IdNamed(person)).person().trace();
  }

  Village village;
  SeededRandom random{SeedOr(43)};
};

TEST_F(KeepErasedTest, ARestoredNetworkForgetsAgainBeforeAnybodyReads) {
  ASSERT_THAT(village.Does("anna", WritesPost("Jag vågade inte")), WasApplied());
  ASSERT_THAT(village.Does("bo", WritesPost("Bos", "bo's")), WasApplied());
  village.BacksUp("monday");
  IsErased("anna", Choosing(v1::ERASURE_CHOICE_DELETE));
  village.IsRestoredFrom("monday");
  ASSERT_EQ(village.Stored(IdNamed("anna")).person().name(), "anna");
  ASSERT_THAT(IsOpened(), IsOk());
  EXPECT_EQ(TraceOf("anna"), v1::PERSON_TRACE_GONE);
  EXPECT_EQ(village.Stored(IdNamed("post")).body_case(), v1::Entity::BODY_NOT_SET);
  EXPECT_EQ(village.Stored(IdNamed("bo's")).post().heads(0).text(), "Bos");
  EXPECT_THAT(Bytes(), Not(HasSubstr("vågade")));
  EXPECT_THAT(Bytes(), Not(HasSubstr("anna@")));
  const uint64_t seq = village.LastSeq();
  village.Restarts();
  ASSERT_THAT(IsOpened(), IsOk());
  EXPECT_EQ(village.LastSeq(), seq) << "once is enough";
}

TEST_F(KeepErasedTest, SomebodyWhoCameAfterTheBackupDoesNotComeBackWithTheDevicesOfOthers) {
  VillageDevice marias(village, "maria admin");
  marias.Syncs();
  village.BacksUp("monday");
  marias.Writes(EnrolsLeader("asta"));
  marias.Syncs();
  ASSERT_EQ(village.Stored(IdNamed("asta")).person().name(), "asta");
  IsErased("asta", Choosing(v1::ERASURE_CHOICE_DELETE));
  village.IsRestoredFrom("monday");
  ASSERT_THAT(IsOpened(), IsOk());
  marias.Syncs();
  EXPECT_EQ(TraceOf("asta"), v1::PERSON_TRACE_GONE);
  EXPECT_EQ(village.Stored(IdNamed("asta's place")).body_case(), v1::Entity::BODY_NOT_SET);
  EXPECT_THAT(marias.Parked(), IsEmpty()) << "nor does she lie in Maria's outbox";
  EXPECT_THAT(Bytes(), Not(HasSubstr("asta@")));
}

TEST_F(KeepErasedTest, WhoWasPutInAnothersPlaceLeavesThatPlaceFree) {
  VillageDevice marias(village, "maria admin");
  marias.Syncs();
  village.BacksUp("monday");
  marias.Writes(Replaces(AnEnrolment("axel"), "asta"));
  marias.Syncs();
  IsErased("asta", Choosing(v1::ERASURE_CHOICE_DELETE));
  village.IsRestoredFrom("monday");
  ASSERT_THAT(IsOpened(), IsOk());
  marias.Syncs();
  EXPECT_EQ(village.Stored(IdNamed("axel's place")).enrolment().state(),
            v1::ENROLMENT_STATE_WITHDRAWN);
  EXPECT_THAT(marias.Parked(), IsEmpty());
}

TEST_F(KeepErasedTest, WhatOthersWroteAfterTheBackupComesBackWithATraceInIt) {
  VillageDevice bos(village, "bo");
  bos.Syncs();
  village.BacksUp("monday");
  v1::WritePost post = WritesPost("Fråga Anna", "bo's");
  post.add_mentions(IdNamed("anna").ToBytes());
  bos.Writes(post);
  bos.Syncs();
  IsErased("anna", Choosing(v1::ERASURE_CHOICE_DELETE));
  bos.Syncs();
  village.IsRestoredFrom("monday");
  ASSERT_THAT(IsOpened(), IsOk());
  bos.Syncs();
  EXPECT_THAT(bos.Parked(), IsEmpty());
  const v1::Post stored = village.Stored(IdNamed("bo's")).post();
  ASSERT_THAT(stored.heads(), SizeIs(1));
  EXPECT_EQ(stored.heads(0).text(), "Fråga Anna");
  EXPECT_EQ(stored.heads(0).mentions(0), rules::TraceId(v1::PERSON_TRACE_ANONYMOUS).bytes());
}

TEST_F(KeepErasedTest, WhatACoachSaidAboutErasedWorkComesBackWithoutWords) {
  ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
  ASSERT_THAT(village.Does("anna", Submits("Jag vågade inte")), WasApplied());
  VillageDevice carins(village, "carin coach");
  carins.Syncs();
  village.BacksUp("monday");
  carins.Writes(GivesFeedback(v1::VERDICT_RETURN, "Försök igen, Anna"));
  carins.Syncs();
  village.clock.Advance(base::kHourMs);
  IsErased("anna", Choosing(v1::ERASURE_CHOICE_DELETE));
  village.IsRestoredFrom("monday");
  ASSERT_THAT(IsOpened(), IsOk());
  carins.Syncs();
  EXPECT_TRUE(village.Stored(IdNamed("feedback")).feedback().erased());
  EXPECT_EQ(village.Stored(IdNamed("feedback")).feedback().text(), "");
  EXPECT_THAT(carins.Parked(), IsEmpty());
}

TEST_F(KeepErasedTest, WhatOnlyTheNetworkKnowsIsNotedInTheBook) {
  const auto txn = Must(village.store().Begin());
  ASSERT_THAT(server::ErasePerson(*txn, IdNamed("anna"), Choosing(v1::ERASURE_CHOICE_DELETE),
                                  village.clock.Now(), random),
              IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  // And here the server crashes, before the book has its line.
  ASSERT_THAT(book.BeginScrub("village"), IsOk());
  ASSERT_THAT(IsOpened(), IsOk());
  const auto entries = Must(book.Read("village"));
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].erasure.person_id(), IdNamed("anna").bytes());
  EXPECT_FALSE(book.IsScrubDue("village"));
}

TEST_F(KeepErasedTest, AnotherNetworkOfTheSameNameHasNothingToForget) {
  ASSERT_THAT(book.Add("village", {IdNamed("another epoch"), AnErasure("anna"), "", {}}), IsOk());
  ASSERT_THAT(IsOpened(), IsOk());
  EXPECT_EQ(TraceOf("anna"), v1::PERSON_TRACE_UNSPECIFIED);
}

TEST_F(KeepErasedTest, WhoWasTheOnlyOrganiserThenIsErasedAllTheSame) {
  village.BacksUp("monday");
  const v1::Entity hat = AHat("otto").Organiser().WithId(IdNamed("otto's other hat"));
  ASSERT_THAT(village.Does("olle organiser", GrantsHat(hat)), WasApplied());
  IsErased("olle organiser", Choosing(v1::ERASURE_CHOICE_DELETE));
  village.IsRestoredFrom("monday");
  ASSERT_THAT(IsOpened(), IsOk());
  EXPECT_EQ(TraceOf("olle organiser"), v1::PERSON_TRACE_GONE);
}

TEST_F(KeepErasedTest, ABookThatCannotBeReadKeepsTheNetworkClosed) {
  ASSERT_THAT(book.Add("village", {IdNamed("epoch"), AnErasure("anna"), "", {}}), IsOk());
  WriteFile(dir.File("erasures/village"), "nonsense\n");
  EXPECT_THAT(IsOpened(), HasReason(v1::REASON_DATA_DAMAGED));
}

}  // namespace
}  // namespace samstig::test
