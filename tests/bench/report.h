// SPDX-License-Identifier: Apache-2.0
// How figures are told: a line for each, for people or as JSON, beside its goal and the limit of
// the machine. The JSON is that of `./dev bench app --json`.
#ifndef SAMSTIG_TESTS_BENCH_REPORT_H_
#define SAMSTIG_TESTS_BENCH_REPORT_H_

#include <optional>
#include <string>
#include <vector>

namespace samstig::bench {

enum class Better { kMore, kLess };

struct Figure {
  std::string metric;
  double value = 0;
  std::string unit;
  Better better = Better::kLess;
  // What is aimed at.
  std::optional<double> goal = {};
  // What this machine could do at best, in the same unit, and what that is.
  std::optional<double> limit = {};
  std::string limit_is = {};
};

class Report {
 public:
  explicit Report(bool json) : json_(json) {}

  // The workload that the next figures are of.
  void Begin(std::string bench) { bench_ = std::move(bench); }
  // What is being done, for whoever waits.
  void Say(const std::string& what) const;
  // Tells it at once.
  void Add(const Figure& figure) const;
  // The median and the 99th of a hundred, as "<metric>, p50" and "<metric>, p99".
  void AddTimes(const std::string& metric, const std::vector<double>& ms,
                std::optional<double> p50_goal = {}, std::optional<double> p99_goal = {},
                std::optional<double> limit = {}, const std::string& limit_is = {}) const;
  // The same beside the median and the 99th of a hundred of what the limit takes.
  void AddTimesBeside(const std::string& metric, const std::vector<double>& ms,
                      std::optional<double> p50_goal, std::optional<double> p99_goal,
                      const std::vector<double>& limit_ms, const std::string& limit_is) const;

 private:
  const bool json_;
  std::string bench_;
};

// The value below which `part` (0 to 1) of them lie.
double Quantile(std::vector<double> values, double part);

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_REPORT_H_
