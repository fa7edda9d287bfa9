// SPDX-License-Identifier: Apache-2.0
// The server's log: one event a line, a fixed name with a few fields, as JSON or as text.
//
// What people write, their e-mail addresses and their tokens never reach it. The type of a field
// sees to that: numbers, ids, reasons and literals are taken as they are; a string that was made at
// run time must be wrapped in Public, which says that anybody may read it.
#ifndef SAMSTIG_SERVER_OBSERVE_LOG_H_
#define SAMSTIG_SERVER_OBSERVE_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

#include "domain/base/id.h"
#include "domain/base/result.h"

namespace spdlog {
class logger;
}  // namespace spdlog

namespace samstig::server {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kText, kJson };

// A string that is nobody's: a network's short name, an address we listen on, the name of a method.
struct Public {
  explicit Public(std::string_view shown) : text(shown) {}
  std::string_view text;
};

// One field's value, already in its printed form.
class LogValue {
 public:
  template <size_t N>
  LogValue(const char (&literal)[N])  // NOLINT(google-explicit-constructor): reads as a value
      : text_(literal), quoted_(true) {}
  template <std::integral T>
  LogValue(T number)  // NOLINT(google-explicit-constructor): reads as a value
      : text_(Printed(number)), quoted_(false) {}
  LogValue(double number);       // NOLINT(google-explicit-constructor)
  LogValue(const base::Id& id);  // NOLINT(google-explicit-constructor)
  LogValue(v1::Reason reason);   // NOLINT(google-explicit-constructor)
  // Reason and detail: details never hold a person's text, see domain/base/result.h.
  LogValue(const base::Status& status);  // NOLINT(google-explicit-constructor)
  LogValue(Public text);                 // NOLINT(google-explicit-constructor)

  const std::string& text() const { return text_; }
  bool quoted() const { return quoted_; }

 private:
  static std::string Printed(bool value) { return value ? "true" : "false"; }
  template <std::integral T>
  static std::string Printed(T value) {
    return std::to_string(value);
  }

  std::string text_;
  bool quoted_;
};

struct LogField {
  const char* name;
  LogValue value;
};

// Thread-safe. Never throws and never fails: a line that cannot be written is lost.
class Log {
 public:
  using Fields = std::initializer_list<LogField>;

  // `out` must outlive the Log; each line is flushed.
  Log(LogLevel least, LogFormat format, std::ostream& out);
  ~Log();

  // `event` is a literal: "network opened".
  template <size_t N>
  void Debug(const char (&event)[N], Fields fields = {}) {
    Write(LogLevel::kDebug, event, fields);
  }
  template <size_t N>
  void Info(const char (&event)[N], Fields fields = {}) {
    Write(LogLevel::kInfo, event, fields);
  }
  template <size_t N>
  void Warn(const char (&event)[N], Fields fields = {}) {
    Write(LogLevel::kWarn, event, fields);
  }
  template <size_t N>
  void Error(const char (&event)[N], Fields fields = {}) {
    Write(LogLevel::kError, event, fields);
  }

 private:
  void Write(LogLevel level, const char* event, Fields fields);

  const LogFormat format_;
  const std::unique_ptr<spdlog::logger> logger_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_OBSERVE_LOG_H_
