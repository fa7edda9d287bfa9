// SPDX-License-Identifier: Apache-2.0
// Rounds of crashes: a real server and real devices, each a process, under load; in each round one
// of them, or several, are killed (SIGKILL) at a random moment and started again. What the server
// had acknowledged is there after every round, and in the end all that a device had promised to
// keep, once.
//
// ./dev crash --rounds N runs many; as a test it is a few. SAMSTIG_CRASH_ROUNDS says how many.
// Which moments: by a seed that is printed; what the machine does in them is its own.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "client-lib/include/samstig/operator.h"
#include "tests/bench/country.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

extern char** environ;

namespace samstig::test {
namespace {

using base::Id;
using bench::Country;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::IsEmpty;

constexpr int kLeaders = 3;

int Rounds() {
  const char* rounds = std::getenv("SAMSTIG_CRASH_ROUNDS");
  return rounds == nullptr ? 12 : std::atoi(rounds);
}

// A writing_device, and all that it ever said.
class DeviceProcess {
 public:
  DeviceProcess(std::string path, std::string server, std::string thread, std::string name)
      : words_({SAMSTIG_WRITING_DEVICE, std::move(path), std::move(server), std::move(thread),
                std::move(name)}) {}
  ~DeviceProcess() { IsKilled(); }

  void Starts() {
    int in[2] = {};
    int out[2] = {};
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    std::vector<char*> argv;
    for (std::string& word : words_) argv.push_back(word.data());
    argv.push_back(nullptr);
    if (posix_spawn(&pid_, argv[0], &actions, nullptr, argv.data(), environ) != 0) std::abort();
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    stdin_ = in[1];
    stdout_ = out[0];
    fcntl(stdout_, F_SETFL, O_NONBLOCK);
  }

  void IsKilled() {
    if (pid_ == 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
    Listen();
    line_.clear();  // Half a line was not said.
    close(stdin_);
    close(stdout_);
  }

  // Takes in what was said since.
  void Listen() {
    char bytes[4096];
    for (ssize_t n; (n = read(stdout_, bytes, sizeof(bytes))) > 0;) {
      line_.append(bytes, static_cast<size_t>(n));
      for (size_t end; (end = line_.find('\n')) != std::string::npos; line_.erase(0, end + 1)) {
        const std::string line = line_.substr(0, end);
        const size_t space = line.find(' ');
        (line.starts_with("judged") ? judged_ : promised_).insert(line.substr(space + 1));
      }
    }
  }

  const std::string& path() const { return words_[1]; }
  const std::set<std::string>& promised() const { return promised_; }
  const std::set<std::string>& judged() const { return judged_; }

 private:
  std::vector<std::string> words_;
  pid_t pid_ = 0;
  int stdin_ = -1;
  int stdout_ = -1;
  std::string line_;
  std::set<std::string> promised_, judged_;
};

class CrashRoundsTest : public testing::Test {
 protected:
  CrashRoundsTest() {
    std::cout << random_.Story() << std::endl;
    for (int i = 0; i < kLeaders; ++i) {
      const std::string path = country_.own()->folder() + "/writing" + std::to_string(i);
      {
        const auto client =
            Must(country_.server().SignIn(country_.network(), country_.EmailOf(i), path));
        EXPECT_THAT(client->SyncOnce({}), IsOk());
      }
      devices_.push_back(std::make_unique<DeviceProcess>(path, country_.server().address(),
                                                         country_.thread().ToText(),
                                                         "leader" + std::to_string(i)));
    }
    reader_ = country_.NewDevice(kLeaders);
  }

  // Any moment is a good one to be killed in: nothing waits for this.
  void LetTimePass(size_t up_to_ms) {
    const auto until = steady_clock::now() + milliseconds(1 + random_.Below(up_to_ms));
    while (steady_clock::now() < until) {
      for (auto& device : devices_) device->Listen();
      std::this_thread::sleep_until(std::min(until, steady_clock::now() + milliseconds(5)));
    }
  }

  // How often each text stands in the thread, as somebody else reads it.
  std::map<std::string, int> Read() {
    EXPECT_THAT(reader_->SyncOnce({}), IsOk());
    std::map<std::string, int> times;
    for (const client::Shown& post :
         Must(reader_->Find({rules::KeyName::kPostsOfThread, country_.thread()}))) {
      if (post.entity.post().heads_size() > 0) ++times[post.entity.post().heads(0).text()];
    }
    return times;
  }

  void CheckJudged() {
    const std::map<std::string, int> read = Read();
    for (const auto& device : devices_) {
      for (const std::string& text : device->judged()) {
        ASSERT_EQ(read.contains(text), true) << text << " was acknowledged and is not there";
      }
    }
    for (const auto& [text, times] : read) ASSERT_EQ(times, 1) << text << " is there twice";
  }

  v1::VerifyNetworkResponse Verified() {
    client::Options options;
    options.server = country_.server().address();
    options.tls = false;
    std::string token = ReadFile(country_.own()->folder() + "/data/operator.token");
    token.erase(token.find_last_not_of('\n') + 1);
    return Must(
        Must(client::Operator::Open(options, token))->VerifyNetwork(country_.network(), {}));
  }

  SeededRandom random_{
      SeedOr(static_cast<uint64_t>(steady_clock::now().time_since_epoch().count()))};
  Country country_{std::nullopt, kLeaders + 1};
  std::vector<std::unique_ptr<DeviceProcess>> devices_;
  std::unique_ptr<client::Client> reader_;
};

TEST_F(CrashRoundsTest, WhatWasAcknowledgedIsThereAndWhatWasPromisedComesOnce) {
  const int rounds = Rounds();
  int server_deaths = 0, device_deaths = 0;
  for (auto& device : devices_) device->Starts();
  for (int round = 1; round <= rounds && !HasFatalFailure(); ++round) {
    LetTimePass(120);
    const bool server_dies = random_.Chance(60);
    if (server_dies) {
      country_.own()->Crash();
      ++server_deaths;
    }
    for (auto& device : devices_) {
      if (!random_.Chance(server_dies ? 25 : 60)) continue;
      device->IsKilled();
      device->Starts();
      ++device_deaths;
    }
    if (server_dies) country_.own()->Start();
    // To read all is slow when there is much.
    if (round % 10 == 0 || round == rounds) {
      CheckJudged();
      ASSERT_THAT(Verified().findings(), IsEmpty()) << "after round " << round;
    }
    if (round % 100 == 0) std::cout << "  " << round << " rounds" << std::endl;
  }
  if (HasFatalFailure()) return;
  size_t promised = 0, judged = 0;
  for (auto& device : devices_) {
    device->IsKilled();
    promised += device->promised().size();
    judged += device->judged().size();
    const auto client = Must(client::Client::Open(
        {.path = device->path(), .server = country_.server().address(), .tls = false}));
    ASSERT_THAT(client->SyncOnce({.time = std::chrono::seconds(60)}), IsOk());
    EXPECT_THAT(client->Outbox(), IsOkAndHolds(IsEmpty()));
  }
  const std::map<std::string, int> read = Read();
  for (const auto& device : devices_) {
    for (const std::string& text : device->promised()) {
      ASSERT_EQ(read.contains(text), true) << text << " was promised and is gone";
    }
  }
  for (const auto& [text, times] : read) EXPECT_EQ(times, 1) << text << " is there twice";
  EXPECT_GT(judged, 0u);
  std::cout << "crash: " << rounds << " rounds, " << server_deaths << " deaths of the server, "
            << device_deaths << " of devices, " << promised << " posts promised, " << judged
            << " acknowledged" << std::endl;
}

}  // namespace
}  // namespace samstig::test
