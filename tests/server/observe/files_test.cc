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

}  // namespace
}  // namespace samstig::server
