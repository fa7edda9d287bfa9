// SPDX-License-Identifier: Apache-2.0
// The whole command line hangs together, and shells can complete it.
#include "cli/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/run.h"

namespace samstig::cli {
namespace {

using ::testing::HasSubstr;

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() { Build(app_, globals_, verbs_); }

  // Whether the command line is understood; what was asked for is then in `verbs_`.
  bool Understands(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end());
    try {
      app_.parse(words);
    } catch (const CLI::ParseError&) {
      return false;
    }
    return static_cast<bool>(verbs_.chosen());
  }

  CLI::App app_{"", "samstig"};
  Globals globals_;
  Verbs verbs_;
};

TEST_F(CommandLineTest, GlobalOptionsStandBeforeOrAfterTheVerb) {
  EXPECT_TRUE(Understands({"--json", "threads", "--offline", "--server", "h:1", "--no-tls"}));
  EXPECT_TRUE(globals_.json);
  EXPECT_TRUE(globals_.offline);
  EXPECT_EQ(globals_.server, "h:1");
  EXPECT_EQ(globals_.tls, false);
}

TEST_F(CommandLineTest, TlsIsUndecidedByDefault) {
  EXPECT_TRUE(Understands({"today"}));
  EXPECT_EQ(globals_.tls, std::nullopt);
}

TEST_F(CommandLineTest, EveryVerbOfTheMainJobIsUnderstood) {
  const std::vector<std::vector<std::string>> lines = {
      {"init", "net", "--name", "N", "--organiser-name", "O", "--organiser-email", "o@example.org"},
      {"status", "--token-file", "t"},
      {"backup", "net", "--token-file", "t"},
      {"backups"},
      {"backups", "net", "--json"},
      {"restore", "net", "net-20260907T060000Z-2.db"},
      {"verify", "net"},
      {"verify", "net", "net-20260907T060000Z-2.db"},
      {"sign-in", "net", "a@example.org", "--code", "12345678"},
      {"import", "a.yaml", "b.yaml", "--check"},
      {"cohort", "plan", "p", "--round", "3", "--enrolment-closes", "+1d", "--starts", "+2d",
       "--ends", "+9d"},
      {"cohort", "move", "p/3", "enrolling"},
      {"invite", "a@example.org", "--name", "A", "--role", "coach", "--at", "p/3"},
      {"seats", "request", "3"},
      {"seats", "answer", "Pargas", "--agree", "2"},
      {"enrol", "Name", "a@example.org", "--position", "P"},
      {"withdraw", "1"},
      {"assign", "code", "--due", "+14d"},
      {"submit", "1", "--tried", "x"},
      {"feedback", "1", "text", "--return"},
      {"thread", "start", "title", "text"},
      {"reply", "1", "text", "--to", "2"},
      {"outbox"},
      {"outbox", "discard", "1"},
      {"help", "exit-codes"},
      {"completion", "bash"},
  };
  for (const std::vector<std::string>& line : lines) {
    EXPECT_TRUE(Understands(line)) << testing::PrintToString(line);
  }
}

TEST_F(CommandLineTest, NonsenseIsNotUnderstood) {
  EXPECT_FALSE(Understands({"dance"}));
  EXPECT_FALSE(Understands({"cohort"}));
  EXPECT_FALSE(Understands({"seats", "request", "three"}));
  EXPECT_FALSE(Understands({"feedback", "1", "text", "--return", "--acknowledge"}));
}

TEST_F(CommandLineTest, ShellsAreGivenVerbsAndOptions) {
  EXPECT_THAT(*CompletionScript(app_, "bash"),
              HasSubstr("\"cohort\") verbs=\"plan edit move list show\""));
  EXPECT_THAT(*CompletionScript(app_, "zsh"), HasSubstr("#compdef samstig"));
  EXPECT_THAT(*CompletionScript(app_, "fish"),
              HasSubstr("complete -c samstig -n '__samstig_path \"reply\"' -l to"));
  EXPECT_EQ(CompletionScript(app_, "tcsh"), std::nullopt);
}

}  // namespace
}  // namespace samstig::cli
