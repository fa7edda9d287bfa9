// SPDX-License-Identifier: Apache-2.0
#include "server/observe/log.h"

#include <gmock/gmock.h>

#include <sstream>
#include <type_traits>

#include "server/auth/secret.h"
#include "server/auth/token.h"

namespace samstig::server {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

// What a person wrote is a std::string, and no std::string gets into the log by itself; nor does a
// secret get into any stream.
template <typename T>
concept Loggable = std::is_constructible_v<LogValue, T>;
template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Loggable<std::string>);
static_assert(!Loggable<std::string_view>);
static_assert(!Loggable<const char*>);
static_assert(!Loggable<const Secret&>);
static_assert(!Loggable<const Token&>);
static_assert(!Streamable<Secret>);
static_assert(!Streamable<Token>);
static_assert(Loggable<int> && Loggable<const base::Id&> && Loggable<v1::Reason> &&
              Loggable<Public>);

TEST(LogTest, WritesOneJsonObjectALine) {
  std::ostringstream out;
  Log log(LogLevel::kInfo, LogFormat::kJson, out);
  log.Info("network opened", {{"network", Public("stigen")}, {"devices", 3}, {"ready", true}});
  EXPECT_THAT(
      out.str(),
      MatchesRegex("\\{\"time\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{12}Z\",\"level\":\"info\","
                   "\"event\":\"network opened\",\"network\":\"stigen\",\"devices\":3,"
                   "\"ready\":true\\}\n"));
}

TEST(LogTest, WritesTextForPeople) {
  std::ostringstream out;
  Log log(LogLevel::kInfo, LogFormat::kText, out);
  log.Warn("mail given up", {{"why", "the queue is full"}, {"count", 2}});
  EXPECT_THAT(out.str(), EndsWith("mail given up why=\"the queue is full\" count=2\n"));
}

TEST(LogTest, KeepsALineOneLineWhateverIsInIt) {
  for (const LogFormat format : {LogFormat::kJson, LogFormat::kText}) {
    std::ostringstream out;
    Log log(LogLevel::kInfo, format, out);
    log.Info("odd", {{"text", Public("a\nb\"c\\d\x01")}});
    EXPECT_THAT(out.str(), HasSubstr(R"("a\u000ab\"c\\d\u0001")"));
    EXPECT_EQ(out.str().find('\n'), out.str().size() - 1);
  }
}

TEST(LogTest, LeavesOutWhatIsBelowItsLevel) {
  std::ostringstream out;
  Log log(LogLevel::kWarn, LogFormat::kText, out);
  log.Debug("detail");
  log.Info("news");
  EXPECT_THAT(out.str(), IsEmpty());
  log.Error("trouble", {{"why", v1::REASON_DISK_FULL}});
  EXPECT_THAT(out.str(), HasSubstr("trouble why=DISK_FULL"));
}

TEST(LogTest, LosesLinesRatherThanFail) {
  std::ostringstream out;
  Log log(LogLevel::kInfo, LogFormat::kText, out);
  out.setstate(std::ios::badbit);
  log.Info("lost");
  out.clear();
  log.Info("kept");
  EXPECT_THAT(out.str(), HasSubstr("kept"));
}

}  // namespace
}  // namespace samstig::server
