// SPDX-License-Identifier: Apache-2.0
// Shows the checker small crimes and sees that it notices them, and only them.
#include "tests/style/source_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace samstig::style {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr std::string_view kSpdx = "// SPDX-License-Identifier: Apache-2.0\n";

std::vector<std::string> Check(std::string_view path, const std::string& text) {
  std::vector<std::string> said;
  for (const Finding& finding : CheckSource(path, text)) said.push_back(finding.ToString());
  return said;
}

// A file with nothing in it but this include; headers get the guard that they must have.
std::vector<std::string> CheckInclude(std::string_view path, const std::string& include) {
  std::string text = "#include " + include + "\n";
  if (path.ends_with(".h")) {
    const std::string guard = GuardOf(path);
    text = "#ifndef " + guard + "\n#define " + guard + "\n" + text + "#endif  // " + guard + "\n";
  }
  return Check(path, std::string(kSpdx) + text);
}

// ---- Arrows

struct Arrow {
  const char* from;
  const char* include;
};

TEST(LayersTest, ArrowsPointDown) {
  const Arrow allowed[] = {
      {"domain/base/id.cc", "\"domain/base/hash.h\""},
      {"domain/base/id.cc", "<vector>"},
      {"domain/base/sqlite.cc", "<sqlite3.h>"},
      {"domain/base/hash.cc", "<xxhash.h>"},
      {"domain/base/result.h", "\"samstig/v1/reason.pb.h\""},
      {"domain/rules/post.cc", "\"domain/base/text.h\""},
      {"domain/rules/post.cc", "\"samstig/v1/post.pb.h\""},
      {"domain/rules/revisions.h", "<google/protobuf/repeated_field.h>"},
      {"client-lib/include/samstig/client.h", "\"domain/rules/keys.h\""},
      {"client-lib/include/samstig/client.h", "<functional>"},
      {"client-lib/include/samstig/client.h", "\"client-lib/core/types.h\""},
      {"client-lib/core/outbox.cc", "\"domain/base/sqlite.h\""},
      {"client-lib/core/outbox.cc", "\"client-lib/core/sync_core.h\""},
      {"client-lib/core/sync_core.cc", "\"samstig/v1/sync_service.pb.h\""},
      {"client-lib/transport/transport.h", "\"domain/base/result.h\""},
      {"client-lib/transport/grpc/grpc_transport.cc", "<grpcpp/grpcpp.h>"},
      {"client-lib/transport/grpc/grpc_transport.cc", "\"samstig/v1/sync_service.grpc.pb.h\""},
      {"client-lib/transport/grpc/grpc_transport.h", "\"client-lib/transport/transport.h\""},
      {"client-lib/native/client.cc", "\"client-lib/transport/grpc/grpc_transport.h\""},
      {"client-lib/native/client.cc", "\"client-lib/core/sync_core.h\""},
      {"client-lib/native/client.cc", "\"samstig/client.h\""},
      {"client-lib/native/client.cc", "<thread>"},
      {"client-lib/c/samstig.cc", "\"samstig/client.h\""},
      {"cli/post.cc", "\"samstig/client.h\""},
      {"cli/post.cc", "<yaml-cpp/yaml.h>"},
      {"server/store/store.h", "\"domain/rules/scope.h\""},
      {"server/store/sqlite/engine.cc", "\"server/store/store.h\""},
      {"server/store/sqlite/engine.cc", "\"domain/base/sqlite.h\""},
      {"server/decide/post.cc", "\"server/store/store.h\""},
      {"server/auth/tokens.cc", "\"server/observe/log.h\""},
      {"server/auth/tokens.cc", "\"server/decide/actor.h\""},
      {"server/auth/tokens.cc", "<openssl/evp.h>"},
      {"server/config.cc", "\"server/config.h\""},
      {"server/main.cc", "\"server/config.h\""},
      {"server/groups/rearrange.cc", "<gecode/int.hh>"},
      {"server/groups/rearrange.cc", "\"domain/base/id.h\""},
      {"server/sync/propose.cc", "\"server/groups/problem.h\""},
      {"server/sync/push.cc", "\"server/decide/decide.h\""},
      {"server/api/sync_handler.cc", "\"server/sync/push.h\""},
      {"server/api/sync_handler.cc", "<grpcpp/grpcpp.h>"},
      {"server/gateway/bridge.cc", "<boost/beast.hpp>"},
      {"server/gateway/bridge.cc", "\"server/auth/auth.h\""},
      {"server/main.cc", "\"server/store/sqlite/engine.h\""},
      {"server/main.cc", "<grpcpp/grpcpp.h>"},
      {"tests/support/story.cc", "\"server/store/sqlite/engine.h\""},
      {"tests/e2e/main_job_test.cc", "<grpcpp/grpcpp.h>"},
  };
  for (const Arrow& arrow : allowed) {
    EXPECT_THAT(CheckInclude(arrow.from, arrow.include), IsEmpty())
        << arrow.from << " -> " << arrow.include;
  }
}

TEST(LayersTest, ArrowsNeverPointUpOrSideways) {
  const Arrow forbidden[] = {
      {"domain/base/id.cc", "\"domain/rules/fold.h\""},
      {"domain/base/id.cc", "\"server/store/store.h\""},
      {"domain/base/id.cc", "\"client-lib/core/sync_core.h\""},
      {"domain/base/id.cc", "\"tests/support/story.h\""},
      {"domain/base/id.cc", "<grpcpp/grpcpp.h>"},
      {"domain/base/id.cc", "<absl/strings/str_cat.h>"},
      {"domain/base/id.cc", "\"absl/strings/str_cat.h\""},
      {"domain/base/id.cc", "<thread>"},
      {"domain/base/id.cc", "<mutex>"},
      {"domain/base/id.cc", "<unistd.h>"},
      {"domain/rules/post.cc", "<sqlite3.h>"},
      {"domain/rules/post.cc", "\"domain/base/sqlite.h\""},
      {"domain/rules/post.cc", "\"samstig/v1/sync_service.grpc.pb.h\""},
      {"domain/rules/post.cc", "\"server/decide/decide.h\""},
      {"domain/rules/post.cc", "\"samstig/client.h\""},
      {"client-lib/include/samstig/client.h", "\"client-lib/core/sync_core.h\""},
      {"client-lib/include/samstig/client.h", "<grpcpp/grpcpp.h>"},
      {"client-lib/core/sync_core.cc", "\"client-lib/transport/transport.h\""},
      {"client-lib/core/sync_core.cc", "\"client-lib/native/client.h\""},
      {"client-lib/core/sync_core.cc", "\"server/store/store.h\""},
      {"client-lib/core/sync_core.cc", "\"samstig/v1/sync_service.grpc.pb.h\""},
      {"client-lib/core/sync_core.cc", "<grpcpp/grpcpp.h>"},
      {"client-lib/core/sync_core.cc", "<thread>"},
      {"client-lib/core/sync_core.cc", "<mutex>"},
      {"client-lib/core/sync_core.cc", "<condition_variable>"},
      {"client-lib/core/sync_core.cc", "<absl/status/status.h>"},
      {"client-lib/transport/transport.h", "\"client-lib/core/sync_core.h\""},
      {"client-lib/transport/transport.h", "\"client-lib/transport/grpc/grpc_transport.h\""},
      {"client-lib/transport/transport.h", "<grpcpp/grpcpp.h>"},
      {"client-lib/native/client.cc", "<grpcpp/grpcpp.h>"},
      {"client-lib/native/client.cc", "\"server/sync/push.h\""},
      {"client-lib/native/client.cc", "\"domain/base/sqlite.h\""},
      {"client-lib/c/samstig.cc", "\"client-lib/core/sync_core.h\""},
      {"client-lib/c/samstig.cc", "\"client-lib/native/client.h\""},
      {"cli/post.cc", "\"client-lib/core/sync_core.h\""},
      {"cli/post.cc", "\"server/store/store.h\""},
      {"cli/post.cc", "<grpcpp/grpcpp.h>"},
      {"server/store/store.h", "\"server/store/sqlite/engine.h\""},
      {"server/store/store.h", "\"server/decide/decide.h\""},
      {"server/store/store.h", "\"domain/base/sqlite.h\""},
      {"server/store/sqlite/engine.cc", "\"server/sync/push.h\""},
      {"server/decide/post.cc", "\"server/sync/push.h\""},
      {"server/decide/post.cc", "\"server/store/sqlite/engine.h\""},
      {"server/auth/tokens.cc", "\"server/sync/push.h\""},
      {"server/auth/tokens.cc", "\"domain/base/sqlite.h\""},
      {"server/sync/push.cc", "\"server/api/sync_handler.h\""},
      {"server/sync/push.cc", "\"server/auth/auth.h\""},
      {"server/sync/push.cc", "<grpcpp/grpcpp.h>"},
      {"server/api/sync_handler.cc", "\"server/store/sqlite/engine.h\""},
      {"server/api/sync_handler.cc", "\"server/gateway/bridge.h\""},
      {"server/api/sync_handler.cc", "\"domain/base/sqlite.h\""},
      {"server/api/sync_handler.cc", "<sqlite3.h>"},
      {"server/api/sync_handler.cc", "<boost/asio.hpp>"},
      {"server/sync/propose.cc", "<gecode/int.hh>"},
      {"server/groups/rearrange.cc", "\"server/store/store.h\""},
      {"server/groups/rearrange.cc", "<grpcpp/grpcpp.h>"},
      {"server/groups/rearrange.cc", "<thread>"},
      {"server/gateway/bridge.cc", "\"server/store/store.h\""},
      {"server/gateway/bridge.cc", "\"server/api/sync_handler.h\""},
      {"server/gateway/bridge.cc", "<grpcpp/grpcpp.h>"},
      {"server/observe/log.cc", "\"server/store/store.h\""},
      {"server/observe/log.cc", "\"server/config.h\""},
      {"server/store/store.h", "\"client-lib/core/sync_core.h\""},
      {"server/store/store.h", "<gtest/gtest.h>"},
      {"cli/post.cc", "\"tests/support/story.h\""},
  };
  for (const Arrow& arrow : forbidden) {
    EXPECT_THAT(CheckInclude(arrow.from, arrow.include),
                ElementsAre(StartsWith(std::string(arrow.from) + ":")))
        << arrow.from << " -> " << arrow.include;
  }
}

TEST(LayersTest, SaysWhereWhoAndWhat) {
  EXPECT_THAT(CheckInclude("server/decide/post.cc", "\"server/sync/push.h\""),
              ElementsAre("server/decide/post.cc:2: server/decide must not include server/sync "
                          "(server/sync/push.h)"));
  EXPECT_THAT(CheckInclude("domain/rules/post.cc", "<mutex>"),
              ElementsAre("domain/rules/post.cc:2: domain/rules must not use threads (<mutex>)"));
  EXPECT_THAT(CheckInclude("server/api/x.cc", "\"domain/base/sqlite.h\""),
              ElementsAre("server/api/x.cc:2: server/api must not see SQL (domain/base/sqlite.h)"));
}

TEST(LayersTest, IncludesAreNamedFromTheRootAndOursInQuotes) {
  EXPECT_THAT(CheckInclude("domain/base/id.cc", "\"hash.h\""),
              ElementsAre(HasSubstr("from the root")));
  EXPECT_THAT(CheckInclude("domain/base/id.cc", "\"../rules/fold.h\""),
              ElementsAre(HasSubstr("from the root")));
  EXPECT_THAT(CheckInclude("domain/base/id.cc", "<domain/base/hash.h>"),
              ElementsAre(HasSubstr("in quotes")));
  EXPECT_THAT(CheckInclude("domain/base/id.cc", "\"domain/elsewhere/hash.h\""),
              ElementsAre(HasSubstr("no room")));
}

TEST(LayersTest, AFileOutsideTheHouseIsNoticed) {
  EXPECT_THAT(Check("server/helpers/x.cc", std::string(kSpdx)), ElementsAre(HasSubstr("no room")));
  EXPECT_THAT(Check("utils/x.cc", std::string(kSpdx)), ElementsAre(HasSubstr("no room")));
}

TEST(LayersTest, SeesIncludesHoweverTheyAreWritten) {
  for (const char* line : {"#include <thread>", "# include <thread>", "  #  include  <thread>",
                           "#include <thread>  // for sleeping", "#include<thread>"}) {
    EXPECT_THAT(Check("domain/base/id.cc", std::string(kSpdx) + line + "\n"), SizeIs(1)) << line;
    EXPECT_THAT(Check("domain/base/id.cc", std::string(kSpdx) + line), SizeIs(1)) << "at the end";
  }
}

TEST(LayersTest, DoesNotSeeIncludesThatAreNone) {
  EXPECT_THAT(Check("domain/base/id.cc", std::string(kSpdx) + R"(
// #include <thread>
/* a long story
#include <thread>
*/
const char* kText = "#include <thread>";
const char* kLong = R"x(
#include <thread>
)x";
constexpr int kMillion = 1'000'000; // '
#include <vector>
)"),
              IsEmpty());
}

// ---- Dress

std::string Header(const std::string& guard) {
  return std::string(kSpdx) + "// What it is.\n#ifndef " + guard + "\n#define " + guard +
         "\n\nint x;\n\n#endif  // " + guard + "\n";
}

TEST(DressTest, GuardIsMadeFromThePath) {
  EXPECT_EQ(GuardOf("domain/base/id.h"), "SAMSTIG_DOMAIN_BASE_ID_H_");
  EXPECT_EQ(GuardOf("client-lib/core/sync_core.h"), "SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_");
  EXPECT_EQ(GuardOf("client-lib/include/samstig/client.h"), "SAMSTIG_CLIENT_H_");
  EXPECT_EQ(GuardOf("tests/support/story.h"), "SAMSTIG_TESTS_SUPPORT_STORY_H_");
}

TEST(DressTest, AHeaderHasItsGuard) {
  EXPECT_THAT(Check("domain/base/id.h", Header("SAMSTIG_DOMAIN_BASE_ID_H_")), IsEmpty());
  EXPECT_THAT(Check("client-lib/include/samstig/client.h", Header("SAMSTIG_CLIENT_H_")), IsEmpty());
  for (const std::string& bad :
       {Header("SAMSTIG_BASE_ID_H_"), Header("DOMAIN_BASE_ID_H"), std::string(kSpdx) + "int x;\n",
        std::string(kSpdx) + "#pragma once\nint x;\n",
        std::string(kSpdx) + "#ifndef SAMSTIG_DOMAIN_BASE_ID_H_\n#define OTHER\n#endif  // x\n"}) {
    EXPECT_THAT(Check("domain/base/id.h", bad),
                ElementsAre(AllOf(HasSubstr("domain/base/id.h:"),
                                  HasSubstr("guard must be SAMSTIG_DOMAIN_BASE_ID_H_"))))
        << bad;
  }
}

TEST(DressTest, TheFirstLineIsTheLicence) {
  for (const char* path : {"domain/base/id.cc", "proto/samstig/v1/post.proto", "tests/e2e/c.c"}) {
    EXPECT_THAT(Check(path, std::string(kSpdx)), IsEmpty()) << path;
    for (const char* bad :
         {"", "\n", "// Copyright\n", "\n// SPDX-License-Identifier: Apache-2.0\n",
          "// SPDX-License-Identifier: MIT\n"}) {
      EXPECT_THAT(Check(path, bad), ElementsAre(StartsWith(std::string(path) + ":1: "))) << bad;
    }
  }
}

TEST(DressTest, AFileHasAtMost600Lines) {
  std::string text(kSpdx);
  for (int i = 1; i < 600; ++i) text += "int x;\n";
  EXPECT_THAT(Check("domain/base/id.cc", text), IsEmpty());
  text += "int x;\n";
  EXPECT_THAT(Check("domain/base/id.cc", text),
              ElementsAre(AllOf(StartsWith("domain/base/id.cc:601: "), HasSubstr("601 lines"))));
}

TEST(DressTest, ThereAreNoTabs) {
  EXPECT_THAT(Check("domain/base/id.cc", std::string(kSpdx) + "\n\tint x;\n"),
              ElementsAre(StartsWith("domain/base/id.cc:3: ")));
}

TEST(DressTest, SomeWordsAreNotForUs) {
  for (const char* line :
       {"auto x = std::views::keys(m);", "for (int i : v | std::views::reverse) {}",
        "absl::Mutex mutex_;", "absl::MutexLock lock(&mutex_);"}) {
    EXPECT_THAT(Check("server/sync/push.cc", std::string(kSpdx) + line + "\n"),
                ElementsAre(StartsWith("server/sync/push.cc:2: ")))
        << line;
  }
  for (const char* line : {"// Not absl::Mutex: it blinds TSan.", "Say(\"std::views\");",
                           "std::viewsight x;", "my_absl::Mutex x;"}) {
    EXPECT_THAT(Check("server/sync/push.cc", std::string(kSpdx) + line + "\n"), IsEmpty()) << line;
  }
}

// ---- The reader of C++

TEST(CodeOfTest, BlanksCommentsAndQuotedTextsAndKeepsLines) {
  EXPECT_EQ(CodeOf("a // b\nc"), "a     \nc");
  EXPECT_EQ(CodeOf("a /* b\nc */ d"), "a     \n     d");
  EXPECT_EQ(CodeOf("f(\"x // y\"); // z"), "f(\"      \");     ");
  EXPECT_EQ(CodeOf("f(\"a\\\"b\", '\"', 'c');"), "f(\"    \", ' ', ' ');");
  EXPECT_EQ(CodeOf("1'000 + 'a' // '"), "1'000 + ' '     ");
  EXPECT_EQ(CodeOf("R\"(a\n\")\" b"), "R\"  \n )\" b");
  EXPECT_EQ(CodeOf("R\"x()\")x\" // b"), "R\"    )x\"     ");
}

TEST(CodeOfTest, NeverRunsPastTheEnd) {
  for (const char* text :
       {"", "\"", "'", "/*", "//", "R\"", "R\"(", "R\"x(", "\"\\", "/* *", "'\\"}) {
    EXPECT_EQ(CodeOf(text).size(), std::string_view(text).size()) << text;
  }
}

}  // namespace
}  // namespace samstig::style
