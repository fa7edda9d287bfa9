// SPDX-License-Identifier: Apache-2.0
#include "tests/server/notify/posted_village.h"

#include "domain/rules/names.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {

using base::kMinuteMs;
using base::Status;
using base::TimeMs;

PostedVillage::PostedVillage() {
  postmaster = std::make_unique<server::Postmaster>(links, mailboxes, village.clock, log, metrics);
  Round();  // Works out when each is due.
  EXPECT_EQ(mailboxes.count(), 0u) << "nobody is told how the village came to be";
}

void PostedVillage::Round() { EXPECT_THAT(postmaster->Round(*this), IsOk()); }

void PostedVillage::RoundAfter(TimeMs time) {
  village.clock.Advance(time);
  Round();
}

void PostedVillage::RoundsFor(TimeMs time) {
  for (TimeMs gone = 0; gone < time; gone += kMinuteMs) RoundAfter(kMinuteMs);
}

void PostedVillage::Restarts() {
  postmaster.reset();
  village.Restarts();
  postmaster = std::make_unique<server::Postmaster>(links, mailboxes, village.clock, log, metrics);
}

void PostedVillage::Stores(const v1::Entity& entity, const server::Scopes& scopes) {
  EXPECT_THAT(Write([&](server::Transaction& txn) {
                return txn
                    .Put(IdOf(entity), entity.SerializeAsString(), scopes, rules::KeysOf(entity))
                    .status();
              }),
              IsOk());
}

void PostedVillage::BoMentions(std::initializer_list<const char*> people, std::string_view name,
                               std::string_view text) {
  if (village.Stored(IdNamed("thread")).body_case() != v1::Entity::kThread) {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  v1::Entity post = APost(text).By("bo").Named(name).MadeAt(village.clock.Now());
  for (const char* person : people) {
    post.mutable_post()->mutable_heads(0)->add_mentions(IdNamed(person).ToBytes());
  }
  Stores(post, {server::Scope::OfCohort(IdNamed("cohort"))});
}

void PostedVillage::Wants(std::string_view person, v1::MailRhythm rhythm,
                          const std::function<void(v1::NoticeSettings&)>& change) {
  v1::SetNotices intent = SetsNotices(person, rhythm);
  if (change) change(*intent.mutable_settings());
  ASSERT_THAT(village.Does(person, intent), WasApplied());
  Round();
}

std::string PostedVillage::OnTheWire(const server::Mail& mail) {
  std::string message =
      server::RenderMessage(mail, "Samstig <no-reply@example.org>", village.clock.Now(), "unique");
  for (size_t at = message.find("=\r\n"); at != std::string::npos; at = message.find("=\r\n")) {
    message.erase(at, 3);
  }
  return message;
}

Status PostedVillage::Read(const std::function<Status(server::Reader&)>& work) {
  const auto snapshot = Must(village.store().Read());
  return work(*snapshot);
}

Status PostedVillage::Write(const std::function<Status(server::Transaction&)>& work) {
  if (before_write) RETURN_IF_ERROR(before_write());
  const auto txn = Must(village.store().Begin());
  RETURN_IF_ERROR(work(*txn));
  return txn->Commit();
}

TimeMs MondayAt(int hour, int minute) {
  // kMonday is nine o'clock there.
  return kMonday + (hour - 9) * base::kHourMs + minute * kMinuteMs;
}

}  // namespace samstig::test
