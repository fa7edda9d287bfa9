// SPDX-License-Identifier: Apache-2.0
// What samstig says. For people: aligned tables and plain sentences. With --json: exactly one
// document on stdout, and errors as {"error": {"reason", "detail"}} on stderr. Not thread-safe.
#ifndef SAMSTIG_CLI_OUTPUT_H_
#define SAMSTIG_CLI_OUTPUT_H_

#include <cstddef>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/result.h"

namespace samstig::cli {

// Keys stay in the order in which they were set.
using Json = nlohmann::ordered_json;

class Output {
 public:
  enum class Style { kPeople, kJson };
  struct Mode {
    Style style = Style::kPeople;
    bool quiet = false;
    // Whether somebody is looking: headings in bold, progress bars.
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    size_t width = 100;
  };

  Output(std::ostream& out, std::ostream& err, Mode mode) : out_(out), err_(err), mode_(mode) {}

  bool json() const { return mode_.style == Style::kJson; }
  bool terminal() const { return mode_.out_is_terminal; }
  bool shows_progress() const { return mode_.err_is_terminal && !mode_.quiet && !json(); }
  size_t width() const { return mode_.width; }

  // What was asked for, for people; one line, or several with line ends in between.
  void Print(std::string_view text);
  void Heading(std::string_view text);
  // What was done; not with --quiet.
  void Say(std::string_view text);
  // Beside the matter, on stderr; not with --quiet or --json.
  void Note(std::string_view text);
  // The document, with --json only. Once for each run.
  void Document(const Json& document);
  // A line on stderr that always shows, but for --json.
  void Complain(std::string_view text);
  // Why it did not work, on stderr.
  void Error(const base::Status& status);
  void Error(const base::Status& status, const Json& more);

  // A progress bar on stderr, while somebody is looking.
  void Progress(std::string_view what, size_t done, size_t all);
  void EndProgress();

 private:
  std::ostream& out_;
  std::ostream& err_;
  const Mode mode_;
  bool bar_ = false;
};

// Columns aligned by their widest cell. The last column is wrapped to what is left of the line.
class Table {
 public:
  explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
  void Add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  bool empty() const { return rows_.empty(); }
  void PrintTo(Output& output) const;
  std::string ToString(size_t width) const;

 private:
  std::vector<std::string> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_OUTPUT_H_
