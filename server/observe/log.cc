// SPDX-License-Identifier: Apache-2.0
#include "server/observe/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>

#include <algorithm>
#include <utility>

namespace samstig::server {
namespace {

spdlog::level::level_enum LevelOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// RFC 8259 §7. Other bytes go through: events and fields are UTF-8.
void AppendQuoted(std::string_view text, std::string& to) {
  static constexpr char kDigits[] = "0123456789abcdef";
  to.push_back('"');
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      to.push_back('\\');
      to.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      to.append("\\u00");
      to.push_back(kDigits[byte >> 4]);
      to.push_back(kDigits[byte & 0xf]);
    } else {
      to.push_back(c);
    }
  }
  to.push_back('"');
}

bool IsPlain(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f && c != '"' && c != '\\' && c != '=';
  });
}

std::string JsonLine(const char* event, Log::Fields fields) {
  std::string line = "\"event\":";
  AppendQuoted(event, line);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendQuoted(field.name, line);
    line.push_back(':');
    if (field.value.quoted()) {
      AppendQuoted(field.value.text(), line);
    } else {
      line.append(field.value.text());
    }
  }
  return line;
}

std::string TextLine(const char* event, Log::Fields fields) {
  std::string line = event;
  for (const LogField& field : fields) {
    line.append(" ").append(field.name).append("=");
    const std::string& text = field.value.text();
    if (field.value.quoted() && !IsPlain(text)) {
      AppendQuoted(text, line);  // Also keeps a line one line.
    } else {
      line.append(text);
    }
  }
  return line;
}

std::unique_ptr<spdlog::logger> MakeLogger(LogLevel least, LogFormat format, std::ostream& out) {
  auto sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(out, /*force_flush=*/true);
  const char* pattern = format == LogFormat::kJson
                            ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                            : "%Y-%m-%dT%H:%M:%S.%eZ %-7l %v";
  sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(
      pattern, spdlog::pattern_time_type::utc, std::string("\n")));
  auto logger = std::make_unique<spdlog::logger>("samstig", std::move(sink));
  logger->set_level(LevelOf(least));
  logger->set_error_handler([](const std::string&) {});  // A full disk must not stop the server.
  return logger;
}

}  // namespace

LogValue::LogValue(double number) : text_(std::to_string(number)), quoted_(false) {}
LogValue::LogValue(const base::Id& id) : text_(id.ToText()), quoted_(true) {}
LogValue::LogValue(v1::Reason reason) : text_(base::ReasonName(reason)), quoted_(true) {}
LogValue::LogValue(const base::Status& status) : text_(status.ToString()), quoted_(true) {}
LogValue::LogValue(Public text) : text_(text.text), quoted_(true) {}

Log::Log(LogLevel least, LogFormat format, std::ostream& out)
    : format_(format), logger_(MakeLogger(least, format, out)) {}

Log::~Log() = default;

void Log::Write(LogLevel level, const char* event, Fields fields) {
  const spdlog::level::level_enum spdlog_level = LevelOf(level);
  if (!logger_->should_log(spdlog_level)) return;
  const std::string line =
      format_ == LogFormat::kJson ? JsonLine(event, fields) : TextLine(event, fields);
  logger_->log(spdlog_level, spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace samstig::server
