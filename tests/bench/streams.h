// SPDX-License-Identifier: Apache-2.0
// Many readers who follow live, without a copy each: what the server alone can do.
#ifndef SAMSTIG_TESTS_BENCH_STREAMS_H_
#define SAMSTIG_TESTS_BENCH_STREAMS_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace samstig::bench {

// Open Pulls over a few connections, as a proxy carries them. They see that something came, when,
// and up to which seq; they keep nothing.
class Streams {
 public:
  // How many of them share a connection.
  static constexpr size_t kPerConnection = 100;

  // Opens `count` of them, of these people in turn, and waits until all are at a checkpoint. Aborts
  // with the reason when that does not work.
  Streams(const std::string& address, const std::vector<std::string>& tokens, size_t count);
  ~Streams();

  // Does `write`, and waits until it has come to all. The milliseconds from before the write to
  // each.
  std::vector<double> Follow(const std::function<void()>& write);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_STREAMS_H_
