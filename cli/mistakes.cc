// SPDX-License-Identifier: Apache-2.0
#include "cli/mistakes.h"

#include <algorithm>

namespace samstig::cli {

using base::Status;

std::string Mistake::ToString() const {
  std::string place = file + ":" + std::to_string(line) + ": ";
  if (!field.empty()) place += field + ": ";
  return place + problem;
}

void Mistakes::Add(int line, std::string field, std::string problem) {
  all_.push_back({file_, std::max(line, 1), std::move(field), std::move(problem)});
}

void Mistakes::Add(int line, std::string field, const Status& status) {
  Add(line, std::move(field), status.detail());
}

std::vector<Mistake> Mistakes::Sorted() const {
  std::vector<Mistake> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Mistake& a, const Mistake& b) { return a.line < b.line; });
  return sorted;
}

std::string WithoutName(const std::string& detail, const std::string& name) {
  return detail.rfind(name + " ", 0) == 0 ? detail.substr(name.size() + 1) : detail;
}

}  // namespace samstig::cli
