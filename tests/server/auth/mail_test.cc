// SPDX-License-Identifier: Apache-2.0
// The mailer that writes files, and the queue all mailers share.
#include "server/auth/mail.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using std::chrono::milliseconds;
using test::HasReason;
using test::IsOk;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class FileMailerTest : public testing::Test {
 protected:
  std::unique_ptr<Mailer> MailerInto(const std::string& folder, MailOptions options = {}) {
    options.from = "Samstig <no-reply@example.org>";
    return MakeFileMailer(std::move(options), folder, clock_, random_, log_, metrics_);
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      files.push_back(entry.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  test::TempDir dir_;
  const std::string folder_ = dir_.File("data/mail");
  test::FakeClock clock_;
  test::SeededRandom random_{1};
  std::ostringstream log_text_;
  Log log_{LogLevel::kDebug, LogFormat::kJson, log_text_};
  Metrics metrics_;
};

TEST_F(FileMailerTest, WritesEachMailAsOneFileInOrder) {
  {
    const std::unique_ptr<Mailer> mailer = MailerInto(folder_);
    for (int i = 0; i < 12; ++i) {
      EXPECT_THAT(mailer->Ready(), IsOk());
      mailer->Send({"anna@example.org", "Code", "mail " + std::to_string(i)});
    }
  }  // Ends when all is written.
  const std::vector<std::string> files = Files();
  ASSERT_THAT(files, SizeIs(12));
  for (size_t i = 0; i < files.size(); ++i) {
    EXPECT_THAT(files[i], EndsWith(".eml"));
    EXPECT_THAT(files[i], Not(HasSubstr("anna")));
    EXPECT_THAT(test::ReadFile(files[i]), EndsWith("\r\n\r\nmail " + std::to_string(i) + "\r\n"));
    struct stat info;
    ASSERT_EQ(stat(files[i].c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
  }
  EXPECT_THAT(metrics_.Serialize(), HasSubstr("samstig_mails_total{result=\"sent\"} 12"));
}

TEST_F(FileMailerTest, TriesAgainUntilTheFolderCanBeMade) {
  std::filesystem::create_directories(dir_.path());
  test::WriteFile(dir_.File("data"), "in the way");
  const std::unique_ptr<Mailer> mailer =
      MailerInto(folder_, {.from = {}, .first_pause = milliseconds(1)});
  mailer->Send({"anna@example.org", "Code", "12345678"});
  while (mailer->Ready().ok()) std::this_thread::yield();
  EXPECT_THAT(mailer->Ready(), HasReason(v1::REASON_UNAVAILABLE));
  std::filesystem::remove(dir_.File("data"));
  while (!mailer->Ready().ok()) std::this_thread::yield();
  EXPECT_THAT(Files(), SizeIs(1));
}

TEST_F(FileMailerTest, GivesUpWhenTheMailIsOfNoUseAnyMore) {
  test::WriteFile(dir_.File("data"), "in the way");
  const std::unique_ptr<Mailer> mailer = MailerInto(
      folder_, {.from = {}, .first_pause = milliseconds(1), .give_up_after = milliseconds(20)});
  mailer->Send({"anna@example.org", "Code", "12345678"});
  while (metrics_.Serialize().find("samstig_mails_total{result=\"failed\"} 1") ==
         std::string::npos) {
    std::this_thread::yield();
  }
  EXPECT_THAT(mailer->Ready(), IsOk()) << "nothing waits, so the next mail finds out";
}

TEST_F(FileMailerTest, RefusesWhatDoesNotFitTheQueue) {
  test::WriteFile(dir_.File("data"), "in the way");
  {
    const std::unique_ptr<Mailer> mailer =
        MailerInto(folder_, {.from = {}, .max_waiting = 2, .first_pause = milliseconds(60'000)});
    for (int i = 0; i < 3; ++i) mailer->Send({"anna@example.org", "Code", "12345678"});
    EXPECT_THAT(mailer->Ready(), HasReason(v1::REASON_UNAVAILABLE));
    EXPECT_THAT(metrics_.Serialize(), HasSubstr("samstig_mails_total{result=\"failed\"} 1"));
  }
  EXPECT_THAT(metrics_.Serialize(), HasSubstr("samstig_mails_total{result=\"failed\"} 3"));
}

TEST_F(FileMailerTest, LogsNeitherReaderNorCode) {
  test::WriteFile(dir_.File("data"), "in the way");
  {
    const std::unique_ptr<Mailer> mailer = MailerInto(folder_);
    mailer->Send({"anna@example.org", "Secret subject", "12345678"});
  }
  EXPECT_THAT(log_text_.str(), Not(IsEmpty()));
  for (const char* secret : {"anna", "example.org", "subject", "12345678"}) {
    EXPECT_THAT(log_text_.str(), Not(HasSubstr(secret)));
  }
}

}  // namespace
}  // namespace samstig::server
