// SPDX-License-Identifier: Apache-2.0
// Words and a village for the stories of erasing.
#ifndef SAMSTIG_TESTS_SERVER_DECIDE_ERASING_STORY_H_
#define SAMSTIG_TESTS_SERVER_DECIDE_ERASING_STORY_H_

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/rules/names.h"
#include "server/decide/erasing.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::test {

inline std::string Trace(v1::PersonTrace trace) { return rules::TraceId(trace).ToBytes(); }
inline const std::string kAnonymous = Trace(v1::PERSON_TRACE_ANONYMOUS);
inline const std::string kLeader = Trace(v1::PERSON_TRACE_LEADER);
inline const std::string kCoach = Trace(v1::PERSON_TRACE_COACH);

inline v1::ErasureChoices Choosing(v1::ErasureChoice posts, v1::ErasureChoice work) {
  v1::ErasureChoices choices;
  choices.set_posts(posts);
  choices.set_work(work);
  return choices;
}

inline v1::ErasureChoices Deleting() {
  return Choosing(v1::ERASURE_CHOICE_DELETE, v1::ERASURE_CHOICE_DELETE);
}
inline v1::ErasureChoices Anonymising() {
  return Choosing(v1::ERASURE_CHOICE_ANONYMISE, v1::ERASURE_CHOICE_ANONYMISE);
}
inline v1::ErasureChoices KeepingRoles() {
  return Choosing(v1::ERASURE_CHOICE_KEEP_WITH_ROLE, v1::ERASURE_CHOICE_DELETE);
}

inline v1::WritePost Answers(std::string_view text, std::string_view name, std::string_view to) {
  v1::WritePost intent = WritesPost(text, name);
  intent.set_reply_to(IdNamed(to).ToBytes());
  return intent;
}

inline v1::WritePost Mentions(std::string_view text, std::string_view name,
                              std::string_view person) {
  v1::WritePost intent = WritesPost(text, name);
  intent.add_mentions(IdNamed(person).ToBytes());
  return intent;
}

inline v1::FlagPost Flags(std::string_view person, std::string_view note) {
  v1::FlagPost intent;
  intent.set_id(rules::FlagId(IdNamed(person), IdNamed("post")).ToBytes());
  intent.set_post_id(IdNamed("post").ToBytes());
  intent.set_cause(v1::FLAG_CAUSE_OFF_TOPIC);
  intent.set_note(std::string(note));
  return intent;
}

// A key that shows nothing is wrong with blobs that are none.
class NoBlobs final : public server::BlobNamer {
 public:
  void Add(std::string_view) override {}
  std::string KeyFor(const base::Id&) override { return {}; }
};

class ErasingTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(village.Does("bo", StartsThread("Hur gör ni?")), WasApplied());
  }
  // Whatever a test did, the file is well.
  void TearDown() override {
    const auto keeper = server::MakeSqliteKeeper([] { return std::make_unique<NoBlobs>(); });
    const auto verdict = Must(keeper->Verify(village.file(), [] { return true; }));
    EXPECT_THAT(verdict.findings, testing::IsEmpty());
  }

  base::Result<server::Erased> Erases(std::string_view person, const v1::ErasureChoices& choices) {
    return village.Commits([&](server::Transaction& txn) {
      return server::ErasePerson(txn, IdNamed(person), choices, village.clock.Now(), random);
    });
  }
  v1::Post Post(std::string_view name = "post") { return village.Stored(IdNamed(name)).post(); }
  bool IsThere(const base::Id& id) {
    return village.Stored(id).body_case() != v1::Entity::BODY_NOT_SET;
  }
  bool IsThere(std::string_view name) { return IsThere(IdNamed(name)); }
  // All of a kind that the person reads.
  std::vector<v1::Entity> ReadBy(std::string_view person, v1::Entity::BodyCase kind) {
    std::vector<v1::Entity> all;
    for (auto& [id, entity] : village.ReadBy(person)) {
      if (entity.body_case() == kind) all.push_back(entity);
    }
    return all;
  }
  void AnnaSubmits(std::string_view tried = "Jag vågade inte") {
    ASSERT_THAT(village.Does("carin coach", PostsAssignment()), WasApplied());
    ASSERT_THAT(village.Does("anna", Submits(tried)), WasApplied());
    ASSERT_THAT(village.Does("carin coach", GivesFeedback(v1::VERDICT_RETURN, "Försök igen, Anna")),
                WasApplied());
  }

  Village village;
  SeededRandom random{SeedOr(41)};
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SERVER_DECIDE_ERASING_STORY_H_
