// SPDX-License-Identifier: Apache-2.0
#include "tests/contract/stories.h"

#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "samstig/v1/sync_service.pb.h"
#include "tests/server/village/village_line.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using base::kHourMs;

using InTheVillage = std::function<void(Village&)>;
using OnThePhone = std::function<void(VillageDevice&)>;

InTheVillage SomebodyDoes(std::string person, const google::protobuf::Message& intent) {
  const std::shared_ptr<google::protobuf::Message> copy(intent.New());
  copy->CopyFrom(intent);
  return [person = std::move(person), copy](Village& village) {
    EXPECT_THAT(village.Does(person, *copy), WasApplied());
  };
}

OnThePhone AnnaWrites(const google::protobuf::Message& intent) {
  const std::shared_ptr<google::protobuf::Message> copy(intent.New());
  copy->CopyFrom(intent);
  return [copy](VillageDevice& phone) { phone.Writes(*copy); };
}

Chapter TheThreadIsThere() {
  return {"Bo has started a thread; Anna's phone, signed in for the first time, reads everything",
          SomebodyDoes("bo", StartsThread("Hur gör ni?")),
          {}};
}

KeptStory ReadsAndWrites() {
  return {"reads-and-writes",
          "The usual: first sync, a post up, a post down, nothing new.",
          {TheThreadIsThere(),
           {"Anna writes a post", {}, AnnaWrites(WritesPost("Hej från Pargas!")), kHourMs},
           {"Bo answers", SomebodyDoes("bo", WritesPost("Hej Anna!", "answer")), {}, kHourMs},
           {"Nothing is new", {}, {}, kHourMs}}};
}

KeptStory TwoVersions() {
  return {"two-versions",
          "Anna edits a post on two devices apart: both versions stay until she joins them.",
          {TheThreadIsThere(),
           {"Anna writes a post", {}, AnnaWrites(WritesPost("Hej!")), kHourMs},
           {"Her computer edits it; her phone, which does not know, too: MERGED",
            SomebodyDoes("anna",
                         EditsPost(APost("Hej!").By("anna"),
                                   ARevision("computer", "Hej från datorn!"), {IdNamed("post")})),
            AnnaWrites(EditsPost(APost("Hej!").By("anna"), ARevision("phone", "Hej från mobilen!"),
                                 {IdNamed("post")})),
            kHourMs},
           {"She joins them",
            {},
            AnnaWrites(EditsPost(APost("Hej!").By("anna"), ARevision("joined", "Hej från båda!"),
                                 {IdNamed("computer"), IdNamed("phone")})),
            kHourMs}}};
}

KeptStory Parks() {
  return {"parks",
          "What cannot take effect is kept and shown with its reason, and what builds on it too.",
          {TheThreadIsThere(),
           {"Anna's employer withdraws her from the cohort, and she writes there meanwhile",
            SomebodyDoes("maria admin", WithdrawsFrom(AnEnrolment("anna"))),
            AnnaWrites(WritesPost("Jag hann inte läsa att jag är ute.")), kHourMs},
           {"Nothing is new", {}, {}, kHourMs}}};
}

KeptStory Restored() {
  return {"restored",
          "The server goes back to its backup; the phone sees it, and gives back what was lost.",
          {TheThreadIsThere(),
           {"The server is backed up; then Anna writes",
            [](Village& village) { village.BacksUp("monday"); },
            AnnaWrites(WritesPost("Efter kopian.", "after")), kHourMs},
           {"The server is restored, and Carin writes before Anna's phone comes",
            [](Village& village) {
              village.IsRestoredFrom("monday");
              EXPECT_THAT(village.Does("carin coach", WritesPost("Något annat.", "else")),
                          WasApplied());
            },
            AnnaWrites(WritesPost("Senare.", "later")), kHourMs},
           {"Nothing is new", {}, {}, kHourMs}}};
}

KeptStory Copied() {
  return {"copied",
          "Another copy of Anna's phone has used its next number: the phone gets its own name.",
          {TheThreadIsThere(),
           {"The copy writes; then this phone does",
            [](Village& village) {
              // Its device is the first of that name.
              VillageLine line(village, "anna", "phone");
              const Identity phone = line.SignIn(IdNamed("phone 1"));
              v1::PushRequest request;
              request.set_version_min(1);
              request.set_version_max(1);
              request.add_mutations(
                  MutationOf(WritesPost("På kopian.", "on the copy"), 1).SerializeAsString());
              EXPECT_THAT(line.Push(phone.token, request.SerializeAsString()), IsOk());
            },
            AnnaWrites(WritesPost("På den här.", "here")), kHourMs},
           {"Nothing is new", {}, {}, kHourMs}}};
}

}  // namespace

const std::vector<KeptStory>& KeptStories() {
  static const std::vector<KeptStory> stories = {ReadsAndWrites(), TwoVersions(), Parks(),
                                                 Restored(), Copied()};
  return stories;
}

}  // namespace samstig::test
