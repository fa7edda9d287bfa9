// SPDX-License-Identifier: Apache-2.0
#include "cli/output.h"

#include <algorithm>

#include "cli/text.h"
#include "cli/words.h"

namespace samstig::cli {
namespace {

// A table's last column is never squeezed below this.
constexpr size_t kNarrowest = 20;
constexpr size_t kWidestMiddle = 48;

std::string Dump(const Json& document) {
  // Others' bytes may be damaged; that must not stop a script.
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void Output::Print(std::string_view text) {
  if (json()) return;
  out_ << text;
  if (text.empty() || text.back() != '\n') out_ << '\n';
}

void Output::Heading(std::string_view text) {
  if (mode_.out_is_terminal) {
    Print("\033[1m" + std::string(text) + "\033[0m");
  } else {
    Print(text);
  }
}

void Output::Say(std::string_view text) {
  if (!mode_.quiet) Print(text);
}

void Output::Note(std::string_view text) {
  if (mode_.quiet || json()) return;
  EndProgress();
  err_ << text << '\n';
}

void Output::Document(const Json& document) {
  if (json()) out_ << Dump(document) << '\n';
}

void Output::Complain(std::string_view text) {
  EndProgress();
  if (!json()) err_ << text << '\n';
}

void Output::Error(const base::Status& status) { Error(status, Json::object()); }

void Output::Error(const base::Status& status, const Json& more) {
  EndProgress();
  if (!json()) {
    err_ << "samstig: " << Sentence(status) << '\n';
    return;
  }
  Json error;
  error["reason"] = std::string(base::ReasonName(status.reason()));
  error["detail"] = status.detail();
  for (const auto& [key, value] : more.items()) error[key] = value;
  Json document;
  document["error"] = std::move(error);
  err_ << Dump(document) << '\n';
}

void Output::Progress(std::string_view what, size_t done, size_t all) {
  if (!shows_progress() || all == 0) return;
  constexpr size_t kBar = 30;
  const size_t filled = std::min(kBar, done * kBar / all);
  err_ << "\r\033[K" << Pad(std::string(what), 14) << " [" << std::string(filled, '#')
       << std::string(kBar - filled, ' ') << "] " << done << "/" << all << std::flush;
  bar_ = true;
}

void Output::EndProgress() {
  if (!bar_) return;
  err_ << "\r\033[K" << std::flush;
  bar_ = false;
}

void Table::PrintTo(Output& output) const {
  if (!output.json()) output.Print(ToString(output.width()));
}

std::string Table::ToString(size_t width) const {
  const size_t columns = headings_.size();
  std::vector<size_t> widths(columns, 0);
  const auto measure = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < columns && i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(WidthOf(cells[i]), kWidestMiddle));
    }
  };
  measure(headings_);
  for (const auto& row : rows_) measure(row);
  size_t before_last = 0;
  for (size_t i = 0; i + 1 < columns; ++i) before_last += widths[i] + 2;
  const size_t room = std::max(kNarrowest, width > before_last ? width - before_last : 0);

  std::string text;
  const auto append = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (size_t i = 0; i + 1 < columns; ++i) {
      line += Pad(i < cells.size() ? Clip(cells[i], widths[i]) : "", widths[i] + 2);
    }
    const std::string indent(before_last, ' ');
    const std::string last =
        columns <= cells.size() ? Wrap(cells[columns - 1], room, indent) : "\n";
    line += last.size() > before_last ? last.substr(before_last) : "\n";
    while (line.size() > 1 && line[line.size() - 2] == ' ') line.erase(line.size() - 2, 1);
    text += line;
  };
  const bool titled = std::any_of(headings_.begin(), headings_.end(),
                                  [](const std::string& heading) { return !heading.empty(); });
  if (titled) append(headings_);
  for (const auto& row : rows_) append(row);
  return text;
}

}  // namespace samstig::cli
