// SPDX-License-Identifier: Apache-2.0
// Devices killed without warning (kill -9), again and again: what was promised is there, and what
// the server confirmed is not sent again.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <string>
#include <vector>

#include "client-lib/native/blob_folder.h"
#include "client-lib/native/export.h"
#include "domain/base/sha256.h"
#include "samstig/client.h"
#include "tests/client-lib/native/real_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using client::AttachmentState;
using client::Client;

constexpr size_t kChunk = 256 << 10;

// A device_process. Killed at the latest when the story of it ends.
class DeviceProcess {
 public:
  DeviceProcess(const std::string& path, const std::string& server, const std::string& verb) {
    int in[2] = {};
    int out[2] = {};
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    const std::vector<std::string> words = {SAMSTIG_DEVICE_PROCESS, path, server, verb};
    std::vector<char*> argv;
    for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
    argv.push_back(nullptr);
    const int failed =
        posix_spawn(&pid_, SAMSTIG_DEVICE_PROCESS, &actions, nullptr, argv.data(), environ);
    EXPECT_EQ(failed, 0);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
  }
  ~DeviceProcess() {
    IsKilled();
    close(stdin_);
    close(stdout_);
  }

  // The next so many lines that it prints; fewer when it has ended.
  std::vector<std::string> Prints(size_t lines) {
    std::vector<std::string> printed;
    char c = 0;
    std::string line;
    while (printed.size() < lines && read(stdout_, &c, 1) == 1) {
      if (c != '\n') {
        line.push_back(c);
        continue;
      }
      printed.push_back(std::exchange(line, ""));
    }
    return printed;
  }

  void IsKilled() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  int stdin_ = -1;
  int stdout_ = -1;
};

class KillTest : public testing::Test {
 protected:
  std::unique_ptr<Client> Opened() {
    return Must(Client::Open({.path = path_, .server = server_.address(), .tls = false}));
  }

  TempDir dir_;
  const std::string path_ = dir_.File("anna.samstig");
  SeededRandom random_{SeedOr(3)};
  RealServer server_;
};

TEST_F(KillTest, NoConfirmedChunkIsSentAgainHoweverOftenTheDeviceDies) {
  std::string bytes(30 * kChunk + 100, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random_.Below(256));
  v1::Attachment photo;
  {
    const auto anna = Opened();
    server_.SignsIn(*anna, "anna");
    photo = Must(anna->Attach(bytes, "film.mp4", "video/mp4"));
  }
  int deaths = 0;
  for (int64_t arrived = 0; arrived < 28; ++deaths) {
    DeviceProcess device(path_, server_.address(), "sync");
    // One chunk more may be on its way, or stored and not confirmed, when it dies.
    const int64_t some = static_cast<int64_t>(random_.Below(4));
    ASSERT_TRUE(server_.WaitForChunks(arrived + 1 + some));
    device.IsKilled();
    arrived = 0;
    for (const auto& [chunk, times] : server_.Arrived()) arrived += times;
  }
  EXPECT_GE(deaths, 7);
  const auto anna = Opened();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_EQ(Must(anna->StatusOf(photo)).state, AttachmentState::kThere);
  int twice = 0;
  for (const auto& [chunk, times] : server_.Arrived()) twice += times - 1;
  EXPECT_EQ(server_.Arrived().size(), 31u);
  EXPECT_LE(twice, deaths) << "at most the one in flight, each time";
  RecordProperty("deaths", deaths);
  RecordProperty("chunks_received_twice", twice);
}

TEST_F(KillTest, WhatWasPromisedIsInTheOutbox) {
  server_.SignsIn(*Opened(), "anna");
  server_.Stops();
  uint64_t promised = 0;
  for (int death = 0; death < 10; ++death) {
    DeviceProcess device(path_, server_.address(), "write");
    const std::vector<std::string> lines = device.Prints(1 + random_.Below(60));
    ASSERT_FALSE(lines.empty());
    device.IsKilled();
    EXPECT_GT(std::stoull(lines.front()), promised) << "no number is given twice";
    promised = std::stoull(lines.back());
    const auto anna = Opened();
    const auto outbox = Must(anna->Outbox());
    ASSERT_GE(outbox.size(), promised);
    // Without a gap, and perhaps some that were on disk before they could be promised.
    for (size_t i = 0; i < outbox.size(); ++i) EXPECT_EQ(outbox[i].number, i + 1);
  }
  server_.StartsAgain();
  const auto anna = Opened();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_TRUE(Must(anna->Outbox()).empty());
  EXPECT_GE(Must(anna->Find({rules::KeyName::kPostsOfThread, IdNamed("thread")})).size(), promised);
}

TEST_F(KillTest, WhatWasAttachedIsWhole) {
  server_.SignsIn(*Opened(), "anna");
  server_.Stops();
  std::set<std::string> promised;
  for (int death = 0; death < 8; ++death) {
    DeviceProcess device(path_, server_.address(), "attach");
    for (std::string& line : device.Prints(1 + random_.Below(30))) {
      promised.insert(std::move(line));
    }
  }
  for (const std::string& name : promised) {
    const std::string bytes = ReadFile(client::BlobFolderOf(path_) + "/" + name);
    EXPECT_EQ(client::Hexadecimal(base::Sha256SumOf(bytes)), name);
  }
  server_.StartsAgain();
  const auto anna = Opened();
  EXPECT_THAT(anna->SyncOnce({}), IsOk());
  EXPECT_GE(server_.Arrived().size(), promised.size());
}

}  // namespace
}  // namespace samstig::test
