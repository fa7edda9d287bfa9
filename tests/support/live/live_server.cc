// SPDX-License-Identifier: Apache-2.0
#include "tests/support/live/live_server.h"

#include <fcntl.h>
#include <grpcpp/grpcpp.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>
#include <vector>

#include "samstig/v1/admin_service.grpc.pb.h"

extern char** environ;

namespace samstig::test {

namespace fs = std::filesystem;

using base::Result;
using base::Status;

namespace {

constexpr int kPatienceMs = 20'000;

std::string ServerProgram() {
  if (const char* program = std::getenv("SAMSTIG_SERVER")) return program;
  return fs::read_symlink("/proc/self/exe").parent_path() / "samstig-server";
}

[[noreturn]] void GiveUp(const std::string& why, const std::string& log) {
  std::cerr << why << "\n" << ReadFile(log) << std::endl;
  std::abort();
}

// Wakes up when something happens in a folder.
class FolderWatch {
 public:
  explicit FolderWatch(const std::string& folder) : fd_(inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
    inotify_add_watch(fd_, folder.c_str(), IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE);
  }
  ~FolderWatch() { close(fd_); }

  // False when nothing has made `ready` true in time.
  template <typename Ready>
  bool WaitUntil(Ready ready) {
    for (int waited = 0; waited < kPatienceMs;) {
      if (ready()) return true;
      pollfd event{fd_, POLLIN, 0};
      if (poll(&event, 1, 100) == 0) waited += 100;
      char drain[4096];
      while (read(fd_, drain, sizeof(drain)) > 0) {
      }
    }
    return ready();
  }

 private:
  int fd_;
};

uint64_t FromProc(pid_t pid, const std::string& field) {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(field, 0) == 0) return std::stoull(line.substr(field.size())) * 1024;
  }
  return 0;
}

}  // namespace

LiveServer::LiveServer() {
  fs::create_directories(dir_.File("data"));
  fs::create_directories(dir_.File("mail"));
  Start();
}

LiveServer::~LiveServer() { Stop(); }

void LiveServer::Start() {
  const std::string ports = dir_.File("data/ports.json");
  const std::string log = dir_.File("server.log");
  fs::remove(ports);
  const std::string listen = address_.empty() ? "127.0.0.1:0" : address_;
  // setpriv (util-linux): a test that is killed or aborts leaves no server behind.
  std::vector<std::string> args = {
      "/usr/bin/setpriv", "--pdeathsig",     "KILL",          ServerProgram(),
      "--data-dir",       dir_.File("data"), "--grpc-listen", listen,
      "--http-listen",    "127.0.0.1:0",     "--mail-mode",   "files",
      "--mail-directory", dir_.File("mail"), "--log-format",  "text"};
  std::vector<char*> argv;
  for (std::string& arg : args) argv.push_back(arg.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int error = posix_spawn(&pid_, args[0].c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) GiveUp("cannot start " + args[0] + ": " + std::strerror(error), log);
  FolderWatch watch(dir_.File("data"));
  if (!watch.WaitUntil([&] { return fs::exists(ports); })) GiveUp("the server did not start", log);
  std::smatch match;
  const std::string text = ReadFile(ports);
  if (!std::regex_search(text, match, std::regex("\"grpc\":(\\d+)")))
    GiveUp("no port in " + text, log);
  address_ = "127.0.0.1:" + match[1].str();
}

void LiveServer::Crash() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

int LiveServer::Stop() {
  if (pid_ == 0) return 0;
  kill(pid_, SIGTERM);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string LiveServer::NetworkFile(const std::string& network) const {
  return dir_.File("data/networks/" + network + ".db");
}

uint64_t LiveServer::MemoryNow() const { return FromProc(pid_, "VmRSS:"); }
uint64_t LiveServer::MemoryPeak() const { return FromProc(pid_, "VmHWM:"); }

double LiveServer::CpuSeconds() const {
  // Fields 14 and 15, after the name in parentheses, which may hold spaces: proc(5).
  const std::string stat = ReadFile("/proc/" + std::to_string(pid_) + "/stat");
  std::istringstream fields(stat.substr(std::min(stat.size(), stat.rfind(')') + 1)));
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

ServerAtWork LiveServer::at_work() const {
  std::string token = ReadFile(dir_.File("data/operator.token"));
  token.erase(std::remove(token.begin(), token.end(), '\n'), token.end());
  return {address_, dir_.File("mail"), token};
}

Status LiveServer::CreateNetwork(const std::string& network, const std::string& organiser_email) {
  return at_work().CreateNetwork(network, organiser_email);
}

std::string LiveServer::TakeCode(const std::string& email) { return at_work().TakeCode(email); }

Result<std::unique_ptr<client::Client>> LiveServer::SignIn(const std::string& network,
                                                           const std::string& email,
                                                           const std::string& path) {
  return at_work().SignIn(network, email, path);
}

Status ServerAtWork::CreateNetwork(const std::string& network,
                                   const std::string& organiser_email) const {
  auto stub =
      v1::AdminService::NewStub(grpc::CreateChannel(address_, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + operator_token_);
  v1::CreateNetworkRequest request;
  request.set_network(network);
  request.set_name("Svenskfinland");
  request.set_organiser_name("Olle Organisatör");
  request.set_organiser_email(organiser_email);
  request.set_organiser_language("sv-FI");
  v1::CreateNetworkResponse response;
  const grpc::Status status = stub->CreateNetwork(&context, request, &response);
  if (status.ok()) return {};
  return {v1::REASON_INTERNAL, status.error_message()};
}

std::string ServerAtWork::TakeCode(const std::string& email) const {
  std::string code;
  const auto find = [&] {
    for (const fs::directory_entry& entry : fs::directory_iterator(mail_directory_)) {
      if (entry.path().extension() != ".eml") continue;
      const std::string mail = ReadFile(entry.path());
      std::smatch match;
      if (mail.find(email) == std::string::npos) continue;
      if (!std::regex_search(mail, match, std::regex("\\n    (\\d{8})\\r?\\n"))) continue;
      code = match[1];
      fs::remove(entry.path());
      return true;
    }
    return false;
  };
  FolderWatch watch(mail_directory_);
  (void)watch.WaitUntil(find);
  return code;
}

Result<std::unique_ptr<client::Client>> ServerAtWork::SignIn(const std::string& network,
                                                             const std::string& email,
                                                             const std::string& path) const {
  client::Options options;
  options.path = path;
  options.server = address_;
  options.tls = false;
  ASSIGN_OR_RETURN(std::unique_ptr<client::Client> client, client::Client::Open(options));
  RETURN_IF_ERROR(client->RequestCode(network, email));
  RETURN_IF_ERROR(client->RedeemCode(network, email, TakeCode(email), "test"));
  return client;
}

}  // namespace samstig::test
