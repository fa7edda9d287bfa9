// SPDX-License-Identifier: Apache-2.0
// The Village: a whole network on a real SQLite file, without threads, clocks or wires, for tests
// of the server's judgement. Everything in it was made the one way anything is made: by mutations.
//
//   olle organiser   maria admin (of Pargas)   rasmus admin (of Raseborg)   carin coach
//   anna and axel, leaders of Pargas           bo, leader of Raseborg       otto, of no cohort
//
// Whatever is done or read once the village is settled is tried with each of its statements failing
// before it succeeds (failing_statements.h): every story shows on the way that what fails halfway
// leaves nothing behind and is not taken for an answer.
//
// The programme "ledarstig" with the theme "mod", its "cohort" RUNNING, four weeks of grace. Two of
// the three seats of Pargas and the one of Raseborg are taken.
#ifndef SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_H_
#define SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_H_

#include <gmock/gmock.h>
#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"
#include "samstig/v1/sync_service.pb.h"
#include "server/decide/actor.h"
#include "server/store/store.h"
#include "server/sync/pull.h"
#include "server/sync/push.h"
#include "tests/support/failing_statements.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {

using server::Scope;
using server::Snapshot;

base::Id Pargas();
base::Id Raseborg();

class Village {
 public:
  Village();

  // The person's device sends the intent as its next mutation; what became of it.
  v1::Outcome Does(std::string_view person, const google::protobuf::Message& intent);
  // The same with the mutation's numbers to build on.
  v1::Outcome Does(std::string_view person, const google::protobuf::Message& intent,
                   std::initializer_list<uint64_t> depends_on);
  // Sends these mutations as they are.
  base::Result<std::vector<v1::Outcome>> Pushes(std::string_view person,
                                                const std::vector<v1::Mutation>& mutations);
  // What a program without a device is answered; a refusal leaves nothing behind.
  base::Result<v1::Outcome> Applies(std::string_view person, const std::string& request_id,
                                    const v1::Mutation& mutation);
  // What `work`, which gives a Status or a Result, gives in a transaction that is then committed.
  template <typename Work>
  auto Commits(const Work& work) {
    return WithEachStatementFailing([&]() -> decltype(work(std::declval<server::Transaction&>())) {
      ASSIGN_OR_RETURN(std::unique_ptr<server::Transaction> txn, store_->Begin());
      auto done = work(*txn);
      if (done.ok()) RETURN_IF_ERROR(Commit(*txn));
      return done;
    });
  }
  // What `look`, which gives a Status or a Result, sees.
  template <typename Look>
  auto Reads(const Look& look) {
    return WithEachStatementFailing([&]() -> decltype(look(std::declval<Snapshot&>())) {
      ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
      return look(*snapshot);
    });
  }
  // The number the person's next mutation will have.
  uint64_t NextNumber(std::string_view person);

  // The session's next page; whose desks it holds something of is noted first, as by the server.
  base::Result<v1::PullResponse> NextPage(server::PullSession& session);
  // Everything a new device of the person's would be sent, page by page, to the first checkpoint.
  std::vector<v1::PullResponse> PagesFor(std::string_view person);
  // What is new for a device with this cursor.
  std::vector<v1::PullResponse> PagesFor(std::string_view person, const v1::Cursor& cursor);
  base::Result<std::vector<v1::PullResponse>> PagesFor(std::string_view person,
                                                       const v1::PullRequest& request);
  // The entities in them, those that left again not counted.
  std::map<base::Id, v1::Entity> ReadBy(std::string_view person);
  bool IsReadBy(std::string_view person, const base::Id& id) { return ReadBy(person).contains(id); }
  // All the bytes that a new device of the person's would be sent.
  std::string BytesSentTo(std::string_view person);

  // The entity as it is stored; a default one when there is none.
  v1::Entity Stored(const base::Id& id);
  std::vector<v1::Entity> History(const base::Id& id);
  uint64_t LastSeq();

  // As after a restart of the server.
  void Restarts();
  // A copy of everything, by that name; and the village as it was then. Both restart it.
  void BacksUp(const std::string& name);
  void IsRestoredFrom(const std::string& name);

  // An id for the next device of that name.
  base::Id NewDeviceId(std::string_view name) {
    return IdNamed(std::string(name) + " " + std::to_string(++devices_));
  }

  FakeClock clock;
  // Told of every commit from then on.
  std::function<void(const server::Changes&)> on_commit;
  server::Store& store() { return *store_; }
  const server::Disclosures& disclosures() const { return *disclosures_; }
  std::string file() const { return dir_.File("village.db"); }

 private:
  server::Actor ActorFor(std::string_view person);
  base::Result<std::vector<v1::Outcome>> PushesOnce(const server::Actor& actor,
                                                    server::PushBatch& batch);
  base::Result<v1::Outcome> AppliesOnce(const server::Actor& actor, const std::string& request_id,
                                        const v1::Mutation& mutation);
  base::Result<std::vector<v1::PullResponse>> PagesOnce(std::string_view person,
                                                        const v1::PullRequest& request);
  void Settle();
  // Commits and tells on_commit.
  base::Status Commit(server::Transaction& txn);

  TempDir dir_;
  SeededRandom random_{SeedOr(7)};
  std::unique_ptr<server::Store> store_;
  // Of this life of the server.
  std::optional<server::Disclosures> disclosures_{std::in_place};
  int devices_ = 0;
  bool settled_ = false;
};

// What an outcome says, in EXPECT_THAT.
MATCHER(WasApplied, "was applied") {
  *result_listener << arg.ShortDebugString();
  return arg.kind() == v1::OUTCOME_KIND_APPLIED;
}
MATCHER(WasMerged, "was merged") {
  *result_listener << arg.ShortDebugString();
  return arg.kind() == v1::OUTCOME_KIND_MERGED;
}
MATCHER_P(WasParked, reason, "was parked") {
  *result_listener << arg.ShortDebugString();
  return arg.kind() == v1::OUTCOME_KIND_PARKED && arg.reason() == reason;
}

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_VILLAGE_VILLAGE_H_
