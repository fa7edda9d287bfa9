// SPDX-License-Identifier: Apache-2.0
#include "server/config.h"

#include <gmock/gmock.h>

#include <map>
#include <vector>

#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

namespace samstig::server {
namespace {

using test::HasReason;
using test::IsOk;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class ConfigTest : public testing::Test {
 protected:
  // Reads with a data folder that is good, unless the test names another.
  base::Result<CommandLine> Read(std::vector<std::string> flags = {}) {
    if (!own_data_dir_) flags.insert(flags.begin(), {"--data-dir", dir_.File("data")});
    if (!file_.empty()) {
      test::WriteFile(path(), file_);
      flags.insert(flags.begin(), {"--config", path()});
    }
    std::vector<const char*> argv{"samstig-server"};
    for (const std::string& flag : flags) argv.push_back(flag.c_str());
    return ReadConfig(static_cast<int>(argv.size()), argv.data(),
                      [this](const char* name) -> std::optional<std::string> {
                        const auto found = environment_.find(name);
                        if (found == environment_.end()) return std::nullopt;
                        return found->second;
                      });
  }

  Config MustRead(const std::vector<std::string>& flags = {}) {
    const base::Result<CommandLine> line = Read(flags);
    EXPECT_THAT(line.status(), IsOk());
    return line.ok() ? line->config : Config();
  }

  // The sentence with which the settings are refused.
  std::string Refusal(const std::vector<std::string>& flags = {}) {
    const base::Result<CommandLine> line = Read(flags);
    EXPECT_THAT(line.status(), HasReason(v1::REASON_MALFORMED));
    EXPECT_EQ(line.status().detail().find('\n'), std::string::npos);
    return line.status().detail();
  }

  std::string path() const { return dir_.File("server.yaml"); }

  test::TempDir dir_;
  std::string file_;
  std::map<std::string, std::string> environment_;
  bool own_data_dir_ = false;
};

TEST_F(ConfigTest, DefaultsListenOnLoopbackAndWriteMailToFiles) {
  const Config config = MustRead();
  EXPECT_EQ(config.grpc.listen, "127.0.0.1:50051");
  EXPECT_EQ(config.http.listen, "127.0.0.1:8080");
  EXPECT_FALSE(config.grpc.reflection);
  EXPECT_EQ(config.grpc.max_message_bytes, 4'194'304);
  EXPECT_EQ(config.mail.mode, MailMode::kFiles);
  EXPECT_EQ(config.mail.directory, dir_.File("data") + "/mail");
  EXPECT_EQ(config.backup_dir, dir_.File("data") + "/backups");
  EXPECT_EQ(config.backup_days, 0);
  EXPECT_EQ(config.log.level, LogLevel::kInfo);
}

TEST_F(ConfigTest, ReadsEveryKeyOfTheFile) {
  file_ = R"(
data_dir: )" +
          dir_.File("elsewhere") + R"(
grpc: { listen: "127.0.0.1:1", reflection: true, max_message_bytes: 5000000, allow_public: false }
backup_dir: "/tmp/backups"
backup_days: 35
http: { listen: "[::1]:0", allow_public: true }
mail:
  mode: smtp
  smtp_url: "smtps://user:password@mail.example.org"
  from: "Samstig <no-reply@example.org>"
  directory: "/tmp/mail"
log: { level: warn, format: json }
)";
  own_data_dir_ = true;
  const Config config = MustRead();
  EXPECT_EQ(config.data_dir, dir_.File("elsewhere"));
  EXPECT_EQ(config.grpc.listen, "127.0.0.1:1");
  EXPECT_TRUE(config.grpc.reflection);
  EXPECT_EQ(config.grpc.max_message_bytes, 5'000'000);
  EXPECT_EQ(config.http.listen, "[::1]:0");
  EXPECT_TRUE(config.http.allow_public);
  EXPECT_EQ(config.mail.mode, MailMode::kSmtp);
  EXPECT_EQ(config.mail.smtp_url, "smtps://user:password@mail.example.org");
  EXPECT_EQ(config.mail.from, "Samstig <no-reply@example.org>");
  EXPECT_EQ(config.mail.directory, "/tmp/mail");
  EXPECT_EQ(config.backup_dir, "/tmp/backups");
  EXPECT_EQ(config.backup_days, 35);
  EXPECT_EQ(config.log.level, LogLevel::kWarn);
  EXPECT_EQ(config.log.format, LogFormat::kJson);
}

TEST_F(ConfigTest, FlagWinsOverEnvironmentOverFileOverDefault) {
  file_ = "grpc:\n  listen: 127.0.0.1:1\n";
  EXPECT_EQ(MustRead().grpc.listen, "127.0.0.1:1");
  environment_["SAMSTIG_GRPC_LISTEN"] = "127.0.0.1:2";
  EXPECT_EQ(MustRead().grpc.listen, "127.0.0.1:2");
  EXPECT_EQ(MustRead({"--grpc-listen", "127.0.0.1:3"}).grpc.listen, "127.0.0.1:3");
}

TEST_F(ConfigTest, ReflectionFlagStandsAloneOrTakesAValue) {
  EXPECT_TRUE(MustRead({"--grpc-reflection"}).grpc.reflection);
  EXPECT_TRUE(MustRead({"--grpc-reflection", "--http-listen", "127.0.0.1:0"}).grpc.reflection);
  environment_["SAMSTIG_GRPC_REFLECTION"] = "true";
  EXPECT_FALSE(MustRead({"--grpc-reflection=false"}).grpc.reflection);
}

TEST_F(ConfigTest, NamesFileLineAndKeyOfWhatItRefuses) {
  file_ = "grpc:\n  listen: 127.0.0.1:1\n  reflexion: true\n";
  EXPECT_EQ(Refusal(), path() + ":3: grpc.reflexion: there is no such setting");
  file_ = "\ndata: x\n";
  EXPECT_EQ(Refusal(), path() + ":2: data: there is no such setting");
  file_ = "grpc:\n  max_message_bytes: lots\n";
  EXPECT_EQ(Refusal(), path() + ":2: grpc.max_message_bytes: 'lots' is not a number");
  file_ = "grpc:\n  max_message_bytes: 1000\n";
  EXPECT_THAT(Refusal(), AllOf(StartsWith(path() + ":2: "), HasSubstr("is not between")));
  file_ = "grpc:\n  reflection: yes\n";
  EXPECT_EQ(Refusal(), path() + ":2: grpc.reflection: 'yes' is not true or false");
  file_ = "grpc: 127.0.0.1:1\n";
  EXPECT_THAT(Refusal(), StartsWith(path() + ":1: grpc: "));
  file_ = "log:\n  level: [debug]\n";
  EXPECT_EQ(Refusal(), path() + ":2: log.level: it takes one plain value");
  file_ = "log:\n  level: info\n  level: warn\n";
  EXPECT_EQ(Refusal(), path() + ":3: log.level: it stands here twice");
  file_ = "log:\n  level: loud\n";
  EXPECT_EQ(Refusal(), path() + ":2: log.level: 'loud' is none of debug, info, warn, error");
  file_ = "- a\n- b\n";
  EXPECT_THAT(Refusal(), StartsWith(path() + ":1: "));
  file_ = "log: {level: info\n";
  EXPECT_THAT(Refusal(), AllOf(StartsWith(path() + ":"), HasSubstr("not YAML")));
}

TEST_F(ConfigTest, NamesTheVariableOrTheFlag) {
  EXPECT_THAT(Refusal({"--http-listen", "8080"}),
              StartsWith("flag --http-listen: http.listen: '8080' is not an address with a port"));
  EXPECT_THAT(Refusal({"--no-such-flag"}), StartsWith("command line: "));
  EXPECT_THAT(Refusal({"--config", dir_.File("none.yaml")}), HasSubstr("there is no such file"));
  environment_["SAMSTIG_MAIL_MODE"] = "pigeon";
  EXPECT_EQ(Refusal(), "environment SAMSTIG_MAIL_MODE: mail.mode: 'pigeon' is none of smtp, files");
}

TEST_F(ConfigTest, OtherMachinesGetInOnlyWhenThatIsSaid) {
  file_ = "http:\n  listen: 0.0.0.0:80\n";
  EXPECT_THAT(Refusal(), AllOf(StartsWith(path() + ":2: http.listen: 0.0.0.0:80 can be reached"),
                               HasSubstr("http.allow_public: true")));
  file_ = "http:\n  listen: 0.0.0.0:80\n  allow_public: true\n";
  EXPECT_THAT(Read(), IsOk());
  file_ = "";
  EXPECT_THAT(Refusal({"--grpc-listen", "[::]:50051"}), HasSubstr("grpc.allow_public: true"));
  environment_["SAMSTIG_GRPC_ALLOW_PUBLIC"] = "true";
  EXPECT_THAT(Read({"--grpc-listen", "[::]:50051"}), IsOk());
}

TEST_F(ConfigTest, MailBySmtpNeedsAServerAndNeverRepeatsItsPassword) {
  file_ = "mail:\n  mode: smtp\n";
  EXPECT_EQ(Refusal(), path() + ":2: mail.mode: smtp needs mail.smtp_url");
  file_ = "mail:\n  smtp_url: http://user:geheim@example.org\n";
  EXPECT_EQ(Refusal().find("geheim"), std::string::npos);
  for (const char* from :
       {"nobody", "A <a@example.org", "\\\"A\\\" <a@example.org>", "A, B <a@b.se>"}) {
    file_ = std::string("mail:\n  from: \"") + from + "\"\n";
    EXPECT_THAT(Refusal(), StartsWith(path() + ":2: mail.from: ")) << from;
  }
}

TEST_F(ConfigTest, LinksInMailsLeadToAnAddressThatPeopleCanTrust) {
  EXPECT_EQ(MustRead().notices.url, "") << "nobody is mailed unless it is wanted";
  EXPECT_EQ(MustRead({"--notices-url", "https://byn.example/"}).notices.url, "https://byn.example");
  EXPECT_EQ(MustRead({"--notices-url", "http://127.0.0.1:8080"}).notices.url,
            "http://127.0.0.1:8080");
  for (const char* url : {"http://byn.example", "byn.example", "https://byn.example/?a=b",
                          "https://byn.example/ x", "https://x\"y", "ftp://byn.example"}) {
    EXPECT_THAT(Refusal({"--notices-url", url}), StartsWith("flag --notices-url: notices.url: "))
        << url;
  }
}

TEST_F(ConfigTest, AppIsServedAndLinkedToOnlyWhenItIsWanted) {
  EXPECT_EQ(MustRead().http.app_dir, "");
  EXPECT_EQ(MustRead().http.public_url, "") << "no mail leads to a page that is not there";
  file_ = "http:\n  app_dir: /usr/share/samstig/app\n  public_url: https://byn.example/\n";
  EXPECT_EQ(MustRead().http.app_dir, "/usr/share/samstig/app");
  EXPECT_EQ(MustRead().http.public_url, "https://byn.example");
  EXPECT_EQ(MustRead({"--http-app-dir", ""}).http.app_dir, "");
  EXPECT_THAT(Refusal({"--http-public-url", "http://byn.example"}), HasSubstr("https://"));
}

TEST_F(ConfigTest, PagesOfOtherOriginsAreNamedOneByOne) {
  EXPECT_THAT(MustRead().http.allowed_origins, testing::IsEmpty());
  file_ = "http: {allowed_origins: \"https://a.example  https://b.example:8443/\"}\n";
  EXPECT_THAT(MustRead().http.allowed_origins,
              testing::ElementsAre("https://a.example", "https://b.example:8443"));
  for (const char* bad : {"*", "https://a.example/app", "http://a.example", "a.example"}) {
    file_ = "http: {allowed_origins: \"" + std::string(bad) + "\"}\n";
    EXPECT_THAT(Refusal(), HasSubstr("http.allowed_origins: ")) << bad;
  }
}

TEST_F(ConfigTest, BothPortsCannotBeOne) {
  EXPECT_THAT(Refusal({"--http-listen", "127.0.0.1:50051"}), HasSubstr("gRPC's address already"));
  EXPECT_THAT(Read({"--http-listen", "127.0.0.1:0", "--grpc-listen", "127.0.0.1:0"}), IsOk());
}

TEST_F(ConfigTest, DataFolderIsMadeOrWritableOrRefused) {
  own_data_dir_ = true;
  test::WriteFile(dir_.File("file"), "");
  EXPECT_EQ(Refusal({"--data-dir", dir_.File("file")}),
            "flag --data-dir: data_dir: " + dir_.File("file") + " is not a folder");
  EXPECT_THAT(Read({"--data-dir", dir_.File("to/be/made")}), IsOk());
}

TEST_F(ConfigTest, AnswersInsteadOfServing) {
  EXPECT_EQ(Read({"--check-config"})->answer, "configuration ok\n");
  EXPECT_THAT(*Read({"--version"})->answer, StartsWith("samstig-server "));
  EXPECT_THAT(*Read({"--help"})->answer, HasSubstr("--mail-smtp-url"));
  EXPECT_EQ(Read()->answer, std::nullopt);
  EXPECT_THAT(Refusal({"--check-config", "--log-level", "loud"}), HasSubstr("log.level"));
}

TEST(ListenAddressTest, TakesNumbersAndLocalhost) {
  EXPECT_EQ(ParseListenAddress("localhost:1")->host, "127.0.0.1");
  EXPECT_TRUE(ParseListenAddress("127.9.9.9:0")->loopback);
  EXPECT_TRUE(ParseListenAddress("[::1]:65535")->loopback);
  EXPECT_EQ(ParseListenAddress("[::1]:65535")->port, 65535);
  EXPECT_FALSE(ParseListenAddress("192.0.2.1:1")->loopback);
  for (const char* bad : {"", ":1", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                          "127.0.0.1:1x", "::1:1", "example.org:1", "1.2.3:1"}) {
    EXPECT_THAT(ParseListenAddress(bad), HasReason(v1::REASON_MALFORMED)) << bad;
  }
}

}  // namespace
}  // namespace samstig::server
