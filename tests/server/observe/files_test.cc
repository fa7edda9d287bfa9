// SPDX-License-Identifier: Apache-2.0
#include "server/observe/files.h"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cerrno>
#include <csignal>
#include <filesystem>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::IsOk;
using test::IsOkAndHolds;

class FilesTest : public testing::Test {
 protected:
  size_t FilesThere() const {
    const auto files = std::filesystem::directory_iterator(dir_.path());
    return static_cast<size_t>(std::distance(begin(files), end(files)));
  }

  test::TempDir dir_;
};

TEST_F(FilesTest, WritesWholeWithItsModeAndLeavesNothingElse) {
  const std::string path = dir_.File("token");
  ASSERT_THAT(WriteFileAtomically(path, "first", 0600), IsOk());
  ASSERT_THAT(WriteFileAtomically(path, "second", 0600), IsOk());
  EXPECT_THAT(ReadSmallFile(path, 100), IsOkAndHolds("second"));
  struct stat info;
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(FilesThere(), 1U);
}

TEST_F(FilesTest, WritesOverTheDraftOfACrash) {
  test::WriteFile(dir_.File("token.new"), "half");
  ASSERT_THAT(WriteFileAtomically(dir_.File("token"), "whole", 0600), IsOk());
  EXPECT_THAT(ReadSmallFile(dir_.File("token"), 100), IsOkAndHolds("whole"));
  EXPECT_EQ(FilesThere(), 1U);
}

TEST_F(FilesTest, KeepsWhatWasThereWhenThereIsNoRoom) {
  ASSERT_THAT(WriteFileAtomically(dir_.File("token"), "old", 0600), IsOk());
  std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  const struct rlimit none { 2, limit.rlim_max };
  setrlimit(RLIMIT_FSIZE, &none);
  const base::Status written = WriteFileAtomically(dir_.File("token"), "much longer", 0600);
  setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_THAT(written, HasReason(v1::REASON_DISK_FULL));
  EXPECT_THAT(ReadSmallFile(dir_.File("token"), 100), IsOkAndHolds("old"));
  EXPECT_EQ(FilesThere(), 1U);
}

TEST_F(FilesTest, ReadsNoMoreThanAsked) {
  test::WriteFile(dir_.File("big"), std::string(101, 'x'));
  EXPECT_THAT(ReadSmallFile(dir_.File("big"), 100), HasReason(v1::REASON_TOO_LARGE));
  EXPECT_THAT(ReadSmallFile(dir_.File("none"), 100), HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(FilesTest, MakesFoldersAndThoseAbove) {
  const std::string path = dir_.File("a/b/c");
  EXPECT_THAT(MakeFolder(path, 0700), IsOk());
  EXPECT_THAT(MakeFolder(path, 0700), IsOk());
  EXPECT_TRUE(std::filesystem::is_directory(path));
  test::WriteFile(dir_.File("file"), "");
  EXPECT_FALSE(MakeFolder(dir_.File("file"), 0700).ok());
  EXPECT_FALSE(MakeFolder(dir_.File("file/below"), 0700).ok());
}

TEST_F(FilesTest, TellsTroublesApart) {
  EXPECT_THAT(StatusOfErrno(ENOSPC, "x"), HasReason(v1::REASON_DISK_FULL));
  EXPECT_THAT(StatusOfErrno(EROFS, "x"), HasReason(v1::REASON_READ_ONLY));
  EXPECT_THAT(StatusOfErrno(EACCES, "x"), HasReason(v1::REASON_READ_ONLY));
  EXPECT_THAT(StatusOfErrno(EIO, "x"), HasReason(v1::REASON_UNAVAILABLE));
}

TEST_F(FilesTest, CopiesWholeForTheOwnerAlone) {
  const std::string bytes(3'000'000, 'x');
  test::WriteFile(dir_.File("from"), bytes);
  test::WriteFile(dir_.File("to"), "what was there");
  ASSERT_THAT(CopyFileDurably(dir_.File("from"), dir_.File("to"), [] { return true; }), IsOk());
  EXPECT_EQ(test::ReadFile(dir_.File("to")), bytes);
  struct stat info;
  ASSERT_EQ(stat(dir_.File("to").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(FilesTest, ACopyThatFailsLeavesNothing) {
  test::WriteFile(dir_.File("from"), std::string(3'000'000, 'x'));
  int asked = 0;
  EXPECT_THAT(CopyFileDurably(dir_.File("from"), dir_.File("to"), [&] { return ++asked < 2; }),
              HasReason(v1::REASON_UNAVAILABLE));
  std::signal(SIGXFSZ, SIG_IGN);
  struct rlimit limit;
  getrlimit(RLIMIT_FSIZE, &limit);
  const struct rlimit little { 1'500'000, limit.rlim_max };
  setrlimit(RLIMIT_FSIZE, &little);
  const base::Status full =
      CopyFileDurably(dir_.File("from"), dir_.File("to"), [] { return true; });
  setrlimit(RLIMIT_FSIZE, &limit);
  EXPECT_THAT(full, HasReason(v1::REASON_DISK_FULL));
  EXPECT_EQ(FilesThere(), 1U);
  EXPECT_THAT(CopyFileDurably(dir_.File("none"), dir_.File("to"), [] { return true; }),
              HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(CopyFileDurably(dir_.File("from"), dir_.File("no/folder"), [] { return true; }),
              HasReason(v1::REASON_NOT_FOUND));
}

TEST_F(FilesTest, MovesOverWhatWasThereAndRemovesTwice) {
  test::WriteFile(dir_.File("new"), "new");
  test::WriteFile(dir_.File("old"), "old");
  ASSERT_THAT(SyncFile(dir_.File("new")), IsOk());
  ASSERT_THAT(MoveFileDurably(dir_.File("new"), dir_.File("old")), IsOk());
  EXPECT_EQ(test::ReadFile(dir_.File("old")), "new");
  ASSERT_THAT(MakeFolder(dir_.File("folder"), 0700), IsOk());
  ASSERT_THAT(MoveFileDurably(dir_.File("old"), dir_.File("folder/old")), IsOk());
  EXPECT_THAT(MoveFileDurably(dir_.File("old"), dir_.File("x")), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(SyncFile(dir_.File("old")), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(RemoveFile(dir_.File("folder/old")), IsOk());
  EXPECT_THAT(RemoveFile(dir_.File("folder/old")), IsOk());
  EXPECT_FALSE(RemoveFile(dir_.File("folder")).ok()) << "a folder is no file";
}

}  // namespace
}  // namespace samstig::server
