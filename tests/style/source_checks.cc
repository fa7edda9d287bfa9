// SPDX-License-Identifier: Apache-2.0
#include "tests/style/source_checks.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace samstig::style {
namespace {

constexpr int kMaxLines = 600;

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Whether `path` is the folder (or file) `room`, or something in it.
bool IsIn(std::string_view path, std::string_view room) {
  return StartsWith(path, room) && (path.size() == room.size() || path[room.size()] == '/');
}

// ---- The table of allowed arrows

// A room and the rooms, or single headers, it may include. A file is in the room with the longest
// name that fits; what may be included is named exactly, so "server/store" does not open
// "server/store/sqlite".
struct Room {
  std::string_view name;
  std::vector<std::string_view> may_include;
  // Kinds of things from outside that are not for everybody; see KindOf.
  std::vector<std::string_view> outside;
};

const std::vector<Room>& Rooms() {
  static const std::vector<Room> rooms = {
      {"domain/base", {}, {"sqlite3", "xxhash"}},
      {"domain/rules", {"domain/base"}, {}},
      // types.h: the words that face and core share.
      {"client-lib/include", {"client-lib/core/types.h", "domain/base", "domain/rules"}, {}},
      {"client-lib/core", {"domain/base", "domain/rules"}, {"sqlite3"}},
      {"client-lib/transport", {"domain/base", "domain/rules"}, {"threads"}},
      {"client-lib/transport/grpc",
       {"domain/base", "domain/rules", "client-lib/transport"},
       {"threads", "grpc", "absl"}},
      {"client-lib/transport/web",
       {"domain/base", "domain/rules", "client-lib/transport"},
       {"threads"}},
      {"client-lib/native",
       {"client-lib/include", "client-lib/core", "client-lib/transport",
        "client-lib/transport/grpc", "domain/base", "domain/rules"},
       {"threads"}},
      {"client-lib/markdown", {"client-lib/include"}, {}},
      {"client-lib/c", {"client-lib/include", "domain/base", "domain/rules"}, {"threads"}},
      // Written as by somebody who has only what is installed.
      {"client-lib/examples", {"client-lib/include", "domain/rules/names.h"}, {}},
      {"client-lib/wasm",
       {"client-lib/include", "client-lib/core", "domain/base", "domain/rules"},
       {"sqlite3"}},
      {"cli",
       {"client-lib/include", "client-lib/native", "domain/base", "domain/rules"},
       {"threads", "absl"}},
      {"server/store", {"domain/base", "domain/rules"}, {"threads", "absl"}},
      {"server/store/sqlite",
       {"server/store", "domain/base", "domain/rules"},
       {"threads", "absl", "sqlite3"}},
      {"server/store/postgres",
       {"server/store", "domain/base", "domain/rules"},
       {"threads", "absl"}},
      {"server/decide", {"server/store", "domain/base", "domain/rules"}, {"threads", "absl"}},
      // The fair builder: plain facts in, groups out.
      {"server/groups", {"domain/base", "domain/rules"}, {"gecode"}},
      // networks.h: a session leads from a token to its network, and reads on that network's
      // threads.
      {"server/auth",
       {"server/sync/networks.h", "server/decide", "server/store", "server/observe", "domain/base",
        "domain/rules"},
       {"threads", "absl"}},
      {"server/sync",
       {"server/decide", "server/groups", "server/store", "server/observe", "domain/base",
        "domain/rules"},
       {"threads", "absl"}},
      // notifier.h goes round the networks; the links are carried out by decide.
      {"server/notify",
       {"server/sync", "server/auth", "server/decide", "server/store", "server/observe",
        "domain/base", "domain/rules"},
       {"threads", "absl"}},
      {"server/api",
       {"server/sync", "server/auth", "server/decide", "server/store", "server/observe",
        "domain/base", "domain/rules"},
       {"threads", "absl", "grpc"}},
      {"server/gateway",
       {"server/notify", "server/sync", "server/auth", "server/observe", "domain/base",
        "domain/rules"},
       {"threads", "absl", "boost"}},
      // The one place where the two protocols meet.
      {"server/gateway/grpc_web.cc",
       {"server/gateway", "server/observe", "domain/base"},
       {"threads", "grpc"}},
      {"server/observe", {"domain/base", "domain/rules"}, {"threads", "absl"}},
      {"server/config.h", {"server/observe", "domain/base"}, {}},
      {"server/config.cc",
       {"server/config.h", "server/auth", "server/observe", "domain/base", "domain/rules"},
       {}},
      {"server/main.cc", {"*"}, {"*"}},
      {"tests", {"*"}, {"*"}},
  };
  return rooms;
}

const Room* RoomOf(std::string_view path) {
  const Room* best = nullptr;
  for (const Room& room : Rooms()) {
    if (IsIn(path, room.name) && (!best || room.name.size() > best->name.size())) best = &room;
  }
  return best;
}

// SQL is the business of those who keep things: the server's engines, the client's core.
constexpr std::string_view kSqlWrapper = "domain/base/sqlite.h";

bool MayUseSql(std::string_view path) {
  for (const std::string_view room : {"domain/base", "client-lib/core", "client-lib/wasm",
                                      "server/store/sqlite", "server/main.cc", "tests"}) {
    if (IsIn(path, room)) return true;
  }
  return false;
}

template <typename List>
bool Contains(const List& list, std::string_view wanted) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view item) { return item == "*" || item == wanted; });
}

// ---- Includes

struct Include {
  std::string_view name;
  bool in_quotes;
};

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) {
    text.remove_prefix(1);
  }
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) {
    text.remove_suffix(1);
  }
  return text;
}

// `code` tells that the line is one and no comment, `line` what it names.
std::optional<Include> IncludeIn(std::string_view line, std::string_view code) {
  code = Trimmed(code);
  if (!StartsWith(code, "#")) return std::nullopt;
  code = Trimmed(code.substr(1));
  if (!StartsWith(code, "include")) return std::nullopt;
  const size_t open = line.find_first_of("<\"");
  if (open == std::string_view::npos) return Include{Trimmed(line), false};  // From a macro.
  const bool in_quotes = line[open] == '"';
  const size_t close = line.find(in_quotes ? '"' : '>', open + 1);
  if (close == std::string_view::npos) return std::nullopt;
  return Include{line.substr(open + 1, close - open - 1), in_quotes};
}

bool IsOurs(std::string_view name) {
  for (const std::string_view top : {"domain/", "client-lib/", "server/", "cli/", "tests/"}) {
    if (StartsWith(name, top)) return true;
  }
  return false;
}

bool IsMessage(std::string_view name) {
  return StartsWith(name, "samstig/v1/") &&
         (EndsWith(name, ".pb.h") || EndsWith(name, "/kinds.inc"));
}

// What a thing from outside is, when not everybody may use it; "std" for the rest of the language's
// own, "other" for what only domain and core must do without.
std::string_view KindOf(std::string_view name) {
  if (EndsWith(name, ".grpc.pb.h") || StartsWith(name, "grpc/") || StartsWith(name, "grpcpp/") ||
      StartsWith(name, "grpc++/")) {
    return "grpc";
  }
  if (StartsWith(name, "boost/")) return "boost";
  if (StartsWith(name, "gecode/")) return "gecode";
  if (StartsWith(name, "absl/")) return "absl";
  if (StartsWith(name, "gtest/") || StartsWith(name, "gmock/")) return "gtest";
  if (name == "sqlite3.h" || name == "sqlite3ext.h") return "sqlite3";
  if (name == "xxhash.h") return "xxhash";
  if (StartsWith(name, "google/protobuf/")) return "protobuf";
  for (const std::string_view header :
       {"thread", "mutex", "shared_mutex", "condition_variable", "future", "stop_token", "latch",
        "barrier", "semaphore", "pthread.h", "threads.h"}) {
    if (name == header) return "threads";
  }
  // The C ABI's header speaks C.
  if (name == "stddef.h" || name == "stdint.h") return "std";
  const bool plain = name.find_first_of("./") == std::string_view::npos;
  return plain ? "std" : "other";
}

// Built for the browser too: nothing that is not named.
bool IsFrugal(const Room& room) {
  return StartsWith(room.name, "domain/") || room.name == "client-lib/core" ||
         room.name == "client-lib/include";
}

std::string Quoted(std::string_view name) { return "\"" + std::string(name) + "\""; }

// Empty when `room` may include it.
std::string WhyNot(std::string_view path, const Room& room, const Include& include) {
  if (IsOurs(include.name) || StartsWith(include.name, "samstig/")) {
    if (!include.in_quotes)
      return "our own headers are included in quotes: " + Quoted(include.name);
  }
  if (IsMessage(include.name) && !EndsWith(include.name, ".grpc.pb.h")) return "";

  // The public face is the one room that is included without its folder, as an app does.
  const bool is_public = StartsWith(include.name, "samstig/") && !IsMessage(include.name);
  if (is_public || IsOurs(include.name)) {
    const Room* target = is_public ? RoomOf("client-lib/include") : RoomOf(include.name);
    if (target == nullptr) return "no room of the house has " + Quoted(include.name);
    if (include.name == kSqlWrapper && !MayUseSql(path)) {
      return std::string(room.name) + " must not see SQL (" + std::string(include.name) + ")";
    }
    if (target == &room || Contains(room.may_include, target->name) ||
        Contains(room.may_include, include.name)) {
      return "";
    }
    return std::string(room.name) + " must not include " + std::string(target->name) + " (" +
           std::string(include.name) + ")";
  }

  if (include.in_quotes && !IsMessage(include.name)) {
    return "includes are named from the root of the source tree: " + Quoted(include.name);
  }
  const std::string_view kind = KindOf(include.name);
  if (kind == "std" || kind == "protobuf") return "";
  if (kind == "other" && !IsFrugal(room)) return "";
  if (Contains(room.outside, kind)) return "";
  return std::string(room.name) + " must not use " +
         (kind == "other" ? "<" + std::string(include.name) + ">"
                          : std::string(kind) + " (<" + std::string(include.name) + ">)");
}

// ---- Lines

std::vector<std::string_view> LinesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// Whether the words stand alone: "std::views" but not "my_std::viewsX".
bool HasWord(std::string_view code, std::string_view word) {
  const auto part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  for (size_t at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || !part(code[at - 1])) && (end == code.size() || !part(code[end]))) return true;
  }
  return false;
}

struct Banned {
  std::string_view word;
  std::string_view why;
};

constexpr Banned kBanned[] = {
    {"std::views", "std::views is not for clang 14; write a loop or std::ranges::..."},
    {"std::ranges::views", "std::ranges::views is not for clang 14; write a loop"},
    {"absl::Mutex", "absl::Mutex blinds TSan; use std::mutex"},
    {"absl::MutexLock", "absl::MutexLock blinds TSan; use std::lock_guard"},
};

class Checker {
 public:
  Checker(std::string_view path, std::string_view text)
      : path_(path), code_text_(CodeOf(text)), lines_(LinesOf(text)), code_(LinesOf(code_text_)) {}

  std::vector<Finding> Run() {
    CheckFirstLine();
    CheckLength();
    if (EndsWith(path_, ".proto")) return std::move(findings_);
    if (EndsWith(path_, ".h")) CheckGuard();
    CheckLines();
    return std::move(findings_);
  }

 private:
  void Add(size_t index, std::string rule) {
    findings_.push_back({std::string(path_), static_cast<int>(index) + 1, std::move(rule)});
  }

  void CheckFirstLine() {
    const std::string_view first = lines_.empty() ? std::string_view() : lines_[0];
    if (first != "// SPDX-License-Identifier: Apache-2.0") {
      Add(0, "the first line must be // SPDX-License-Identifier: Apache-2.0");
    }
  }

  void CheckLength() {
    if (lines_.size() > kMaxLines) {
      Add(kMaxLines, "the file has " + std::to_string(lines_.size()) + " lines; at most " +
                         std::to_string(kMaxLines) + ", then it is two ideas");
    }
  }

  void CheckGuard() {
    const std::string guard = GuardOf(path_);
    std::vector<size_t> directives;
    for (size_t i = 0; i < code_.size(); ++i) {
      if (StartsWith(code_[i], "#")) directives.push_back(i);
    }
    const auto is = [&](size_t index, const std::string& wanted) {
      return Trimmed(lines_[index]) == wanted;
    };
    if (directives.size() < 3 || !is(directives[0], "#ifndef " + guard) ||
        !is(directives[1], "#define " + guard) || directives[1] != directives[0] + 1 ||
        !is(directives.back(), "#endif  // " + guard)) {
      Add(directives.empty() ? 0 : directives[0], "the include guard must be " + guard);
    }
  }

  void CheckLines() {
    const Room* room = RoomOf(path_);
    if (room == nullptr)
      Add(0, "no room of the house has this file; add it to the table of arrows");
    for (size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i].find('\t') != std::string_view::npos) Add(i, "tabs are not for indenting");
      for (const Banned& banned : kBanned) {
        if (HasWord(code_[i], banned.word)) Add(i, std::string(banned.why));
      }
      const std::optional<Include> include = IncludeIn(lines_[i], code_[i]);
      if (!include || room == nullptr) continue;
      if (std::string why = WhyNot(path_, *room, *include); !why.empty()) Add(i, std::move(why));
    }
  }

  std::string_view path_;
  std::string code_text_;
  std::vector<std::string_view> lines_;
  std::vector<std::string_view> code_;
  std::vector<Finding> findings_;
};

}  // namespace

std::string Finding::ToString() const { return path + ":" + std::to_string(line) + ": " + rule; }

std::vector<Finding> CheckSource(std::string_view path, std::string_view text) {
  return Checker(path, text).Run();
}

std::string GuardOf(std::string_view path) {
  constexpr std::string_view kPublic = "client-lib/include/samstig/";
  if (StartsWith(path, kPublic)) path.remove_prefix(kPublic.size());
  std::string guard = "SAMSTIG_";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    guard.push_back(std::isalnum(byte) ? static_cast<char>(std::toupper(byte)) : '_');
  }
  return guard + "_";
}

std::string CodeOf(std::string_view text) {
  std::string code(text);
  const auto blank = [&](size_t from, size_t to) {
    for (size_t i = from; i < std::min(to, code.size()); ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
  };
  // The end of a quoted thing that opens at `from`; never past the line, which cannot be C++.
  const auto closing = [&](size_t from, char quote) {
    size_t i = from + 1;
    while (i < text.size() && text[i] != quote && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
    return std::min(i, text.size());
  };
  const auto part_of_number_or_name = [&](size_t i) {
    return i > 0 && std::isalnum(static_cast<unsigned char>(text[i - 1])) != 0;
  };
  for (size_t i = 0; i < text.size();) {
    if (text.substr(i, 2) == "//") {
      const size_t end = std::min(text.find('\n', i), text.size());
      blank(i, end);
      i = end;
    } else if (text.substr(i, 2) == "/*") {
      const size_t end = std::min(text.find("*/", i + 2), text.size() - 2) + 2;
      blank(i, end);
      i = end;
    } else if (text.substr(i, 2) == "R\"" && !part_of_number_or_name(i)) {
      const size_t paren = std::min(text.find('(', i), text.size());
      const std::string end_mark =
          ")" + std::string(text.substr(i + 2, paren - std::min(paren, i + 2))) + "\"";
      const size_t end = std::min(text.find(end_mark, paren), text.size());
      blank(i + 2, end);
      i = std::min(end + end_mark.size(), text.size());
    } else if (text[i] == '"' || (text[i] == '\'' && !part_of_number_or_name(i))) {
      const size_t end = closing(i, text[i]);
      blank(i + 1, end);
      i = end + 1;
    } else {
      ++i;
    }
  }
  return code;
}

}  // namespace samstig::style
