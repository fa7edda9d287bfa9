// SPDX-License-Identifier: Apache-2.0
// Real mail to a real server: Debian's aiosmtpd, started and ended by the test.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>
#include <thread>

#include "server/auth/mail.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temp_dir.h"

extern char** environ;

namespace samstig::server {
namespace {

using std::chrono::milliseconds;
using test::HasReason;
using test::IsOk;
using testing::HasSubstr;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size), 0);
  close(fd);
  return ntohs(address.sin_port);
}

bool Answers(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Loopback(port);
  const bool answers =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return answers;
}

class SmtpTest : public testing::Test {
 protected:
  ~SmtpTest() override { StopServer(); }

  void StartServer() {
    const std::string listen = "127.0.0.1:" + std::to_string(port_);
    const char* argv[] = {"/usr/bin/python3", "-u",   "-m", "aiosmtpd", "-n", "-l",
                          listen.c_str(),     nullptr};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, received_.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ASSERT_EQ(posix_spawn(&server_, argv[0], &actions, nullptr, const_cast<char**>(argv), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    while (!Answers(port_)) {
      ASSERT_EQ(waitpid(server_, nullptr, WNOHANG), 0) << "aiosmtpd is not installed";
      std::this_thread::sleep_for(milliseconds(20));
    }
  }

  void StopServer() {
    if (server_ <= 0) return;
    kill(server_, SIGTERM);
    waitpid(server_, nullptr, 0);
    server_ = -1;
  }

  std::unique_ptr<Mailer> AMailer() {
    MailOptions options;
    options.from = "Samstig <no-reply@example.org>";
    options.first_pause = milliseconds(20);
    return MakeSmtpMailer(options, "smtp://127.0.0.1:" + std::to_string(port_), clock_, random_,
                          log_, metrics_);
  }

  void WaitFor(const std::string& count) {
    const auto last_moment = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (metrics_.Serialize().find(count) == std::string::npos) {
      ASSERT_LT(std::chrono::steady_clock::now(), last_moment) << metrics_.Serialize();
      std::this_thread::sleep_for(milliseconds(5));
    }
  }

  test::TempDir dir_;
  const std::string received_ = dir_.File("received");
  const int port_ = FreePort();
  pid_t server_ = -1;
  test::FakeClock clock_;
  test::SeededRandom random_{1};
  std::ostringstream log_text_;
  Log log_{LogLevel::kDebug, LogFormat::kText, log_text_};
  Metrics metrics_;
};

TEST_F(SmtpTest, MailsArriveWhole) {
  StartServer();
  const std::unique_ptr<Mailer> mailer = AMailer();
  mailer->Send({"anna@example.org", "Din inloggningskod", "Hälsningar\n.\n12345678\n"});
  mailer->Send({"bo@example.org", "Second", "on the same connection\n"});
  WaitFor("samstig_mails_total{result=\"sent\"} 2");
  StopServer();
  const std::string received = test::ReadFile(received_);
  EXPECT_THAT(received, HasSubstr("To: anna@example.org\n"));
  EXPECT_THAT(received, HasSubstr("Subject: Din inloggningskod\n"));
  EXPECT_THAT(received, HasSubstr("\nH=C3=A4lsningar\n.\n12345678\n"));
  EXPECT_THAT(received, HasSubstr("To: bo@example.org\n"));
}

// For those who keep their mails themselves: one try, and its result.
TEST_F(SmtpTest, ACarrierTriesOnceAndSaysWhatCameOfIt) {
  const std::unique_ptr<MailCarrier> carrier =
      MakeSmtpCarrier("Samstig <no-reply@example.org>", "smtp://127.0.0.1:" + std::to_string(port_),
                      clock_, random_);
  Mail mail{"anna@example.org", "Nytt", "Hej!\n"};
  mail.html = "<p>Hej!</p>\n";
  mail.unique = "notices.1";
  EXPECT_EQ(carrier->Carry(mail), Delivery::kServerDown);
  StartServer();
  EXPECT_EQ(carrier->Carry(mail), Delivery::kDone);
  EXPECT_EQ(carrier->Carry({"a@@b@c", "Refused", "x\n"}), Delivery::kRefused);
  EXPECT_EQ(carrier->Carry({"bo@example.org", "After it", "x\n"}), Delivery::kDone);
  StopServer();
  const std::string received = test::ReadFile(received_);
  EXPECT_THAT(received, HasSubstr("Message-ID: <notices.1@example.org>\n"));
  EXPECT_THAT(received, HasSubstr("<p>Hej!</p>\n"));
  EXPECT_THAT(received, HasSubstr("To: bo@example.org\n"));
}

TEST_F(SmtpTest, MailWaitsForAServerThatIsDown) {
  const std::unique_ptr<Mailer> mailer = AMailer();
  EXPECT_THAT(mailer->Ready(), IsOk());
  mailer->Send({"anna@example.org", "Code", "12345678\n"});
  while (mailer->Ready().ok()) std::this_thread::sleep_for(milliseconds(5));
  EXPECT_THAT(mailer->Ready(), HasReason(v1::REASON_UNAVAILABLE));
  StartServer();
  WaitFor("samstig_mails_total{result=\"sent\"} 1");
  EXPECT_THAT(mailer->Ready(), IsOk());
  EXPECT_THAT(log_text_.str(), HasSubstr("mail server down"));
  EXPECT_THAT(log_text_.str(), HasSubstr("mail server up again"));
  EXPECT_EQ(log_text_.str().find("anna"), std::string::npos);
}

TEST_F(SmtpTest, OneRefusedMailDoesNotHoldUpTheNext) {
  StartServer();
  const std::unique_ptr<Mailer> mailer = AMailer();
  mailer->Send({"a@@b@c", "Refused", "x\n"});  // Not even an address: 553.
  mailer->Send({"bo@example.org", "Second", "x\n"});
  WaitFor("samstig_mails_total{result=\"sent\"} 1");
  WaitFor("samstig_mails_total{result=\"failed\"} 1");
  EXPECT_THAT(mailer->Ready(), IsOk());
}

TEST_F(SmtpTest, StopsInTimeAlsoWhenNobodyAnswers) {
  // Takes connections and never says a word.
  const int silent = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = Loopback(port_);
  const int on = 1;
  setsockopt(silent, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  ASSERT_EQ(bind(silent, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(listen(silent, 5), 0);
  int line = -1;
  std::chrono::steady_clock::time_point began;
  {
    const std::unique_ptr<Mailer> mailer = AMailer();
    for (int i = 0; i < 5; ++i) mailer->Send({"anna@example.org", "Code", "x\n"});
    // The first is under way: what it still takes counts as well.
    line = accept(silent, nullptr, nullptr);
    began = std::chrono::steady_clock::now();
  }
  // Five seconds for all of them together, and not for each.
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(9));
  close(line);
  close(silent);
}

}  // namespace
}  // namespace samstig::server
