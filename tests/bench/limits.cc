// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "domain/base/sqlite.h"
#include "tests/bench/country.h"
#include "tests/bench/report.h"
#include "tests/bench/swedish.h"
#include "tests/support/status_matchers.h"

namespace samstig::bench {
namespace {

using std::chrono::duration;
using std::chrono::steady_clock;

void Ok(const base::Status& status) {
  if (!status.ok()) std::abort();
}

double Insert(const std::string& path, int rows, int per_commit, const std::string& synchronous) {
  base::Database db =
      test::Must(base::Database::Open(path, base::Database::Mode::kReadWriteCreate));
  Ok(db.Execute("PRAGMA page_size = 8192"));
  Ok(db.Execute("PRAGMA journal_mode = WAL"));
  Ok(db.Execute("PRAGMA synchronous = " + synchronous));
  Ok(db.Execute("CREATE TABLE row(id BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID"));
  base::Statement insert = test::Must(db.Prepare("INSERT INTO row VALUES(?1, ?2)"));
  const std::string body = Text(1) + std::string(30, 'x');
  const auto start = steady_clock::now();
  for (int i = 0; i < rows; ++i) {
    if (i % per_commit == 0) Ok(db.Execute(i == 0 ? "BEGIN" : "COMMIT; BEGIN"));
    char id[16] = {};
    for (int b = 0; b < 4; ++b) id[b] = static_cast<char>(i >> (8 * (3 - b)));
    Ok(insert.BindBlob(1, {id, sizeof(id)}).BindBlob(2, body).Run());
  }
  Ok(db.Execute("COMMIT"));
  return rows / duration<double>(steady_clock::now() - start).count();
}

double MedianFsyncMs(const std::string& path) {
  const int fd = open(path.c_str(), O_WRONLY | O_CREAT, 0600);
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 200; ++i) {
    const auto start = steady_clock::now();
    if (write(fd, page.data(), page.size()) < 0 || fdatasync(fd) != 0) std::abort();
    times.push_back(duration<double, std::milli>(steady_clock::now() - start).count());
  }
  close(fd);
  return Quantile(times, 0.5);
}

}  // namespace

double Limits::SqliteGroupCommit(int per_commit) {
  const auto known = group_commit_.find(per_commit);
  if (known != group_commit_.end()) return known->second;
  const std::string path = dir_.File("rows" + std::to_string(per_commit) + ".db");
  // One row a commit is a matter of the disk; a few tell as much as many.
  const int rows = per_commit == 1 ? 2'000 : 40'000;
  return group_commit_[per_commit] = Insert(path, rows, per_commit, "FULL");
}

double Limits::SqliteBulk() {
  constexpr int kRows = 200'000;
  if (!bulk_) bulk_ = Insert(dir_.File("bulk.db"), kRows, kRows, "NORMAL");
  return *bulk_;
}

double Limits::FsyncMs() {
  if (!fsync_ms_) fsync_ms_ = MedianFsyncMs(dir_.File("fsync"));
  return *fsync_ms_;
}

double Limits::Echo(size_t bytes, int connections) {
  const auto known = echo_.find({bytes, connections});
  if (known != echo_.end()) return known->second;
  return echo_[{bytes, connections}] = MeasureEcho(bytes, connections);
}

double Limits::Stream(size_t bytes) {
  const auto known = stream_.find(bytes);
  if (known != stream_.end()) return known->second;
  return stream_[bytes] = MeasureStream(bytes);
}

const std::vector<double>& Limits::FanOut(size_t bytes, size_t streams, size_t per_connection) {
  const auto [known, is_new] = fan_out_.try_emplace({bytes, streams, per_connection});
  if (is_new) known->second = MeasureFanOut(bytes, streams, per_connection);
  return known->second;
}

}  // namespace samstig::bench
