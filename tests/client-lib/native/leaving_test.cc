// SPDX-License-Identifier: Apache-2.0
// Signing out, and saving what only this device holds: also from files that cannot be opened.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "client-lib/native/blob_folder.h"
#include "client-lib/native/export.h"
#include "domain/base/sqlite.h"
#include "samstig/client.h"
#include "tests/support/as_nobody.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_grpc_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using client::Client;
using client::ExportUnsent;
using client::SignedOut;
using client::SyncState;
using std::filesystem::exists;
using testing::HasSubstr;
using testing::Not;

class LeavingTest : public testing::Test {
 protected:
  LeavingTest() {
    server_.With([&](FakeServer& server) {
      const auto cohort = rules::Scope::OfCohort(IdNamed("cohort"));
      server.Has(AThread().By("bo"), {cohort});
      server.Grants(IdNamed("anna"), cohort);
    });
  }

  std::unique_ptr<Client> Opened() {
    return Must(Client::Open({.path = path_, .server = server_.address(), .tls = false}));
  }
  std::unique_ptr<Client> SignedIn() {
    auto anna = Opened();
    SignsIn(*anna);
    return anna;
  }
  void SignsIn(Client& anna) {
    EXPECT_THAT(anna.RedeemCode("demo", "anna@pargas.example", FakeGrpcServer::kCode, "telefon"),
                IsOk());
  }
  static std::shared_ptr<client::Write> Says(Client& anna, const std::string& text) {
    v1::Mutation mutation;
    v1::WritePost& post = *mutation.mutable_write_post();
    post.set_id(anna.NewId().ToBytes());
    post.set_thread_id(IdNamed("thread").ToBytes());
    post.set_text(text);
    return Must(anna.Do(mutation));
  }
  std::string Exported() { return ReadFile(export_); }

  // A file with many writes waiting, closed.
  void AFileWithWaitingWrites(int count) {
    auto anna = SignedIn();
    server_.Stops();
    for (int i = 0; i < count; ++i) Says(*anna, "nr " + std::to_string(i) + std::string(300, '.'));
  }

  TempDir dir_;
  const std::string path_ = dir_.File("anna.samstig");
  const std::string export_ = dir_.File("export.json");
  FakeClock clock_;
  FakeGrpcServer server_{clock_};
};

TEST_F(LeavingTest, SigningOutErasesTheCopyAndEndsTheDevice) {
  const auto anna = SignedIn();
  Says(*anna, "Hej, hemligt");
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  const SignedOut out = Must(anna->SignOut(""));
  EXPECT_TRUE(out.signed_out);
  EXPECT_TRUE(out.revoked);
  EXPECT_EQ(anna->GetAccount(), std::nullopt);
  EXPECT_EQ(anna->Revision(), 0u);
  EXPECT_EQ(anna->WhyNotSynced().state, SyncState::kSignedOut);
  EXPECT_THAT(anna->Find({rules::KeyName::kPostsOfThread, IdNamed("thread")}),
              IsOkAndHolds(testing::IsEmpty()));
  for (const char* end : {"", "-wal"}) {
    EXPECT_THAT(ReadFile(path_ + end), Not(HasSubstr("hemligt")));
  }
  EXPECT_THAT(anna->SignOut(""), HasReason(v1::REASON_NOT_SIGNED_IN));

  SignsIn(*anna);  // The same Client, as on a new device.
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->Find({rules::KeyName::kPostsOfThread, IdNamed("thread")})).size(), 1u);
  EXPECT_EQ(Says(*anna, "igen")->number(), 1u);
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
}

TEST_F(LeavingTest, UnsentWorkIsNotLostByOneCall) {
  const auto anna = SignedIn();
  server_.Stops();
  const auto write = Says(*anna, "osänt");
  const SignedOut first = Must(anna->SignOut(""));
  EXPECT_FALSE(first.signed_out);
  EXPECT_EQ(first.waiting, 1u);
  EXPECT_THAT(first.confirmation, Not(testing::IsEmpty()));
  EXPECT_FALSE(Must(anna->SignOut("something else")).signed_out);
  Says(*anna, "mer");
  const SignedOut second = Must(anna->SignOut(first.confirmation));
  EXPECT_FALSE(second.signed_out) << "it was for less than would be lost now";
  EXPECT_EQ(second.waiting, 2u);
  EXPECT_EQ(Must(anna->Outbox()).size(), 2u);
  const SignedOut third = Must(anna->SignOut(second.confirmation));
  EXPECT_TRUE(third.signed_out);
  EXPECT_FALSE(third.revoked) << "the server is away";
  EXPECT_EQ(anna->GetAccount(), std::nullopt);
  EXPECT_THAT(write->Final(std::chrono::seconds(20)), HasReason(v1::REASON_CANCELLED));
}

TEST_F(LeavingTest, AfterARefusalEverythingGoesOn) {
  const auto anna = SignedIn();
  anna->Start();
  server_.Stops();
  const auto write = Says(*anna, "osänt");
  EXPECT_FALSE(Must(anna->SignOut("")).signed_out);
  server_.StartsAgain();
  EXPECT_THAT(write->Final(std::chrono::seconds(20)), IsOk());
  EXPECT_TRUE(Must(anna->SignOut("")).signed_out);
}

TEST_F(LeavingTest, ParkedWorkAndFilesCountAsUnsent) {
  const auto anna = SignedIn();
  server_.With([](FakeServer& server) {
    server.parks = [](const v1::Mutation&) { return v1::REASON_NO_SEATS; };
  });
  Says(*anna, "parkerat");
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  server_.Stops();
  Must(anna->Attach("bytes", "bild.png", "image/png"));
  const SignedOut out = Must(anna->SignOut(""));
  EXPECT_FALSE(out.signed_out);
  EXPECT_EQ(out.parked, 1u);
  EXPECT_EQ(out.attachments, 1u);
  ASSERT_TRUE(exists(client::BlobFolderOf(path_)));
  EXPECT_TRUE(Must(anna->SignOut(out.confirmation)).signed_out);
  EXPECT_FALSE(exists(client::BlobFolderOf(path_)));
}

TEST_F(LeavingTest, SigningOutWhileSyncingEndsThatToo) {
  const auto anna = SignedIn();
  anna->Start();
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  for (int round = 0; round < 5; ++round) {
    const auto write = Says(*anna, "Hej!");
    SignedOut out = Must(anna->SignOut(""));
    while (!out.signed_out) out = Must(anna->SignOut(out.confirmation));
    SignsIn(*anna);
    anna->Start();
    EXPECT_THAT(anna->SyncOnce({}), IsOk());
  }
}

// ---- Export

TEST_F(LeavingTest, AnExportHasTextsReasonsTimesBytesAndFiles) {
  const auto anna = SignedIn();
  server_.With([](FakeServer& server) {
    server.parks = [](const v1::Mutation&) { return v1::REASON_NO_SEATS; };
  });
  Says(*anna, "parkerat");
  ASSERT_THAT(anna->SyncOnce({}), IsOk());
  server_.Stops();
  Says(*anna, "väntar \"med\" citat\n");
  const v1::Attachment file = Must(anna->Attach("bytes", "bild.png", "image/png"));
  ASSERT_THAT(anna->Export(export_), IsOk());
  for (const char* part : {"\"network\": \"demo\"", "\"damaged\": false", "parkerat",
                           "\"NO_SEATS\"", "\"PARKED\"", "väntar", "\"WAITING\"", "write_post",
                           "\"written\": \"20", "\"bytes_base64\": \"", "bild.png"}) {
    EXPECT_THAT(Exported(), HasSubstr(part));
  }
  EXPECT_EQ(ReadFile(export_ + ".files/" + client::Hexadecimal(file.sha256())), "bytes");
  EXPECT_EQ(Must(anna->Outbox()).size(), 2u) << "it changes nothing";
}

TEST_F(LeavingTest, NothingUnsentIsAnExportToo) {
  const auto anna = SignedIn();
  ASSERT_THAT(anna->Export(export_), IsOk());
  EXPECT_THAT(Exported(), HasSubstr("\"writes\": []"));
  EXPECT_THAT(anna->Export(dir_.File("nowhere/export.json")), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(LeavingTest, AClosedFileIsExportedWithoutBeingTouched) {
  AFileWithWaitingWrites(3);
  const std::string before = ReadFile(path_);
  EXPECT_THAT(ExportUnsent(path_, export_), IsOkAndHolds(3u));
  EXPECT_EQ(ReadFile(path_), before);
  EXPECT_FALSE(exists(export_ + ".copy"));
  EXPECT_THAT(ExportUnsent(dir_.File("none"), export_), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(LeavingTest, ANewersProgramsFileIsKeptAndExported) {
  AFileWithWaitingWrites(3);
  {
    auto db = Must(base::Database::Open(path_, base::Database::Mode::kReadWrite));
    ASSERT_THAT(db.Execute("PRAGMA user_version=999"), IsOk());
  }
  EXPECT_THAT(Client::Open({.path = path_, .server = server_.address(), .tls = false}),
              HasReason(v1::REASON_NEWER_DATA));
  EXPECT_THAT(ExportUnsent(path_, export_), IsOkAndHolds(3u));
}

TEST_F(LeavingTest, AFileOnADiskThatCannotBeWrittenIsKeptAndExported) {
  AFileWithWaitingWrites(3);
  const std::string before = ReadFile(path_);
  const TempDir elsewhere;
  ASSERT_EQ(chmod(elsewhere.path().c_str(), 0777), 0);
  ASSERT_EQ(chmod(dir_.path().c_str(), 0555), 0);
  ASSERT_EQ(chmod(path_.c_str(), 0444), 0);
  {
    const AsNobody nobody;
    EXPECT_THAT(Client::Open({.path = path_, .server = server_.address(), .tls = false}),
                HasReason(v1::REASON_READ_ONLY));
    EXPECT_THAT(ExportUnsent(path_, elsewhere.File("export.json")), IsOkAndHolds(3u));
  }
  ASSERT_EQ(chmod(dir_.path().c_str(), 0755), 0);
  EXPECT_EQ(ReadFile(path_), before);
}

// Every page in turn is spoilt: whatever can still be read is saved, and never a text that was not
// written.
TEST_F(LeavingTest, ADamagedFileGivesWhatCanBeReadOfIt) {
  AFileWithWaitingWrites(200);
  const std::string whole = ReadFile(path_);
  constexpr size_t kPage = 8192;
  size_t best = 0;
  size_t some = 0;
  for (size_t at = kPage; at < whole.size(); at += kPage) {
    const std::string damaged_path = dir_.File("damaged.samstig");
    std::string damaged = whole;
    damaged.replace(at, kPage, std::string(kPage, '\xee'));
    WriteFile(damaged_path, damaged);
    const auto saved = ExportUnsent(damaged_path, export_);
    if (!saved.ok()) continue;
    EXPECT_EQ(ReadFile(damaged_path), damaged) << "it is kept as it is";
    best = std::max(best, static_cast<size_t>(*saved));
    if (*saved > 0 && *saved < 200) {
      ++some;
      EXPECT_THAT(Exported(), HasSubstr("\"damaged\": true"));
    }
  }
  EXPECT_EQ(best, 200u) << "damage elsewhere costs nothing";
  EXPECT_GT(some, 0u) << "and one page of writes not all of them";
}

TEST_F(LeavingTest, AFileThatIsNoneHasNothingToGive) {
  WriteFile(path_, std::string(100'000, 'x'));
  EXPECT_THAT(ExportUnsent(path_, export_), HasReason(v1::REASON_DATA_DAMAGED));
  EXPECT_FALSE(exists(export_));
  EXPECT_FALSE(exists(export_ + ".copy"));
}

// ---- A disk without room

// No file may grow beyond this: as a full disk does, and without one.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    before_ = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit_);
    rlimit small = limit_;
    small.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    setrlimit(RLIMIT_FSIZE, &limit_);
    signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_ = {};
  void (*before_)(int) = nullptr;
};

TEST_F(LeavingTest, AFullDiskKeepsNoHalfFiles) {
  const auto anna = SignedIn();
  server_.Stops();
  Says(*anna, std::string(19'000, 'x'));
  {
    const SmallDisk disk(10'000);
    EXPECT_THAT(anna->Attach(std::string(50'000, 'x'), "a", "text/plain"),
                HasReason(v1::REASON_DISK_FULL));
    EXPECT_THAT(anna->Export(export_), HasReason(v1::REASON_DISK_FULL));
  }
  EXPECT_FALSE(exists(export_));
  EXPECT_FALSE(exists(export_ + ".new"));
  EXPECT_TRUE(std::filesystem::is_empty(client::BlobFolderOf(path_)));
  EXPECT_THAT(anna->Attach(std::string(50'000, 'x'), "a", "text/plain"), IsOk());
  EXPECT_THAT(anna->Export(export_), IsOk());
}

}  // namespace
}  // namespace samstig::test
