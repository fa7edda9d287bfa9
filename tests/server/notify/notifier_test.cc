// SPDX-License-Identifier: Apache-2.0
// The thread: it makes its rounds by itself, and stops when it is told to.
#include "server/notify/notifier.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <sstream>

#include "server/decide/bootstrap.h"
#include "server/decide/notices.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using server::Delivery;

// Tells when a mail came.
class Bell : public server::MailCarrier {
 public:
  Delivery Carry(const server::Mail&) override {
    if (!rung.exchange(true)) came.set_value();
    return Delivery::kDone;
  }
  void Hurry() override { hurried.set_value(); }

  std::atomic<bool> rung{false};
  std::promise<void> came;
  std::promise<void> hurried;
};

TEST(NotifierTest, SendsWhatLiesInTheOutboxesAndStops) {
  TempDir dir;
  FakeClock clock;
  SeededRandom random(SeedOr(3));
  std::ostringstream log_text;
  server::Log log(server::LogLevel::kDebug, server::LogFormat::kText, log_text);
  server::Metrics metrics;
  server::Networks networks(
      [&](const std::string& slug, const std::string& name) {
        return server::OpenSqliteStore(dir.File(slug + ".db"), slug, name, random);
      },
      clock, {});
  server::Network* network = Must(networks.Create("byn", "Byn"));
  ASSERT_THAT(network->WriteNow([&](server::Transaction& txn) -> base::Status {
    RETURN_IF_ERROR(server::CreateOrganiser(txn, IdNamed("olle"), "Olle", "olle@example.org", "sv",
                                            clock.Now()));
    server::OutMail mail;
    mail.person = IdNamed("olle");
    mail.message_id = "one";
    mail.subject = "Nytt";
    mail.body = "Hej!\n";
    mail.made = clock.Now();
    return txn.PutOutMail(mail);
  }),
              IsOk());
  const server::StopLinks links(server::Secret("secret"), "https://byn.example");
  auto carrier = std::make_unique<Bell>();
  std::future<void> came = carrier->came.get_future();
  std::future<void> hurried = carrier->hurried.get_future();
  {
    const server::Notifier notifier(networks, links, std::move(carrier), clock, log, metrics);
    came.get();
  }
  hurried.get();
  EXPECT_THAT(network->ReadNow([&](server::Snapshot& snapshot) -> base::Status {
    EXPECT_THAT(Must(snapshot.MailsDue(server::kNeverDue, 10)), testing::IsEmpty());
    return {};
  }),
              IsOk());
}

}  // namespace
}  // namespace samstig::test
