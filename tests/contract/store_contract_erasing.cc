// SPDX-License-Identifier: Apache-2.0
// What a Store must be able to leave nothing of.
#include <gmock/gmock.h>

#include <tuple>
#include <vector>

#include "tests/contract/store_contract.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using base::Id;
using server::Scope;
using server::Seq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::UnorderedElementsAre;

using Version = std::tuple<Id, Seq, std::string>;

std::vector<Version> VersionsIn(server::Transaction& txn) {
  std::vector<Version> versions;
  EXPECT_THAT(txn.ReadHistory([&](const Id& id, Seq seq, std::string_view bytes) {
    versions.emplace_back(id, seq, bytes);
  }),
              IsOk());
  return versions;
}

// Puts "two" after "one" was kept.
void Rewrites(server::Transaction& txn, const Id& id) {
  ASSERT_THAT(txn.Put(id, "one", {Scope::Network()}, {}), IsOk());
  ASSERT_THAT(txn.KeepHistory(id), IsOk());
  ASSERT_THAT(txn.Put(id, "two", {Scope::Network()}, {}), IsOk());
}

TEST_P(StoreContract, AllKeptVersionsAreReadAlsoOfWhatHasEnded) {
  auto txn = Begin();
  Rewrites(*txn, IdNamed("a"));
  Rewrites(*txn, IdNamed("b"));
  ASSERT_THAT(txn->Remove(IdNamed("b")), IsOk());
  EXPECT_THAT(VersionsIn(*txn), UnorderedElementsAre(Version{IdNamed("a"), 1, "one"},
                                                     Version{IdNamed("b"), 3, "one"}));
}

TEST_P(StoreContract, AKeptVersionIsReplacedOrForgottenAlone) {
  auto txn = Begin();
  Rewrites(*txn, IdNamed("a"));
  ASSERT_THAT(txn->KeepHistory(IdNamed("a")), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "three", {Scope::Network()}, {}), IsOk());
  ASSERT_THAT(txn->ReplaceHistory(IdNamed("a"), 1, "uno"), IsOk());
  ASSERT_THAT(txn->ForgetHistory(IdNamed("a"), 2), IsOk());
  ASSERT_THAT(txn->ForgetHistory(IdNamed("a"), 7), IsOk()) << "harmless";
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_THAT(Read()->History(IdNamed("a")), IsOkAndHolds(ElementsAre("uno")));
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(Optional(std::string("three"))));
}

server::DeviceRow PhoneOf(std::string_view person) {
  server::DeviceRow device;
  device.device = IdNamed(std::string(person) + "'s phone");
  device.person = IdNamed(person);
  device.name = "telefon";
  device.token_hash = device.device.ToBytes() + device.device.ToBytes();
  return device;
}

TEST_P(StoreContract, APersonIsForgottenAndNobodyElse) {
  auto txn = Begin();
  for (const std::string name : {"anna", "bo"}) {
    const Id person = IdNamed(name);
    const std::string email = name + "@example.org";
    ASSERT_THAT(txn->PutAccount({person, email}), IsOk());
    server::SignInCode code;
    code.email = email;
    ASSERT_THAT(txn->PutCode(code), IsOk());
    ASSERT_THAT(txn->PutDevice(PhoneOf(name)), IsOk());
    ASSERT_THAT(txn->PutOutcome(PhoneOf(name).device, 1, {{}, "outcome"}), IsOk());
    ASSERT_THAT(txn->PutRequestOutcome(person, "request", {{}, "outcome"}, kMonday), IsOk());
    server::NoticeMark mark;
    mark.person = person;
    ASSERT_THAT(txn->PutNoticeMark(mark), IsOk());
    server::OutMail mail;
    mail.person = person;
    ASSERT_THAT(txn->PutOutMail(mail), IsOk());
  }
  ASSERT_THAT(txn->ForgetPerson(IdNamed("anna")), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  auto read = Read();
  for (const std::string name : {"anna", "bo"}) {
    const bool stays = name == "bo";
    EXPECT_EQ(Must(read->AccountByEmail(name + "@example.org")).has_value(), stays);
    EXPECT_EQ(Must(read->CodeFor(name + "@example.org")).has_value(), stays);
    EXPECT_EQ(Must(read->Device(PhoneOf(name).device)).has_value(), stays);
    EXPECT_EQ(Must(read->OutcomeOf(PhoneOf(name).device, 1)).has_value(), stays);
    EXPECT_EQ(Must(read->RequestOutcome(IdNamed(name), "request")).has_value(), stays);
    EXPECT_EQ(Must(read->NoticeMarkOf(IdNamed(name))).has_value(), stays);
  }
  EXPECT_THAT(Must(read->MailsDue(kMonday, 10)), testing::SizeIs(1));
}

TEST_P(StoreContract, ABlobIsCopiedToAnotherOwnerAndDeletedWithItsChunks) {
  const std::string from(32, 'f');
  const std::string to(32, 't');
  auto txn = Begin();
  ASSERT_THAT(txn->PutBlob(from, {10, IdNamed("anna"), true, "\x03"}), IsOk());
  ASSERT_THAT(txn->PutBlobChunk(from, 0, "01234"), IsOk());
  ASSERT_THAT(txn->PutBlobChunk(from, 1, "56789"), IsOk());
  EXPECT_THAT(txn->BlobsOf(IdNamed("anna")), IsOkAndHolds(ElementsAre(from)));
  ASSERT_THAT(txn->CopyBlob(from, to, IdNamed("nobody")), IsOk());
  ASSERT_THAT(txn->CopyBlob(from, to, IdNamed("nobody")), IsOk()) << "harmless";
  ASSERT_THAT(txn->DeleteBlob(from), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  auto read = Read();
  EXPECT_EQ(Must(read->Blob(from)), std::nullopt);
  EXPECT_EQ(Must(read->BlobChunk(from, 1)), std::nullopt);
  EXPECT_THAT(read->BlobChunk(to, 1), IsOkAndHolds(Optional(std::string("56789"))));
  EXPECT_EQ(Must(read->Blob(to))->uploader, IdNamed("nobody"));
  EXPECT_EQ(Must(read->BlobBytesOf(IdNamed("anna"))), 0u);
}

TEST_P(StoreContract, ScrubbingChangesNothingThatCanBeRead) {
  {
    auto txn = Begin();
    Rewrites(*txn, IdNamed("a"));
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  ASSERT_THAT(store().Scrub(), IsOk());
  EXPECT_THAT(Read()->Get(IdNamed("a")), IsOkAndHolds(Optional(std::string("two"))));
  EXPECT_EQ(Read()->LastSeq(), 2u);
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("b"), "after", {Scope::Network()}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  store().Close();
  EXPECT_THAT(store().Scrub(), HasReason(v1::REASON_UNAVAILABLE));
}

}  // namespace
}  // namespace samstig::test
