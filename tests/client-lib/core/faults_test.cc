// SPDX-License-Identifier: Apache-2.0
// Three devices of two people under whatever the line, the disk and the server come up with, by
// seeds. When the faults end, everything must have come right: each write judged once, every copy
// as the server's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/support/fake_device.h"
#include "tests/support/fake_server.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {
namespace {

using base::Id;
using client::Backoff;
using rules::Scope;

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));
const Scope kOther = Scope::OfCohort(IdNamed("other"));

class Faults {
 public:
  explicit Faults(uint64_t seed) : random_(seed) {
    server_.Has(AThread().By("olle"), {kCohort, kOther});
    server_.page_rows = 1 + random_.Below(20);
    server_.parks = [](const v1::Mutation& m) {
      return TextOf(m).ends_with("7") ? v1::REASON_NOT_ALLOWED : v1::REASON_UNSPECIFIED;
    };
    for (const char* person : {"anna", "bo"}) server_.Grants(IdNamed(person), kCohort);
    for (const auto& [person, name] :
         {std::pair("anna", "phone"), {"anna", "tablet"}, {"bo", "phone"}}) {
      devices_.push_back(std::make_unique<FakeDevice>(server_, clock_, random_, person, name));
      devices_.back()->core().Start();
    }
  }

  void Go(int steps) {
    for (int i = 0; i < steps; ++i) {
      Step(*devices_[random_.Below(devices_.size())]);
      for (const auto& device : devices_) CheckLiveness(*device);
    }
  }

  void HealAndCheck() {
    server_.retries = [](const v1::Mutation&) { return v1::REASON_UNSPECIFIED; };
    for (int turn = 0; turn < 3; ++turn) {
      for (const auto& device : devices_) {
        device->link = {};
        device->core().Nudge();
        device->Wait(2 * Backoff::kCap);
      }
    }
    for (const auto& device : devices_) Check(*device);
    for (const auto& [key, text] : written_) {
      EXPECT_EQ(server_.TimesApplied(key.first, key.second), 1) << text << "; " << random_.Story();
    }
  }

 private:
  void Step(FakeDevice& device) {
    switch (random_.Below(16)) {
      case 0:
      case 1:
      case 2:
        return Write(device);
      case 3:
        device.link.lose_replies = static_cast<int>(random_.Below(3));
        return;
      case 4:
        device.link.lose_requests = static_cast<int>(random_.Below(3));
        return;
      case 5:
        device.link.cut_after_frames = static_cast<int>(random_.Below(5)) - 1;
        return;
      case 6:
        device.link.down = random_.Chance(40);
        return;
      case 7:
        return Mangle(device);
      case 8:
        device.Crashes();
        device.core().Start();
        return;
      case 9:
        clock_.Advance(static_cast<base::TimeMs>(random_.Below(20)) * base::kSecondMs);
        device.core().OnTick();
        return;
      case 10:
        return ChangeRights(device.person());
      case 11:
        server_.retries = [busy = random_.Chance(30)](const v1::Mutation&) {
          return busy ? v1::REASON_OVERLOADED : v1::REASON_UNSPECIFIED;
        };
        return;
      default:
        for (size_t n = random_.Below(12); n > 0 && device.Step(); --n) {
        }
    }
  }

  void Write(FakeDevice& device) {
    const std::string text = "rad " + std::to_string(++texts_);
    v1::WritePost post;
    post.set_id(ids_.Next().ToBytes());
    post.set_thread_id(IdNamed("thread").ToBytes());
    post.set_text(text + std::string(random_.Below(3'000), '.') + std::to_string(texts_ % 10));
    const uint64_t number = device.Writes(post);
    written_[{device.id(), number}] = text;
    EXPECT_THAT(device.core().Get(Id::FromBytes(post.id())), IsOk()) << "read your writes";
  }

  void Mangle(FakeDevice& device) {
    const size_t what = random_.Below(3);
    device.link.mangle = [this, what, times = 1 + random_.Below(2)](std::string frame) mutable {
      if (times == 0 || what == 0) return std::vector<std::string>{std::move(frame)};
      --times;
      if (what == 1)
        return std::vector<std::string>{frame.substr(0, random_.Below(frame.size() + 1))};
      return std::vector<std::string>{frame, frame};
    };
  }

  void ChangeRights(const Id& person) {
    const Scope& scope = random_.Chance(50) ? kCohort : kOther;
    const auto granted = granted_.insert({{person, scope}, scope == kCohort}).first;
    granted->second = !granted->second;
    granted->second ? server_.Grants(person, scope) : server_.Revokes(person, scope);
  }

  void CheckLiveness(FakeDevice& device) {
    if (device.core().Why().waiting == 0) return;
    EXPECT_TRUE(device.IsAlive()) << random_.Story();
  }

  void Check(FakeDevice& device) {
    SCOPED_TRACE(random_.Story());
    EXPECT_EQ(device.core().Why().waiting, 0u);
    EXPECT_EQ(device.core().Why().state, client::SyncState::kUpToDate)
        << device.core().Why().detail;
    EXPECT_EQ(device.core().Revision(), server_.seq());
    EXPECT_EQ(device.core().pending(), 0u);
    const std::map<Id, std::string> wanted = server_.VisibleTo(device.person());
    std::set<Id> held;
    for (const Scope& scope : {Scope::OfPerson(device.person()), kCohort, kOther}) {
      const auto number = device.store().FindScope(scope.ToText());
      if (!number) continue;
      const std::vector<Id> ids = *device.store().IdsInScope(*number);
      held.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(held.size(), wanted.size());
    for (const auto& [id, bytes] : wanted) {
      EXPECT_THAT(device.store().EntityBytes(id), IsOkAndHolds(testing::Optional(bytes)));
    }
    const std::vector<Id> own = *device.store().IdsInScope(client::kOwnText);
    for (const Id& id : own) {
      EXPECT_EQ(device.core().Get(id)->entity.author(), device.person().bytes());
    }
  }

  FakeClock clock_;
  SeededRandom random_;
  base::IdSource ids_{clock_, random_};
  FakeServer server_{clock_};
  std::vector<std::unique_ptr<FakeDevice>> devices_;
  std::map<std::pair<Id, Scope>, bool> granted_;
  std::map<std::pair<Id, uint64_t>, std::string> written_;
  uint64_t texts_ = 0;
};

TEST(FaultsTest, EverythingComesRightAfterwards) {
  const uint64_t first = SeedOr(1);
  for (uint64_t seed = first; seed < first + 40; ++seed) {
    Faults faults(seed);
    faults.Go(300);
    faults.HealAndCheck();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace samstig::test
