// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/attachments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/rules/fold.h"
#include "domain/rules/names.h"
#include "domain/rules/revisions.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::rules {
namespace {

using test::AReport;
using test::As;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using testing::IsEmpty;
using testing::SizeIs;

v1::Attachment APhoto(char hash = 'h') {
  v1::Attachment photo;
  photo.set_sha256(std::string(32, hash));
  photo.set_size(70'000);
  photo.set_name("Möte i Pargas.jpg");
  photo.set_media_type("image/jpeg");
  return photo;
}

TEST(AttachmentTest, TakesWhatPeopleAttach) {
  v1::Attachment photo = APhoto();
  EXPECT_THAT(CheckAttachment(photo), IsOk());
  photo.set_size(kMaxBlobBytes);
  photo.set_name(std::string(kMaxFileNameBytes, 'n'));
  photo.set_media_type("application/vnd.openxmlformats-officedocument.wordprocessingml.document");
  EXPECT_THAT(CheckAttachment(photo), IsOk());
}

TEST(AttachmentTest, RefusesWhatIsNone) {
  struct {
    const char* what;
    void (*spoil)(v1::Attachment&);
    v1::Reason reason;
  } const table[] = {
      {"no hash", [](v1::Attachment& a) { a.clear_sha256(); }, v1::REASON_BAD_HASH},
      {"a short hash", [](v1::Attachment& a) { a.set_sha256("h"); }, v1::REASON_BAD_HASH},
      {"no size", [](v1::Attachment& a) { a.clear_size(); }, v1::REASON_OUT_OF_RANGE},
      {"too large", [](v1::Attachment& a) { a.set_size(kMaxBlobBytes + 1); }, v1::REASON_TOO_LARGE},
      {"no name", [](v1::Attachment& a) { a.clear_name(); }, v1::REASON_TEXT_EMPTY},
      {"a long name", [](v1::Attachment& a) { a.set_name(std::string(256, 'n')); },
       v1::REASON_TEXT_TOO_LONG},
      {"two lines", [](v1::Attachment& a) { a.set_name("a\nb"); }, v1::REASON_TEXT_INVALID},
      {"a path", [](v1::Attachment& a) { a.set_name("../a.jpg"); }, v1::REASON_MALFORMED},
      {"a path of Windows", [](v1::Attachment& a) { a.set_name("c:\\a.jpg"); },
       v1::REASON_MALFORMED},
      {"this folder", [](v1::Attachment& a) { a.set_name("."); }, v1::REASON_MALFORMED},
      {"the one above", [](v1::Attachment& a) { a.set_name(".."); }, v1::REASON_MALFORMED},
      {"no type", [](v1::Attachment& a) { a.clear_media_type(); }, v1::REASON_MISSING_FIELD},
      {"half a type", [](v1::Attachment& a) { a.set_media_type("image"); }, v1::REASON_MALFORMED},
      {"an empty half", [](v1::Attachment& a) { a.set_media_type("image/"); },
       v1::REASON_MALFORMED},
      {"upper case", [](v1::Attachment& a) { a.set_media_type("image/JPEG"); },
       v1::REASON_MALFORMED},
      {"parameters", [](v1::Attachment& a) { a.set_media_type("text/plain; charset=x"); },
       v1::REASON_MALFORMED},
      {"a long type", [](v1::Attachment& a) { a.set_media_type("image/" + std::string(200, 'x')); },
       v1::REASON_MALFORMED},
  };
  for (const auto& row : table) {
    v1::Attachment photo = APhoto();
    row.spoil(photo);
    EXPECT_THAT(CheckAttachment(photo), HasReason(row.reason)) << row.what;
  }
}

TEST(AttachmentTest, TwentyAreEnough) {
  Attachments photos;
  for (int i = 0; i < kMaxAttachments; ++i) *photos.Add() = APhoto();
  EXPECT_THAT(CheckAttachments(photos), IsOk());
  *photos.Add() = APhoto();
  EXPECT_THAT(CheckAttachments(photos), HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(AttachmentTest, APostNamesItsOwn) {
  v1::WritePost intent = test::WritesPost("Hej!");
  *intent.add_attachments() = APhoto();
  const FoldResult post = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(post, IsOk());
  EXPECT_THAT(AttachmentsOf(post->entity), SizeIs(1));
  EXPECT_TRUE(NamesBlob(post->entity, APhoto().sha256()));
  EXPECT_FALSE(NamesBlob(post->entity, APhoto('x').sha256()));
  intent.mutable_attachments(0)->set_size(0);
  EXPECT_THAT(Fold(nullptr, intent, As("anna")), HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(AttachmentTest, AnEditSaysAnewWhatIsAttached) {
  v1::WritePost intent = test::WritesPost("Hej!");
  *intent.add_attachments() = APhoto();
  const FoldResult post = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(post, IsOk());
  v1::EditPost edit = test::EditsPost(post->entity, test::ARevision("second", "Hej hej!"));
  edit.add_replaces(post->entity.id());
  *edit.mutable_revision()->add_attachments() = APhoto('x');
  const FoldResult edited = Fold(&post->entity, edit, As("anna"));
  ASSERT_THAT(edited, IsOk());
  EXPECT_FALSE(NamesBlob(edited->entity, APhoto().sha256()));
  EXPECT_TRUE(NamesBlob(edited->entity, APhoto('x').sha256()));
  edit.mutable_revision()->mutable_attachments(0)->set_name("a/b");
  EXPECT_THAT(Fold(&post->entity, edit, As("anna")), HasReason(v1::REASON_MALFORMED));
}

TEST(AttachmentTest, APostTakenBackNamesNothing) {
  v1::WritePost intent = test::WritesPost("Hej!");
  *intent.add_attachments() = APhoto();
  const FoldResult post = Fold(nullptr, intent, As("anna"));
  ASSERT_THAT(post, IsOk());
  v1::WithdrawPost withdraw;
  withdraw.set_id(post->entity.id());
  const FoldResult gone = Fold(&post->entity, withdraw, As("anna"));
  ASSERT_THAT(gone, IsOk());
  EXPECT_THAT(AttachmentsOf(gone->entity), IsEmpty());
}

TEST(AttachmentTest, AReportHasItsOwnInDraftAndSubmission) {
  v1::Report report = AReport("frågade alla");
  *report.add_attachments() = APhoto();
  EXPECT_THAT(CheckReport(report, false), IsOk());

  v1::SaveDraft save;
  save.set_assignment_id(IdNamed("assignment").ToBytes());
  save.set_id(WorkId(IdNamed("anna"), IdNamed("assignment")).ToBytes());
  *save.mutable_revision() = test::AReportRevision("first", "frågade alla");
  *save.mutable_revision()->mutable_report() = report;
  const FoldResult draft = Fold(nullptr, save, As("anna"));
  ASSERT_THAT(draft, IsOk());
  EXPECT_TRUE(NamesBlob(draft->entity, APhoto().sha256()));
  *save.mutable_revision()->add_attachments() = APhoto();
  EXPECT_THAT(Fold(nullptr, save, As("anna")), HasReason(v1::REASON_MALFORMED))
      << "those of a text, beside a report";

  v1::Entity submission;
  *submission.mutable_submission()->mutable_report() = report;
  EXPECT_TRUE(NamesBlob(submission, APhoto().sha256()));

  report.mutable_attachments(0)->clear_sha256();
  EXPECT_THAT(CheckReport(report, true), HasReason(v1::REASON_BAD_HASH));
}

TEST(AttachmentTest, OtherKindsNameNone) {
  EXPECT_THAT(AttachmentsOf(test::AThread()), IsEmpty());
  EXPECT_THAT(AttachmentsOf(v1::Entity()), IsEmpty());
}

// The same id for other attachments would lose one of the two.
TEST(AttachmentTest, ARevisionsIdBelongsToItsAttachmentsToo) {
  Heads heads;
  v1::Revision revision = test::ARevision("first", "Hej!");
  *revision.add_attachments() = APhoto();
  ASSERT_THAT(AddRevision(heads, revision, {}), IsOk());
  EXPECT_THAT(AddRevision(heads, revision, {}), IsOk());
  revision.mutable_attachments(0)->set_name("other.jpg");
  EXPECT_THAT(AddRevision(heads, revision, {}), HasReason(v1::REASON_ALREADY_EXISTS));
}

}  // namespace
}  // namespace samstig::rules
