// SPDX-License-Identifier: Apache-2.0
// The program as its operator meets it: started, refused, stopped.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <thread>
#include <vector>

#include "tests/server/support/raw_socket.h"
#include "tests/support/temp_dir.h"

namespace samstig {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class ServerProgramTest : public testing::Test {
 protected:
  struct Process {
    pid_t pid = -1;
    std::string out;
  };

  ~ServerProgramTest() override {
    for (pid_t pid : running_) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }

  // `before` runs in the new process: limits, another user.
  Process Start(std::vector<std::string> flags, const std::function<void()>& before = nullptr) {
    Process process;
    process.out = dir_.File("out" + std::to_string(++started_));
    std::vector<const char*> argv{SAMSTIG_SERVER_PROGRAM};
    for (const std::string& flag : flags) argv.push_back(flag.c_str());
    argv.push_back(nullptr);
    process.pid = fork();
    if (process.pid == 0) {
      const int out = open(process.out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
      dup2(out, STDOUT_FILENO);
      dup2(out, STDERR_FILENO);
      if (before) before();
      execv(argv[0], const_cast<char**>(argv.data()));
      _exit(127);
    }
    running_.push_back(process.pid);
    return process;
  }

  // The exit code; -1 for an end by a signal.
  int Wait(const Process& process) {
    int status = 0;
    waitpid(process.pid, &status, 0);
    std::erase(running_, process.pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  int Stop(const Process& process, int signal) {
    kill(process.pid, signal);
    return Wait(process);
  }

  std::vector<std::string> Usual() const {
    return {"--data-dir", data(), "--grpc-listen", "127.0.0.1:0", "--http-listen", "127.0.0.1:0"};
  }

  // A server that is up.
  Process StartUsual(const std::vector<std::string>& more = {}) {
    std::vector<std::string> flags = Usual();
    flags.insert(flags.end(), more.begin(), more.end());
    Process process = Start(flags);
    const auto last_moment = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!std::filesystem::exists(data() + "/ports.json")) {
      EXPECT_LT(std::chrono::steady_clock::now(), last_moment) << test::ReadFile(process.out);
      if (std::chrono::steady_clock::now() > last_moment) break;
      std::this_thread::sleep_for(milliseconds(10));
    }
    return process;
  }

  struct Ports {
    int grpc = 0;
    int http = 0;
    int pid = 0;
  };
  Ports ReadPorts() const {
    Ports ports;
    const std::string json = test::ReadFile(data() + "/ports.json");
    EXPECT_EQ(std::sscanf(json.c_str(), "{\"grpc\":%d,\"http\":%d,\"pid\":%d}", &ports.grpc,
                          &ports.http, &ports.pid),
              3);
    return ports;
  }

  std::string data() const { return dir_.File("data"); }

  test::TempDir dir_;
  std::vector<pid_t> running_;
  int started_ = 0;
};

TEST_F(ServerProgramTest, ServesSaysWhereAndStopsWhenAsked) {
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    const Process server = StartUsual();
    const Ports ports = ReadPorts();
    EXPECT_EQ(ports.pid, server.pid);
    test::RawSocket http(ports.http);
    http.Send("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(http.ReadUntil(), EndsWith("\r\n\r\nok\n"));
    EXPECT_TRUE(test::RawSocket(ports.grpc).connected());
    EXPECT_EQ(Stop(server, signal), 0);
    EXPECT_THAT(test::ReadFile(server.out), HasSubstr("stopped"));
    EXPECT_FALSE(std::filesystem::exists(data() + "/ports.json"));
  }
}

TEST_F(ServerProgramTest, SecretsAreMadeOnceForTheirOwner) {
  EXPECT_EQ(Stop(StartUsual(), SIGTERM), 0);
  const std::string token = test::ReadFile(data() + "/operator.token");
  const std::string key = test::ReadFile(data() + "/secret.key");
  EXPECT_EQ(token.size(), 44U);
  EXPECT_NE(token, key);
  for (const char* name : {"/operator.token", "/secret.key"}) {
    struct stat info;
    ASSERT_EQ(stat((data() + name).c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
  }
  const Process again = StartUsual();
  EXPECT_EQ(Stop(again, SIGTERM), 0);
  EXPECT_EQ(test::ReadFile(data() + "/operator.token"), token);
  EXPECT_EQ(test::ReadFile(again.out).find(token.substr(0, 43)), std::string::npos);
}

TEST_F(ServerProgramTest, SecondServerOnTheSameDataIsRefused) {
  const Process first = StartUsual();
  const Process second = Start(Usual());
  EXPECT_EQ(Wait(second), 3);
  EXPECT_EQ(test::ReadFile(second.out),
            "samstig-server: another samstig-server is using " + data() + "\n");
  EXPECT_EQ(Stop(first, SIGTERM), 0);
}

TEST_F(ServerProgramTest, KilledServerLeavesNothingInTheWay) {
  const Process killed = StartUsual();
  EXPECT_EQ(Stop(killed, SIGKILL), -1);
  EXPECT_TRUE(std::filesystem::exists(data() + "/ports.json"));
  std::filesystem::remove(data() + "/ports.json");
  const Process next = StartUsual();
  EXPECT_EQ(ReadPorts().pid, next.pid);
  EXPECT_EQ(Stop(next, SIGTERM), 0);
}

TEST_F(ServerProgramTest, WrongSettingsAreOneSentence) {
  const Process server = Start({"--grpc-listen", "0.0.0.0:1"});
  EXPECT_EQ(Wait(server), 2);
  const std::string said = test::ReadFile(server.out);
  EXPECT_THAT(said, StartsWith("samstig-server: flag --grpc-listen: grpc.listen: "));
  EXPECT_EQ(said.find('\n'), said.size() - 1);
}

TEST_F(ServerProgramTest, ServesTheAppThatItIsGiven) {
  std::filesystem::create_directories(dir_.File("app"));
  test::WriteFile(dir_.File("app/index.html"), "<!doctype html><title>Stigen</title>");
  const Process server = StartUsual({"--http-app-dir", dir_.File("app")});
  const auto get = [this](const std::string& path) {
    test::RawSocket http(ReadPorts().http);
    http.Send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return http.ReadUntil();
  };
  EXPECT_THAT(get("/sign-in"), EndsWith("<title>Stigen</title>"));
  EXPECT_THAT(get("/healthz"), EndsWith("\r\n\r\nok\n"));
  EXPECT_THAT(get("/samstig.v1.SyncService/Pull"), StartsWith("HTTP/1.1 405 "));
  EXPECT_EQ(Stop(server, SIGTERM), 0);
}

TEST_F(ServerProgramTest, FolderWithoutAnAppIsOneSentence) {
  std::vector<std::string> flags = Usual();
  flags.insert(flags.end(), {"--http-app-dir", dir_.File("nowhere")});
  const Process server = Start(flags);
  EXPECT_EQ(Wait(server), 2);
  EXPECT_EQ(test::ReadFile(server.out), "samstig-server: http.app_dir: " + dir_.File("nowhere") +
                                            ": No such file or directory\n");
}

TEST_F(ServerProgramTest, CheckConfigSaysOkAndTouchesNothing) {
  const Process check = Start({"--check-config", "--data-dir", data()});
  EXPECT_EQ(Wait(check), 0);
  EXPECT_EQ(test::ReadFile(check.out), "configuration ok\n");
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(ServerProgramTest, TakenPortIsOneSentence) {
  const Process first = StartUsual();
  std::vector<std::string> flags = Usual();
  flags[1] = dir_.File("other");
  flags[3] = "127.0.0.1:" + std::to_string(ReadPorts().grpc);
  const Process second = Start(flags);
  EXPECT_EQ(Wait(second), 5);
  EXPECT_THAT(test::ReadFile(second.out),
              EndsWith("samstig-server: gRPC cannot listen on " + flags[3] +
                       "; is another program listening there?\n"));
  EXPECT_EQ(Stop(first, SIGTERM), 0);
}

TEST_F(ServerProgramTest, FullDiskIsOneSentence) {
  // A file may have no bytes: as if the disk were full. What is said goes to a pipe.
  int said[2];
  ASSERT_EQ(pipe(said), 0);
  const Process server = Start(Usual(), [&] {
    dup2(said[1], STDERR_FILENO);
    const struct rlimit none { 0, 0 };
    setrlimit(RLIMIT_FSIZE, &none);
  });
  EXPECT_EQ(Wait(server), 4);
  char sentence[1000] = {};
  EXPECT_GT(read(said[0], sentence, sizeof(sentence) - 1), 0);
  EXPECT_EQ(sentence, "samstig-server: " + data() + "/secret.key: File too large\n");
  close(said[0]);
  close(said[1]);
}

TEST_F(ServerProgramTest, FolderOfSomebodyElseIsOneSentence) {
  ASSERT_TRUE(std::filesystem::create_directory(data()));
  chmod(data().c_str(), 0555);
  chmod(dir_.path().c_str(), 0755);
  const Process server = Start(Usual(), [] {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(126);  // Root may write anywhere.
  });
  EXPECT_EQ(Wait(server), 2);
  EXPECT_EQ(test::ReadFile(server.out), "samstig-server: flag --data-dir: data_dir: " + data() +
                                            " cannot be written: Permission denied\n");
  chmod(data().c_str(), 0755);
}

TEST_F(ServerProgramTest, DamagedNetworkIsOneSentence) {
  std::filesystem::create_directories(data() + "/networks");
  test::WriteFile(data() + "/networks/stigen.db", std::string(100'000, 'x'));
  const Process server = Start(Usual());
  EXPECT_EQ(Wait(server), 4);
  EXPECT_THAT(test::ReadFile(server.out),
              StartsWith("samstig-server: " + data() + "/networks/stigen.db: "));
}

// Its making was cut short: nobody has ever been told that it is there.
TEST_F(ServerProgramTest, UnfinishedNetworkIsLeftOut) {
  std::filesystem::create_directories(data() + "/networks");
  test::WriteFile(data() + "/networks/stigen.db", "");
  const Process server = StartUsual({"--log-format", "text"});
  EXPECT_EQ(Stop(server, SIGTERM), 0);
  EXPECT_THAT(test::ReadFile(server.out), testing::HasSubstr("network left out"));
}

}  // namespace
}  // namespace samstig
