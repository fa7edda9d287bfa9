// SPDX-License-Identifier: Apache-2.0
// A telephone whose database breaks off a statement: each one in turn, in each of these stories,
// while the program goes on. A call that fails may be made again; what goes on by itself comes
// right by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client-lib/core/leaving.h"
#include "client-lib/core/rescue.h"
#include "domain/base/encoding.h"
#include "domain/rules/again.h"
#include "tests/server/village/village_device.h"
#include "tests/support/failing_statements.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::Id;
using client::LocalStore;

constexpr char kFile[] = "phone.db";

// One life of the village and of Anna's telephone.
struct Life {
  Village village;
  VillageDevice phone{village, "anna"};
  std::optional<VillageDevice> copy;

  void BoStartsAThread() {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
    for (const char* name : {"first", "second", "third"}) {
      ASSERT_THAT(village.Does("bo", WritesPost("Text", name)), WasApplied());
    }
  }
};

// Once more when the disk fails, as somebody does who is told that it did not work.
template <typename Call>
auto Tries(const Call& call) {
  auto result = call();
  if (result.ok()) return result;
  EXPECT_EQ(base::ReasonName(ReasonOf(result)), base::ReasonName(v1::REASON_UNAVAILABLE));
  return call();
}

void Writes(Life& life, const google::protobuf::Message& intent) {
  const uint64_t before = life.phone.core().Why().waiting;
  EXPECT_THAT(Tries([&] { return life.phone.core().Enqueue(MutationOf(intent)); }), IsOk());
  EXPECT_EQ(life.phone.core().Why().waiting, before + 1) << "what failed was kept";
}

struct Story {
  std::string name;
  std::function<void(Life&)> before;
  // With a statement failing somewhere.
  std::function<void(Life&)> meanwhile;
  std::function<void(Life&)> after = [](Life&) {};
};
std::ostream& operator<<(std::ostream& out, const Story& story) { return out << story.name; }

const std::vector<Story>& Stories() {
  static const std::vector<Story> stories = {
      {"ReadsForTheFirstTime", [](Life& life) { life.BoStartsAThread(); },
       [](Life& life) { life.phone.Syncs(); }},
      {"WritesAndIsAnswered",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Syncs();
       },
       [](Life& life) {
         Writes(life, WritesPost("Hej", "hej"));
         life.phone.Syncs();
         Writes(life, EditsPost(APost("Hej").Named("hej").By("anna"), ARevision("two", "Hej igen"),
                                {IdNamed("hej")}));
         Writes(life, WritesPost("Och hej då", "bye"));
         ASSERT_THAT(life.village.Does("bo", WritesPost("Hej Anna", "answer")), WasApplied());
         life.phone.Syncs();
       },
       [](Life& life) {
         EXPECT_EQ(life.phone.core().Get(IdNamed("hej"))->entity.post().heads(0).text(),
                   "Hej igen");
         EXPECT_EQ(life.phone.judged().size(), 3u);
       }},
      {"LooksAtWhatThereIs",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Syncs();
         life.phone.GoesOffline();
         life.phone.Writes(WritesPost("Väntar", "waits"));
       },
       [](Life& life) {
         client::SyncCore& core = life.phone.core();
         EXPECT_THAT(Tries([&] { return core.Get(IdNamed("first")); }), IsOk());
         EXPECT_EQ(Must(Tries([&] {
                     return core.Find({rules::KeyName::kPostsOfThread, IdNamed("thread")});
                   })).size(),
                   4u);
         EXPECT_EQ(Must(Tries([&] { return core.OutboxItems(); })).size(), 1u);
         EXPECT_EQ(Must(Tries([&] { return core.OutcomeOf(1); })), std::nullopt);
         EXPECT_TRUE(Must(Tries([&] {
           return core.IsIn(IdNamed("first"), server::Scope::OfCohort(IdNamed("cohort")));
         })));
         EXPECT_EQ(Must(Tries([&] { return client::WhatIsOnlyHere(core); })).waiting, 1u);
         EXPECT_THAT(Tries([&] { return core.Settle(); }), IsOk());
       }},
      {"Searches",
       [](Life& life) {
         life.BoStartsAThread();
         ASSERT_THAT(life.village.Does("bo", WritesPost("Vägen genom skogen", "forest")),
                     WasApplied());
         life.phone.Syncs();
         life.phone.GoesOffline();
         life.phone.Writes(WritesPost("Skogen är stor", "mine"));
       },
       [](Life& life) {
         client::SyncCore& core = life.phone.core();
         while (Must(Tries([&] { return core.IndexSome(); }))) {
         }
         EXPECT_EQ(Must(Tries([&] { return core.FindWords("skog", 10); })).size(), 2u);
         ASSERT_THAT(life.village.Does(
                         "bo", WithdrawsPost(APost("Vägen genom skogen").Named("forest").By("bo"))),
                     WasApplied());
         life.phone.Syncs();
         while (Must(Tries([&] { return core.IndexSome(); }))) {
         }
         EXPECT_EQ(Must(Tries([&] { return core.FindWords("skog", 10); })).size(), 1u);
       }},
      {"KeepsFiles", [](Life& life) { life.BoStartsAThread(); },
       [](Life& life) {
         client::Blobs& blobs = life.phone.core().blobs();
         const std::string own(32, 'o');
         const std::string theirs(32, 't');
         EXPECT_THAT(Tries([&] { return blobs.Keep(own, 100, "bild.jpg"); }), IsOk());
         EXPECT_EQ(Must(Tries([&] { return blobs.Own(); })).size(), 1u);
         EXPECT_TRUE(Must(Tries([&] { return blobs.FindOwn(own); })));
         EXPECT_EQ(Must(Tries([&] { return blobs.NextToSend({}); }))->sha256, own);
         EXPECT_THAT(Tries([&] { return blobs.IsThere(own); }), IsOk());
         EXPECT_FALSE(Must(Tries([&] { return blobs.NextToSend({}); })));
         EXPECT_THAT(Tries([&] { return blobs.Fetching(theirs, IdNamed("first")); }), IsOk());
         EXPECT_TRUE(Must(Tries([&] { return blobs.IsFetched(theirs, IdNamed("first")); })));
         life.phone.Syncs();
         EXPECT_THAT(Tries([&] { return blobs.Dropped(); }), IsOk());
         EXPECT_THAT(Tries([&] { return blobs.Deleted(theirs); }), IsOk());
       }},
      {"IsRefusedAndLosesTheCohort",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Syncs();
         while (Must(life.phone.core().IndexSome())) {
         }
         life.phone.GoesOffline();
         life.phone.Writes(WritesPost("Jag hann inte läsa att jag är ute", "late"));
         ASSERT_THAT(life.village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))),
                     WasApplied());
       },
       [](Life& life) {
         life.phone.Syncs();
         const auto items = Must(Tries([&] { return life.phone.core().OutboxItems(); }));
         ASSERT_EQ(items.size(), 1u);
         EXPECT_EQ(items[0].state, client::WriteState::kParked);
         EXPECT_EQ(items[0].mutation.write_post().text(), "Jag hann inte läsa att jag är ute");
         EXPECT_EQ(Must(Tries([&] { return client::WhatIsOnlyHere(life.phone.core()); })).parked,
                   1u);
       },
       [](Life& life) { EXPECT_FALSE(life.phone.Shows(IdNamed("thread"))); }},
      {"TriesAgainAndLetsGo",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Syncs();
         life.phone.GoesOffline();
         life.phone.Writes(WritesPost("Nej", "late"));
         ASSERT_THAT(life.village.Does("maria admin", WithdrawsFrom(AnEnrolment("anna"))),
                     WasApplied());
         life.phone.Syncs();
       },
       [](Life& life) {
         client::SyncCore& core = life.phone.core();
         const auto parked = [&] {
           return Must(Tries([&] { return core.Find({rules::KeyName::kParkedItems, Id()}); }));
         };
         const v1::Entity first = parked().at(0).entity;
         const v1::Mutation again = Must(rules::Again(first.parked(), IdNamed("fresh")));
         EXPECT_THAT(Tries([&] { return core.EnqueueInstead(Id::FromBytes(first.id()), again); }),
                     IsOk());
         life.phone.Syncs();
         ASSERT_EQ(parked().size(), 1u) << "in the place of the first";
         Writes(life, DiscardsParked(parked().at(0).entity));
         life.phone.Syncs();
       },
       [](Life& life) { EXPECT_EQ(life.phone.Parked().size(), 0u); }},
      {"HealsARestoredServer",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Writes(WritesPost("Före", "before"));
         life.phone.Syncs();
         life.village.BacksUp("monday");
         life.phone.Writes(WritesPost("Efter", "after"));
         life.phone.Syncs();
         ASSERT_THAT(life.phone.core().blobs().Keep(std::string(32, 'o'), 100, "bild.jpg"), IsOk());
         life.village.IsRestoredFrom("monday");
       },
       [](Life& life) { life.phone.Syncs(); },
       [](Life& life) {
         EXPECT_EQ(life.phone.core().forks(), 1u);
         EXPECT_TRUE(life.village.IsReadBy("bo", IdNamed("after")));
       }},
      {"IsACopy",
       [](Life& life) {
         life.BoStartsAThread();
         life.phone.Writes(WritesPost("Före kopian", "before"));
         life.phone.Syncs();
         life.copy.emplace(life.village, life.phone, "anna", "copy");
         life.phone.Writes(WritesPost("På den gamla", "old"));
         life.phone.Syncs();
         life.copy->Writes(WritesPost("På den nya", "new"));
         life.copy->Writes(WritesPost("Också på den nya", "also new"));
       },
       [](Life& life) { life.copy->Syncs(); },
       [](Life& life) {
         life.copy->Syncs();
         EXPECT_GE(life.copy->splits(), 1);
         for (const char* name : {"before", "old", "new", "also new"}) {
           EXPECT_TRUE(life.village.IsReadBy("bo", IdNamed(name))) << name;
         }
         EXPECT_EQ(life.copy->core().Why().waiting, 0u);
         EXPECT_EQ(life.copy->Parked().size(), 0u);
       }},
      {"HealsARottenCopy",
       [](Life& life) {
         life.BoStartsAThread();
         ASSERT_THAT(life.village.Does("bo", WritesPost("Det som stod där", "rots")), WasApplied());
         life.phone.Syncs();
         life.phone.IsOpenedByForce([](const std::string& path) {
           std::string file = ReadFile(path);
           const size_t at = file.find("Det som stod");
           ASSERT_NE(at, std::string::npos);
           file[at] = 'X';
           WriteFile(path, file);
         });
         life.village.clock.Advance(25 * base::kHourMs);
       },
       [](Life& life) { life.phone.Syncs(); },
       [](Life& life) { EXPECT_GE(life.phone.core().mismatches(), 1u); }},
  };
  return stories;
}

class StatementsTest : public testing::TestWithParam<Story> {
 protected:
  static void ExpectCopyIsRight(Life& life) {
    for (const auto& [id, entity] : life.village.ReadBy("anna")) {
      const auto shown = life.phone.core().Get(id);
      ASSERT_THAT(shown, IsOk()) << entity.ShortDebugString();
      EXPECT_EQ(base::DeterministicBytes(shown->entity), base::DeterministicBytes(entity));
      EXPECT_FALSE(shown->pending);
    }
    EXPECT_EQ(life.phone.core().pending(), 0u);
    EXPECT_EQ(life.phone.core().Why().waiting, 0u);
  }
  // Whether there was such a statement.
  static bool WithFailureAt(int64_t n) {
    Life life;
    GetParam().before(life);
    FailingStatements::FailAt(n, kFile);
    GetParam().meanwhile(life);
    const bool failed = !FailingStatements::StillToCome();
    life.phone.Syncs();
    life.village.clock.Advance(25 * base::kHourMs);
    life.phone.Syncs();
    GetParam().after(life);
    ExpectCopyIsRight(life);
    life.phone.Restarts();
    life.phone.Syncs();
    ExpectCopyIsRight(life);
    return failed;
  }
};

TEST_P(StatementsTest, EachMayFail) {
  int64_t n = 1;
  while (WithFailureAt(n)) {
    ASSERT_FALSE(HasFailure()) << "with statement " << n << " failing";
    ++n;
  }
  EXPECT_GT(n, 5) << "hardly any failed: this proves nothing";
}

INSTANTIATE_TEST_SUITE_P(Stories, StatementsTest, testing::ValuesIn(Stories()),
                         [](const auto& test) { return test.param.name; });

// It does not open and says so, or everything is there. What it would have tidied up it tidies up
// another time.
TEST(StartOfAFileTest, MayFailAtEachStatement) {
  FailingStatements::Watch();
  TempDir dir;
  FakeClock clock;
  SeededRandom random{SeedOr(5)};
  const auto opened = [&]() -> base::Result<std::unique_ptr<client::SyncCore>> {
    ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store, LocalStore::Open(dir.File(kFile)));
    return client::SyncCore::Open(std::move(store), clock, random);
  };
  const auto opens_with = [&](uint64_t waiting) {
    FailingStatements::EachInTurn([&] {
      const auto core = opened();
      return core.ok() ? (*core)->Why().waiting == waiting
                       : core.status().reason() == v1::REASON_UNAVAILABLE;
    });
  };
  opens_with(0);
  {
    const auto core = Must(opened());
    EXPECT_THAT(WithEachStatementFailing([&] {
                  return core->SignedIn({"village", IdNamed("anna"), IdNamed("phone")}, "token");
                }),
                IsOk());
    for (const char* name : {"one", "two"}) {
      ASSERT_THAT(core->Enqueue(MutationOf(WritesPost("Väntar", name))), IsOk());
    }
  }
  opens_with(2);
  EXPECT_TRUE(Must(opened())->Get(IdNamed("two")).ok());
}

}  // namespace
}  // namespace samstig::test
