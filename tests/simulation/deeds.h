// SPDX-License-Identifier: Apache-2.0
// Deeds: what people do on their devices. Most of it makes sense from what their device shows them,
// which may be days old; some of it never would, and the server has to say so.
#ifndef SAMSTIG_TESTS_SIMULATION_DEEDS_H_
#define SAMSTIG_TESTS_SIMULATION_DEEDS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/rules/attachments.h"
#include "domain/rules/keys.h"
#include "tests/simulation/cast.h"
#include "tests/simulation/device_host.h"

namespace samstig::sim {

// A device whose disk rots may show what is no id.
inline Id IdOrNil(const std::string& bytes) {
  return bytes.size() == Id::kSize ? Id::FromBytes(bytes) : Id();
}

class Deeds {
 public:
  Deeds(Ground& ground, const std::vector<Role>& cast);

  // The device's owner does something. True when a write was taken.
  bool DoSomething(DeviceHost& device, const Role& role);

  // Takes somebody's right away, or gives one, as a program of the organisers' would.
  std::optional<v1::Mutation> FlipRightOf(const Id& person, const std::map<Id, v1::Entity>& hats);

 private:
  using Maybe = std::optional<v1::Mutation>;
  using Maker = Maybe (Deeds::*)(DeviceHost& device, const Role& role);
  struct Choice {
    Maker maker;
    size_t weight;
  };

  struct Tables;

  // Something that nobody has done yet in this seed and that is for this hat.
  Maybe DoWhatIsMissing(DeviceHost& device, const Role& role);
  Maybe Choose(const std::vector<Choice>& choices, DeviceHost& device, const Role& role);

  // ---- deeds_work.cc: what people write
  Maybe SaveDraft(DeviceHost& device, const Role& role);
  Maybe Submit(DeviceHost& device, const Role& role);
  Maybe StartThread(DeviceHost& device, const Role& role);
  Maybe WritePost(DeviceHost& device, const Role& role);
  Maybe EditPost(DeviceHost& device, const Role& role);
  Maybe WithdrawPost(DeviceHost& device, const Role& role);
  Maybe GiveFeedback(DeviceHost& device, const Role& role);
  Maybe PostAssignment(DeviceHost& device, const Role& role);
  Maybe EditAssignment(DeviceHost& device, const Role& role);
  Maybe MoveAssignment(DeviceHost& device, const Role& role);
  Maybe NudgeLeader(DeviceHost& device, const Role& role);
  Maybe Announce(DeviceHost& device, const Role& role);
  Maybe EditAnnouncement(DeviceHost& device, const Role& role);
  Maybe TakeDownAnnouncement(DeviceHost& device, const Role& role);
  Maybe MarkRead(DeviceHost& device, const Role& role);
  Maybe React(DeviceHost& device, const Role& role);
  Maybe TakeBackReaction(DeviceHost& device, const Role& role);
  Maybe DiscardParked(DeviceHost& device, const Role& role);

  // ---- deeds_people.cc: who is who and where
  Maybe CorrectPerson(DeviceHost& device, const Role& role);
  Maybe InvitePerson(DeviceHost& device, const Role& role);
  Maybe GrantHat(DeviceHost& device, const Role& role);
  Maybe EndHat(DeviceHost& device, const Role& role);
  Maybe RequestSeats(DeviceHost& device, const Role& role);
  Maybe AnswerSeats(DeviceHost& device, const Role& role);
  Maybe EnrolLeader(DeviceHost& device, const Role& role);
  Maybe Withdraw(DeviceHost& device, const Role& role);
  Maybe RegisterMunicipality(DeviceHost& device, const Role& role);
  Maybe PublishProgramme(DeviceHost& device, const Role& role);
  Maybe PublishTheme(DeviceHost& device, const Role& role);
  Maybe PlanCohort(DeviceHost& device, const Role& role);
  Maybe MoveCohort(DeviceHost& device, const Role& role);

  // ---- deeds_groups.cc: peer groups, and who reports to whom
  Maybe FormGroup(DeviceHost& device, const Role& role);
  Maybe ChangeGroup(DeviceHost& device, const Role& role);
  Maybe DissolveGroup(DeviceHost& device, const Role& role);
  Maybe SetManager(DeviceHost& device, const Role& role);

  // ---- deeds_talk.cc: around a conversation, and for oneself
  Maybe StartInnerThread(DeviceHost& device, const Role& role);
  Maybe InviteCoaches(DeviceHost& device, const Role& role);
  Maybe PinPost(DeviceHost& device, const Role& role);
  Maybe UnpinPost(DeviceHost& device, const Role& role);
  Maybe SetLevel(DeviceHost& device, const Role& role);
  Maybe FlagPost(DeviceHost& device, const Role& role);
  Maybe SettleFlag(DeviceHost& device, const Role& role);
  Maybe RemovePost(DeviceHost& device, const Role& role);
  Maybe RestorePost(DeviceHost& device, const Role& role);
  Maybe SaveTool(DeviceHost& device, const Role& role);
  Maybe DropTool(DeviceHost& device, const Role& role);
  Maybe SaveTeam(DeviceHost& device, const Role& role);
  Maybe DropTeam(DeviceHost& device, const Role& role);
  Maybe SetNotices(DeviceHost& device, const Role& role);

  // ---- deeds_places.cc: places that change hands, guests, terms
  Maybe TransferEnrolment(DeviceHost& device, const Role& role);
  Maybe ReplaceLeader(DeviceHost& device, const Role& role);
  Maybe InviteGuest(DeviceHost& device, const Role& role);
  Maybe CorrectEmail(DeviceHost& device, const Role& role);
  Maybe EditCohort(DeviceHost& device, const Role& role);
  Maybe PublishTerms(DeviceHost& device, const Role& role);
  Maybe AcceptTerms(DeviceHost& device, const Role& role);
  Maybe SetRetention(DeviceHost& device, const Role& role);

  // ---- Looking
  std::optional<v1::Entity> AnyThread(DeviceHost& device);
  std::vector<v1::Entity> Find(DeviceHost& device, rules::KeyName key, const Id& owner = {});
  std::optional<v1::Entity> Any(DeviceHost& device, rules::KeyName key, const Id& owner = {});
  // One that is shown, or now and then one that nobody has heard of.
  std::optional<v1::Entity> AnyAssignment(DeviceHost& device);
  std::optional<v1::Entity> AnyPost(DeviceHost& device, bool own);
  Id SomeCohort(DeviceHost& device);
  // The number under which this device wrote the entity, if it did: to build on.
  void DependOn(v1::Mutation& mutation, const DeviceHost& device, const std::string& id);

  // ---- Writing
  std::string Words(size_t at_most);
  // Now and then a picture, mostly small; the largest of three chunks.
  void MayAttach(DeviceHost& device, rules::Attachments& attachments);
  v1::Revision NewRevision(DeviceHost& device);
  // The heads that the writer has seen and means to replace; not always all of them.
  std::vector<std::string> Replaced(const google::protobuf::RepeatedPtrField<v1::Revision>& heads,
                                    const std::string& own_id);

  Ground& ground_;
  const std::vector<Role>& cast_;
  Dice dice_;
  Dice file_dice_;
  size_t longest_text_;
  uint32_t last_text_ = 0;
  uint32_t last_name_ = 0;
  uint32_t last_file_ = 0;
  // By part: what was not done yet.
  std::vector<std::vector<Maker>> missing_;
  // (device, entity made) -> number.
  std::map<std::pair<size_t, std::string>, uint64_t> made_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_DEEDS_H_
