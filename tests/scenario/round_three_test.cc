// SPDX-License-Identifier: Apache-2.0
// Scenario S1: six days of round three. Half of what leaders write is written offline, on either of
// their two devices; the server is killed twice and once taken back to the evening before. At the
// end every text is there, once; all devices agree; the employers have received no word of it.
#include "tests/scenario/round_three.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "client-lib/core/local_digests.h"
#include "client-lib/core/local_store.h"
#include "domain/rules/names.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using testing::IsEmpty;

class RoundThreeTest : public testing::Test {
 protected:
  RoundThreeTest() { std::cout << random_.Story() << std::endl; }

  // What somebody wrote: found again by its mark, in an entity of this id.
  struct Text {
    std::string mark;
    size_t leader;
    Id entity;
  };

  std::string NewMark(size_t leader) {
    return "mark-" + std::to_string(leader) + "-" + std::to_string(texts_.size()) + "-end";
  }
  void Writes(size_t leader, client::Client& device, v1::Mutation mutation, const std::string& mark,
              const Id& entity) {
    ASSERT_THAT(device.Do(std::move(mutation)), IsOk());
    texts_.push_back({mark, leader, entity});
  }
  void Posts(size_t leader, client::Client& device) {
    const std::string mark = NewMark(leader);
    const Id id = device.NewId();
    v1::Mutation m;
    m.mutable_write_post()->set_id(id.ToBytes());
    m.mutable_write_post()->set_thread_id(round_.thread().ToBytes());
    m.mutable_write_post()->set_text("Så här gick det hos oss. " + mark);
    Writes(leader, device, m, mark, id);
  }
  void Drafts(size_t leader, client::Client& device, int day) {
    const std::string mark = NewMark(leader);
    const Id id = rules::WorkId(round_.leaders()[leader].person, round_.assignment(day));
    v1::Mutation m;
    v1::SaveDraft& save = *m.mutable_save_draft();
    save.set_id(id.ToBytes());
    save.set_assignment_id(round_.assignment(day).ToBytes());
    save.mutable_revision()->set_revision_id(device.NewId().ToBytes());
    save.mutable_revision()->mutable_report()->set_tried("Jag tänker prova. " + mark);
    // On what this device shows; what the other wrote apart stays beside it.
    if (const auto shown = device.Get(id); shown.ok()) {
      for (const v1::Revision& head : shown->entity.draft().heads()) {
        save.add_replaces(head.revision_id());
      }
    }
    Writes(leader, device, m, mark, id);
  }
  void Submits(size_t leader, client::Client& device, int day) {
    const std::string mark = NewMark(leader);
    const Id id = device.NewId();
    v1::Mutation m;
    v1::Submit& submit = *m.mutable_submit();
    submit.set_id(id.ToBytes());
    submit.set_assignment_id(round_.assignment(day).ToBytes());
    submit.set_cohort_id(round_.cohort().ToBytes());
    submit.set_assignment_version(1);
    submit.mutable_report()->set_tried("Vi provade. " + mark);
    submit.mutable_report()->set_happened("Det gick så där.");
    Writes(leader, device, m, mark, id);
  }

  // A day's work of everybody; those who are online send it, some while the server dies under them.
  void Day(int day, bool server_dies) {
    std::vector<client::Client*> online;
    for (size_t i = 0; i < round_.leaders().size(); ++i) {
      for (auto& device : round_.leaders()[i].devices) {
        Drafts(i, *device, day);
        Posts(i, *device);
        if (random_.Next() % 2 == 0) Submits(i, *device, day);
        if (random_.Next() % 2 == 0) online.push_back(device.get());
      }
    }
    if (server_dies) {
      for (client::Client* device : online) device->Start();
      round_.server().Crash();
      round_.server().Start();
      for (client::Client* device : online) device->Stop();
    }
    for (client::Client* device : online) EXPECT_THAT(SyncsInTheBackground(*device), IsOk());
  }

  // A server that has just come back may not be found at once; the app comes again later.
  static base::Status SyncsInTheBackground(client::Client& device) {
    base::Status synced = device.SyncOnce({});
    for (int again = 0; again < 5 && synced.reason() == v1::REASON_UNAVAILABLE; ++again) {
      synced = device.SyncOnce({});
    }
    return synced;
  }

  // Until nothing is left to say. A restored server's devices need a round to give and one to hear.
  void EverybodyMeets() {
    for (int round = 0; round < 3; ++round) {
      for (Leader& leader : round_.leaders()) {
        for (auto& device : leader.devices) ASSERT_THAT(device->SyncOnce({}), IsOk());
      }
    }
    for (auto& admin : round_.admins()) ASSERT_THAT(admin->SyncOnce({}), IsOk());
  }

  // As somebody sees them who has never been there.
  size_t PostsOnTheServer() {
    const std::unique_ptr<client::Client> fresh = round_.NewDevice("coach@example.org");
    EXPECT_THAT(fresh->SyncOnce({}), IsOk());
    return Must(fresh->Find({rules::KeyName::kPostsOfThread, round_.thread()})).size();
  }

  static std::string DigestOf(const std::string& file) {
    auto store = Must(client::LocalStore::Open(file));
    EXPECT_TRUE(Must(client::LocalDigests::CheckAgainstDisk(*store))) << file;
    return Must(client::LocalDigests::OfCopy(*store)).ToBytes();
  }
  static bool Holds(const std::string& file, const std::string& what) {
    for (const std::string suffix : {"", "-wal"}) {
      const bool there = std::filesystem::exists(file + suffix);
      if (there && ReadFile(file + suffix).find(what) != std::string::npos) return true;
    }
    return false;
  }
  // In the entity as it is or in a version of it that was kept.
  static bool IsIn(const std::vector<v1::Entity>& versions, const std::string& mark) {
    return std::any_of(versions.begin(), versions.end(), [&](const v1::Entity& version) {
      return version.SerializeAsString().find(mark) != std::string::npos;
    });
  }

  SeededRandom random_{
      SeedOr(static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count()))};
  RoundThree round_;
  std::vector<Text> texts_;
};

TEST_F(RoundThreeTest, NothingIsLostNothingIsDoubledNobodyElseReads) {
  std::string evening_before;
  for (int day = 0; day < RoundThree::kAssignments; ++day) {
    Day(day, /*server_dies=*/day == 1 || day == 3);
    if (day == RoundThree::kAssignments - 2) {
      evening_before = Must(round_.Operator()->BackUpNetwork(RoundThree::kNetwork)).name();
    }
  }
  const size_t before = PostsOnTheServer();
  ASSERT_THAT(round_.Operator()->RestoreNetwork(RoundThree::kNetwork, evening_before), IsOk());
  ASSERT_LT(PostsOnTheServer(), before) << "the backup lacks a day";
  EverybodyMeets();

  EXPECT_THAT(Must(round_.Operator()->VerifyNetwork(RoundThree::kNetwork, "")).findings(),
              IsEmpty());
  for (size_t i = 0; i < round_.leaders().size(); ++i) {
    Leader& leader = round_.leaders()[i];
    for (auto& device : leader.devices) EXPECT_THAT(Must(device->Outbox()), IsEmpty()) << i;
    // What the server alone has, on a device that was never there.
    const std::unique_ptr<client::Client> fresh = round_.NewDevice(leader.email);
    ASSERT_THAT(fresh->SyncOnce({}), IsOk());
    std::map<Id, std::vector<v1::Entity>> versions;
    for (const Text& text : texts_) {
      if (text.leader != i) continue;
      if (!versions.contains(text.entity)) {
        versions[text.entity] = Must(fresh->ListVersions(text.entity));
      }
      EXPECT_TRUE(IsIn(versions[text.entity], text.mark)) << text.mark << " of " << leader.email;
    }
  }
  const auto written = std::count_if(texts_.begin(), texts_.end(), [&](const Text& text) {
    return round_.leaders()[0].devices[0]->Get(text.entity).ok() &&
           round_.leaders()[0].devices[0]->Get(text.entity)->entity.has_post();
  });
  EXPECT_EQ(PostsOnTheServer(), static_cast<size_t>(written)) << "each post once";

  round_.admins().clear();
  for (const std::string& file : round_.admin_files()) {
    EXPECT_FALSE(Holds(file, "mark-")) << "an employer has received a leader's words: " << file;
  }
  for (Leader& leader : round_.leaders()) {
    for (auto& device : leader.devices) device.reset();
    EXPECT_EQ(DigestOf(leader.files[0]), DigestOf(leader.files[1])) << leader.email;
  }
  std::cout << texts_.size() << " texts of " << round_.leaders().size() << " leaders" << std::endl;
}

}  // namespace
}  // namespace samstig::test
