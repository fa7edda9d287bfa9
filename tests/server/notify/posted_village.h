// SPDX-License-Identifier: Apache-2.0
// A village with a post: its notices go round by the Postmaster into mailboxes that the test looks
// into. No thread and no clock but the test's.
#ifndef SAMSTIG_TESTS_SERVER_NOTIFY_POSTED_VILLAGE_H_
#define SAMSTIG_TESTS_SERVER_NOTIFY_POSTED_VILLAGE_H_

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "server/auth/mail.h"
#include "server/notify/postmaster.h"
#include "tests/server/village/village.h"

namespace samstig::test {

// A mail server with its mailboxes.
class Mailboxes : public server::MailCarrier {
 public:
  server::Delivery Carry(const server::Mail& mail) override {
    ++tries;
    if (before_answer) before_answer();
    if (down) return server::Delivery::kServerDown;
    if (refused.contains(mail.to)) return server::Delivery::kRefused;
    if (full.contains(mail.to)) return server::Delivery::kLater;
    mails[mail.to].push_back(mail);
    return after_taking;
  }
  void Hurry() override { hurried = true; }

  // The mails to "anna", oldest first.
  const std::vector<server::Mail>& Of(std::string_view person) {
    return mails[std::string(person) + "@pargas.example"];
  }
  size_t count() const {
    size_t count = 0;
    for (const auto& [to, list] : mails) count += list.size();
    return count;
  }

  bool down = false;
  bool hurried = false;
  int tries = 0;
  std::set<std::string> refused;
  std::set<std::string> full;
  // What the sender hears of a mail that was taken: kServerDown when the line breaks just then.
  server::Delivery after_taking = server::Delivery::kDone;
  std::function<void()> before_answer;
  std::map<std::string, std::vector<server::Mail>> mails;
};

class PostedVillage : public testing::Test, protected server::PostedNetwork {
 protected:
  PostedVillage();

  // A round now, and one on each of these days or hours.
  void Round();
  void RoundAfter(base::TimeMs time);
  // Rounds every minute until the time has passed.
  void RoundsFor(base::TimeMs time);
  // As after a restart of the server: nothing is left but the file.
  void Restarts();

  // Puts an entity there as the server would after an intent that has no rule here yet.
  void Stores(const v1::Entity& entity, const server::Scopes& scopes);
  // A post of Bo's in his thread that names these people.
  void BoMentions(std::initializer_list<const char*> people, std::string_view name = "post",
                  std::string_view text = "Hej!");
  void Wants(std::string_view person, v1::MailRhythm rhythm,
             const std::function<void(v1::NoticeSettings&)>& change = {});

  // The message as it goes over the wire, its soft line breaks undone.
  std::string OnTheWire(const server::Mail& mail);

  const std::string& slug() const override { return slug_; }
  const std::string& name() const override { return village.store().Name(); }
  base::Status Read(const std::function<base::Status(server::Reader&)>& work) override;
  base::Status Write(const std::function<base::Status(server::Transaction&)>& work) override;

  // Not const: the village's own store.
  mutable Village village;
  Mailboxes mailboxes;
  std::ostringstream log_text;
  server::Log log{server::LogLevel::kDebug, server::LogFormat::kText, log_text};
  server::Metrics metrics;
  server::StopLinks links{server::Secret("a secret of the server's"), "https://byn.example"};
  std::unique_ptr<server::Postmaster> postmaster;
  SeededRandom random{SeedOr(11)};
  // Told before each transaction: a crash is an error there.
  std::function<base::Status()> before_write;

 private:
  const std::string slug_ = "village";
};

// 2026-09-07, a Monday, at so many hours and minutes in Helsinki (UTC+3).
base::TimeMs MondayAt(int hour, int minute = 0);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_NOTIFY_POSTED_VILLAGE_H_
