// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>
#include <tuple>

namespace samstig::bench {
namespace {

// Five digits say all that a measurement can.
std::string Number(const std::optional<double>& value) {
  if (!value) return "null";
  char text[32];
  std::snprintf(text, sizeof(text), *value >= 1e5 ? "%.0f" : "%.5g", *value);
  return text;
}

std::string Text(const std::string& text) { return text.empty() ? "null" : "\"" + text + "\""; }

}  // namespace

double Quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  const auto at =
      std::min(values.size() - 1, static_cast<size_t>(static_cast<double>(values.size()) * part));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

void Report::Say(const std::string& what) const { std::fprintf(stderr, "... %s\n", what.c_str()); }

void Report::Add(const Figure& f) const {
  const bool more = f.better == Better::kMore;
  const bool met = f.goal && (more ? f.value >= *f.goal : f.value <= *f.goal);
  std::optional<double> ratio;
  if (f.limit && *f.limit > 0) ratio = f.value / *f.limit;
  if (json_) {
    std::printf(
        "{\"bench\":%s,\"metric\":%s,\"value\":%s,\"unit\":%s,\"limit\":%s,\"limit_is\":%s,"
        "\"ratio\":%s,\"goal\":%s,\"goal_met\":%s}\n",
        Text(bench_).c_str(), Text(f.metric).c_str(), Number(f.value).c_str(), Text(f.unit).c_str(),
        Number(f.limit).c_str(), Text(f.limit_is).c_str(), Number(ratio).c_str(),
        Number(f.goal).c_str(), f.goal ? (met ? "true" : "false") : "null");
  } else {
    std::printf("%-11s %-58s %10s %-11s", bench_.c_str(), f.metric.c_str(), Number(f.value).c_str(),
                f.unit.c_str());
    if (f.goal) {
      std::printf(" goal %s %s %s;", more ? ">=" : "<=", Number(f.goal).c_str(),
                  met ? "met" : "NOT MET");
    }
    if (f.limit) std::printf(" limit %s (%s)", Number(f.limit).c_str(), f.limit_is.c_str());
    std::printf("\n");
  }
  std::fflush(stdout);
}

void Report::AddTimes(const std::string& metric, const std::vector<double>& ms,
                      std::optional<double> p50_goal, std::optional<double> p99_goal,
                      std::optional<double> limit, const std::string& limit_is) const {
  Add({metric + ", p50", Quantile(ms, 0.5), "ms", Better::kLess, p50_goal, limit, limit_is});
  Add({metric + ", p99", Quantile(ms, 0.99), "ms", Better::kLess, p99_goal, limit, limit_is});
}

void Report::AddTimesBeside(const std::string& metric, const std::vector<double>& ms,
                            std::optional<double> p50_goal, std::optional<double> p99_goal,
                            const std::vector<double>& limit_ms,
                            const std::string& limit_is) const {
  for (const auto& [name, part, goal] :
       {std::tuple{"p50", 0.5, p50_goal}, std::tuple{"p99", 0.99, p99_goal}}) {
    Add({metric + ", " + name, Quantile(ms, part), "ms", Better::kLess, goal,
         Quantile(limit_ms, part), limit_is});
  }
}

}  // namespace samstig::bench
