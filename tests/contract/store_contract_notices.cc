// SPDX-License-Identifier: Apache-2.0
// What every Store must do for notices by mail: marks, the outbox, addresses, and in which order
// entities came.
#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/contract/store_contract.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

using base::Id;
using base::TimeMs;
using server::LogRow;
using server::NoticeMark;
using server::OutMail;
using server::Scope;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using testing::SizeIs;

namespace {

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

}  // namespace

TEST_P(StoreContract, ARestoreSaysHowFarTheBackupWent) {
  EXPECT_THAT(Read()->RestoredTo(), IsOkAndHolds(0u));
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "a", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->SetRestoredAt(kMonday), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "b", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  EXPECT_THAT(Read()->RestoredTo(), IsOkAndHolds(1u));
}

TEST_P(StoreContract, EntitiesAreCountedInTheOrderInWhichTheyCame) {
  EXPECT_THAT(Read()->LastNth(), IsOkAndHolds(0u));
  auto txn = Begin();
  ASSERT_THAT(txn->Put(IdNamed("a"), "a", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("b"), "b", {kCohort}, {}), IsOk());
  ASSERT_THAT(txn->Put(IdNamed("a"), "a again", {kCohort}, {}), IsOk());
  EXPECT_THAT(txn->LastNth(), IsOkAndHolds(2u));
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  std::vector<std::pair<Id, uint64_t>> rows;
  ASSERT_THAT(Read()->ReadLog(kCohort, 0, 10,
                              [&](const LogRow& row) {
                                rows.emplace_back(row.id, row.nth);
                                return true;
                              }),
              IsOk());
  EXPECT_THAT(rows, ElementsAre(std::pair(IdNamed("b"), 2u), std::pair(IdNamed("a"), 1u)))
      << "changed last, but made first";
}

TEST_P(StoreContract, NoticeMarksAreFoundByPersonAndByWhenTheyAreDue) {
  const auto mark_of = [](const char* person, TimeMs due) {
    NoticeMark mark;
    mark.person = IdNamed(person);
    mark.told_seq = 5;
    mark.told_nth = 3;
    mark.told_ms = kMonday;
    mark.soon_seq = 7;
    mark.soon_nth = 4;
    mark.digest_due = kMonday + 2;
    mark.due = due;
    return mark;
  };
  auto txn = Begin();
  ASSERT_THAT(txn->PutNoticeMark(mark_of("anna", 30)), IsOk());
  ASSERT_THAT(txn->PutNoticeMark(mark_of("bo", 10)), IsOk());
  ASSERT_THAT(txn->PutNoticeMark(mark_of("carin", 20)), IsOk());
  ASSERT_THAT(txn->PutNoticeMark(mark_of("carin", 5)), IsOk()) << "in place of the last one";
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  Reopen();
  const auto read = Read();
  EXPECT_THAT(read->NoticeMarkOf(IdNamed("anna")), IsOkAndHolds(Optional(mark_of("anna", 30))));
  EXPECT_THAT(read->NoticeMarkOf(IdNamed("nobody")), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(read->NoticesDue(4, 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(read->NoticesDue(29, 10),
              IsOkAndHolds(ElementsAre(mark_of("carin", 5), mark_of("bo", 10))));
  EXPECT_THAT(read->NoticesDue(30, 1), IsOkAndHolds(ElementsAre(mark_of("carin", 5))));
}

TEST_P(StoreContract, MailsWaitInTheOutboxUntilTheyAreStruckOff) {
  OutMail mail;
  mail.person = IdNamed("anna");
  mail.message_id = "notices.1";
  mail.subject = "Nytt";
  mail.body = "Hej!";
  mail.html = "<p>Hej!</p>";
  mail.made = kMonday;
  mail.due = 10;
  auto txn = Begin();
  ASSERT_THAT(txn->PutOutMail(mail), IsOk());
  mail.due = 5;
  ASSERT_THAT(txn->PutOutMail(mail), IsOk()) << "another one";
  ASSERT_THAT(txn->Commit(), IsOk());
  EXPECT_EQ(txn->LastSeq(), 0u) << "mails are no change in the log";
  txn.reset();
  Reopen();
  EXPECT_THAT(Must(Read()->MailsDue(4, 10)), IsEmpty());
  std::vector<OutMail> mails = Must(Read()->MailsDue(10, 10));
  ASSERT_THAT(mails, SizeIs(2));
  EXPECT_EQ(mails[0].due, 5);
  EXPECT_EQ(mails[1].person, IdNamed("anna"));
  EXPECT_EQ(mails[1].message_id, "notices.1");
  EXPECT_EQ(mails[1].subject, "Nytt");
  EXPECT_EQ(mails[1].body, "Hej!");
  EXPECT_EQ(mails[1].html, "<p>Hej!</p>");
  EXPECT_EQ(mails[1].made, kMonday);
  EXPECT_EQ(mails[1].tries, 0);
  EXPECT_THAT(Must(Read()->MailsDue(10, 1)), SizeIs(1));

  txn = Begin();
  mails[1].tries = 2;
  mails[1].due = 99;
  ASSERT_THAT(txn->PutOutMail(mails[1]), IsOk());
  ASSERT_THAT(txn->DeleteOutMail(mails[0].no), IsOk());
  ASSERT_THAT(txn->DeleteOutMail(4711), IsOk()) << "harmless";
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  mails = Must(Read()->MailsDue(99, 10));
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].tries, 2);
}

TEST_P(StoreContract, AnAddressIsFoundByItsPerson) {
  auto txn = Begin();
  ASSERT_THAT(txn->PutAccount({IdNamed("anna"), "anna@example.org"}), IsOk());
  ASSERT_THAT(txn->Commit(), IsOk());
  txn.reset();
  EXPECT_THAT(Read()->EmailOf(IdNamed("anna")),
              IsOkAndHolds(Optional(std::string("anna@example.org"))));
  EXPECT_THAT(Read()->EmailOf(IdNamed("bo")), IsOkAndHolds(std::nullopt));
}

}  // namespace samstig::test
