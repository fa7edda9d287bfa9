// SPDX-License-Identifier: Apache-2.0
// ./dev bench: the figures that Samstig promises, each beside the limit of this machine, through a
// real server process, real sockets and real disks, with sign-in and permission checks on. Never a
// test: a slow machine gives small figures, not failures.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "tests/bench/workloads.h"
#include "tests/support/temp_dir.h"

namespace samstig::bench {
namespace {

struct Workload {
  const char* name;
  const char* what;
  void (*run)(Run&);
  // For a server at an address, too.
  bool anywhere = true;
  // Takes so long that it is run when it is named and not otherwise.
  bool only_when_named = false;
};

constexpr Workload kWorkloads[] = {
    {"push", "50 devices with 40 waiting writes each, and one with 2,000, come online", &RunPush},
    {"push_server", "the same by devices that keep nothing", &RunPushServer},
    {"first_sync", "a fresh device takes 10,000 posts", &RunFirstSync},
    {"catch_up", "a device that holds 10,000 is 100 behind, or nothing", &RunCatchUp},
    {"fan_out", "200 writes one by one to 100 members, to 100 and 2,000 streams", &RunFanOut},
    {"streams", "10,000 open streams", &RunStreams},
    {"outbox", "100,000 writes wait on a device", &RunOutbox},
    {"mixed", "a working day of 1,000 leaders in 40 municipalities", &RunMixed},
    {"footprint", "memory, disk, sizes, start", &RunFootprint, false},
    {"limits", "the limits of this machine by themselves", &RunLimits},
    {"first_sync_1m", "a fresh device takes 1,000,000 posts (minutes, 2 GB of disk)",
     &RunFirstSyncOfMillion, true, true},
};

void Help() {
  std::printf(
      "samstig_bench [--json] [WORKLOAD ...] [--server ADDRESS --mails FOLDER --operator-token "
      "FILE]\n\n"
      "Without a name all but the last:\n");
  for (const Workload& workload : kWorkloads) {
    std::printf("  %-14s %s\n", workload.name, workload.what);
  }
  std::printf(
      "\n--json     one line for each figure: bench, metric, value, unit, limit, limit_is, ratio,\n"
      "           goal, goal_met; null where there is none\n"
      "--server   a server that runs already, host:port of its gRPC port on this machine, started\n"
      "           with mail mode `files`; its mails are in --mails. Makes a network of its own by\n"
      "           the operator's token (operator.token in the server's data folder). Not for\n"
      "           footprint; what needs a look at the process or its disk is left out.\n");
}

const Workload* Find(const char* name) {
  for (const Workload& workload : kWorkloads) {
    if (std::strcmp(workload.name, name) == 0) return &workload;
  }
  return nullptr;
}

int Complain(const std::string& why) {
  std::fprintf(stderr, "samstig_bench: %s; see --help\n", why.c_str());
  return 2;
}

struct CommandLine {
  bool json = false;
  bool help = false;
  std::string server;
  std::string mails;
  std::string token_file;
  std::vector<const Workload*> workloads;
  std::string wrong;
};

CommandLine Read(int argc, char** argv) {
  CommandLine line;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    std::string* value = word == "--server"           ? &line.server
                         : word == "--mails"          ? &line.mails
                         : word == "--operator-token" ? &line.token_file
                                                      : nullptr;
    if (word == "--json") {
      line.json = true;
    } else if (word == "--help") {
      line.help = true;
    } else if (value != nullptr && i + 1 < argc) {
      *value = argv[++i];
    } else if (const Workload* workload = Find(argv[i])) {
      line.workloads.push_back(workload);
    } else {
      line.wrong = "no workload or option: " + word;
    }
  }
  const bool outside = !line.server.empty();
  if (outside && (line.mails.empty() || line.token_file.empty())) {
    line.wrong = "--server needs --mails and --operator-token";
  }
  for (const Workload* workload : line.workloads) {
    if (outside && !workload->anywhere) line.wrong = "footprint needs a server of its own";
  }
  if (!line.workloads.empty()) return line;
  for (const Workload& workload : kWorkloads) {
    const bool fits = workload.anywhere || !outside;
    if (fits && !workload.only_when_named) line.workloads.push_back(&workload);
  }
  return line;
}

int Main(int argc, char** argv) {
  const CommandLine line = Read(argc, argv);
  if (!line.wrong.empty()) return Complain(line.wrong);
  if (line.help) {
    Help();
    return 0;
  }
  Run run{Report(line.json), {}, {}};
  if (!line.server.empty()) {
    std::string token = test::ReadFile(line.token_file);
    while (!token.empty() && token.back() == '\n') token.pop_back();
    if (token.empty()) return Complain("there is no token in " + line.token_file);
    run.outside.emplace(line.server, line.mails, token);
  }
  for (const Workload* workload : line.workloads) {
    run.report.Begin(workload->name);
    workload->run(run);
  }
  return 0;
}

}  // namespace

void RunLimits(Run& run) {
  const auto add = [&](const char* metric, double value, const char* unit) {
    run.report.Add({metric, value, unit, Better::kMore});
  };
  add("SQLite FULL, 1 row of 446 bytes a commit", run.limits.SqliteGroupCommit(1), "rows/s");
  add("SQLite FULL, 100 rows a commit", run.limits.SqliteGroupCommit(100), "rows/s");
  add("SQLite FULL, 256 rows a commit", run.limits.SqliteGroupCommit(256), "rows/s");
  add("SQLite, 200,000 rows in one transaction", run.limits.SqliteBulk(), "rows/s");
  run.report.Add({"fsync of 4 KiB, median", run.limits.FsyncMs(), "ms"});
  add("gRPC echo of 400 bytes, 1 connection", run.limits.Echo(400, 1), "calls/s");
  add("gRPC echo of 400 bytes, 50 connections", run.limits.Echo(400, 50), "calls/s");
  add("gRPC stream of messages of 460 bytes", run.limits.Stream(460), "messages/s");
  add("gRPC stream of messages of 64 KiB", run.limits.Stream(64 << 10), "messages/s");
}

}  // namespace samstig::bench

int main(int argc, char** argv) { return samstig::bench::Main(argc, argv); }
