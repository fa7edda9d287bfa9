// SPDX-License-Identifier: Apache-2.0
#include "cli/report_text.h"

#include "cli/text.h"

namespace samstig::cli {

namespace {

struct Section {
  const char* heading;
  std::string* (v1::Report::*field)();
};
constexpr Section kSections[] = {
    {"# What I tried", &v1::Report::mutable_tried},
    {"# What happened", &v1::Report::mutable_happened},
    {"# What I learnt", &v1::Report::mutable_insight},
    {"# My next step", &v1::Report::mutable_next_step},
};

}  // namespace

std::string ToEditorText(v1::Report report) {
  std::string text;
  for (const Section& section : kSections) {
    text.append(section.heading).append("\n\n");
    const std::string& words = *(report.*section.field)();
    if (!words.empty()) text.append(words).append("\n\n");
  }
  return text;
}

v1::Report FromEditorText(const std::string& text, bool did_not_work) {
  v1::Report report;
  report.set_did_not_work(did_not_work);
  std::string* field = report.mutable_tried();
  size_t at = 0;
  while (at < text.size()) {
    size_t end = text.find('\n', at);
    if (end == std::string::npos) end = text.size();
    const std::string line = text.substr(at, end - at);
    bool heading = false;
    for (const Section& section : kSections) {
      if (Lower(Trim(line)) != Lower(section.heading)) continue;
      field = (report.*section.field)();
      heading = true;
    }
    if (!heading) field->append(line).push_back('\n');
    at = end + 1;
  }
  for (const Section& section : kSections) {
    std::string& words = *(report.*section.field)();
    words = Trim(words);
  }
  return report;
}

}  // namespace samstig::cli
