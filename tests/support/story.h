// SPDX-License-Identifier: Apache-2.0
// The words that tests tell stories in. What a story does not mention has a value that every rule
// accepts, so that a test says only what it is about:
//
//   const v1::Entity cohort = ACohort().Running();
//   const v1::Entity post = APost("Hej!").By("anna");
//   Fold(&post, EditsPost(post, ARevision("second", "Hej allihopa!")), As("anna"));
//
// Entities are built by classes (AThing().With(...)), intents by functions in the third person. Ids
// are made from names, so "anna" is the same person all through a test.
#ifndef SAMSTIG_TESTS_SUPPORT_STORY_H_
#define SAMSTIG_TESTS_SUPPORT_STORY_H_

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"
#include "tests/support/fake_clock.h"

namespace samstig::rules {

// How GoogleTest shows them. Found by argument-dependent look-up, hence in this namespace.
void PrintTo(const Folded& folded, std::ostream* os);
void PrintTo(const Key& key, std::ostream* os);

}  // namespace samstig::rules

namespace samstig::test {

// ---- Who, when, in which words

base::Id IdNamed(std::string_view name);
// The id of an entity, for keys and comparisons.
base::Id IdOf(const v1::Entity& entity);
// The person of that name, acting on Monday.
rules::Maker As(std::string_view person, base::TimeMs now = kMonday);
v1::LocalText InSwedish(std::string_view text);
v1::Report AReport(std::string_view tried);
v1::Revision ARevision(std::string_view name, std::string_view text);
v1::Revision AReportRevision(std::string_view name, std::string_view tried);

// ---- Entities

// What all of them have. Self is the kind's own class, so that a sentence can go on.
template <typename Self>
class Story {
 public:
  Self& By(std::string_view person) {
    entity_.set_author(IdNamed(person).ToBytes());
    return self();
  }
  Self& WithId(const base::Id& id) {
    entity_.set_id(id.ToBytes());
    return self();
  }
  Self& MadeAt(base::TimeMs time) {
    entity_.set_made_ms(time);
    return self();
  }
  // NOLINTNEXTLINE(google-explicit-constructor): a story is where its entity is asked for
  operator v1::Entity() const {
    return entity_;
  }  // NOLINT(google-explicit-constructor): the end of it

 protected:
  explicit Story(const base::Id& id) {
    entity_.set_id(id.ToBytes());
    entity_.set_author(IdNamed("olle organiser").ToBytes());
    entity_.set_made_ms(kMonday);
  }
  Self& self() { return static_cast<Self&>(*this); }
  v1::Entity entity_;
};

// Pargas, FI 445.
class AMunicipality : public Story<AMunicipality> {
 public:
  AMunicipality();
};

class APerson : public Story<APerson> {
 public:
  explicit APerson(std::string_view name = "anna");
};

// A membership. Without more words: Anna's as a leader of Pargas.
class AHat : public Story<AHat> {
 public:
  explicit AHat(std::string_view person = "anna");
  AHat& LeaderIn(const base::Id& municipality);
  AHat& AdminOf(const base::Id& municipality);
  AHat& CoachOf(const base::Id& cohort);
  AHat& Organiser();
  // For "En föreläsning", which is over in a week.
  AHat& GuestOf(const base::Id& cohort, base::TimeMs ends = kMonday + 7 * base::kDayMs);
  AHat& Under(std::string_view manager);
  AHat& Ended();
};

class AProgramme : public Story<AProgramme> {
 public:
  explicit AProgramme(std::string_view code = "ledarstig");
  AProgramme& InVersion(uint32_t version);
};

// Of the programme "ledarstig".
class ATheme : public Story<ATheme> {
 public:
  explicit ATheme(std::string_view code = "mod");
};

// The third round of "ledarstig", named "cohort", in DRAFT. Takes enrolments from Monday.
class ACohort : public Story<ACohort> {
 public:
  explicit ACohort(std::string_view name = "cohort");
  ACohort& In(v1::CohortState state);
  ACohort& Announced() { return In(v1::COHORT_STATE_ANNOUNCED); }
  ACohort& Enrolling() { return In(v1::COHORT_STATE_ENROLLING); }
  ACohort& Confirmed() { return In(v1::COHORT_STATE_CONFIRMED); }
  ACohort& Running() { return In(v1::COHORT_STATE_RUNNING); }
  ACohort& WrappingUp() { return In(v1::COHORT_STATE_WRAPPING_UP); }
  ACohort& Alumni() { return In(v1::COHORT_STATE_ALUMNI); }
  ACohort& Archived() { return In(v1::COHORT_STATE_ARCHIVED); }
  ACohort& Cancelled() { return In(v1::COHORT_STATE_CANCELLED); }
  ACohort& PausedFrom(v1::CohortState state);
  ACohort& WithGrace(base::TimeMs grace);
};

// Pargas asking for two seats in "cohort".
class ASeatRequest : public Story<ASeatRequest> {
 public:
  explicit ASeatRequest(uint32_t seats = 2);
  ASeatRequest& Agreed(uint32_t seats);
  ASeatRequest& Declined();
};

// A place in "cohort", paid by Pargas, ACTIVE.
class AnEnrolment : public Story<AnEnrolment> {
 public:
  explicit AnEnrolment(std::string_view person = "anna");
  AnEnrolment& In(v1::EnrolmentState state);
};

// In "cohort", open since Monday, due in two weeks.
class AnAssignment : public Story<AnAssignment> {
 public:
  explicit AnAssignment(std::string_view name = "assignment");
  AnAssignment& Due(base::TimeMs time);
  AnAssignment& Opens(base::TimeMs time);
  AnAssignment& ForGroup(std::string_view group);
  AnAssignment& ForPerson(std::string_view person);
  // Scheduled for then; it opens at the same time.
  AnAssignment& ShownFrom(base::TimeMs time);
  AnAssignment& Saying(std::string_view title, std::string_view change_note = "");
  AnAssignment& Closed();
};

// Anna's, on "assignment"; without a version yet.
class ADraft : public Story<ADraft> {
 public:
  explicit ADraft(std::string_view person = "anna");
  ADraft& With(const v1::Revision& head);
};

// Anna's first attempt at "assignment" in "cohort".
class ASubmission : public Story<ASubmission> {
 public:
  explicit ASubmission(std::string_view person = "anna");
};

// A coach's comment on Anna's submission.
class AFeedback : public Story<AFeedback> {
 public:
  explicit AFeedback(std::string_view text = "Bra gjort!");
};

// Carin's, to "cohort".
class AnAnnouncement : public Story<AnAnnouncement> {
 public:
  explicit AnAnnouncement(std::string_view title = "Vi ses i Pargas");
};

// Named "thread", in "cohort".
class AThread : public Story<AThread> {
 public:
  explicit AThread(std::string_view title = "Frågor");
  AThread& AmongLeadersOf(const base::Id& municipality);
  AThread& WithCoaches();
  AThread& Pinning(std::initializer_list<std::string_view> posts);
};

// Anna's, named "post", in "thread".
class APost : public Story<APost> {
 public:
  explicit APost(std::string_view text = "Hej!");
  APost& Named(std::string_view name);
  APost& In(const base::Id& thread);
  APost& AlsoReading(const v1::Revision& head);
  APost& Mentioning(std::string_view person);
  APost& Withdrawn();
  // By a coach, as hurtful.
  APost& TakenDown();
};

// "Grupp 1" of "cohort", named "group".
class AGroup : public Story<AGroup> {
 public:
  explicit AGroup(std::initializer_list<std::string_view> people = {"anna", "bo"});
  AGroup& Named(std::string_view name);
  AGroup& Dissolved();
};

// A mutation of Anna's that the server could not apply.
class AParkedItem : public Story<AParkedItem> {
 public:
  explicit AParkedItem(const v1::Mutation& mutation, v1::Reason reason = v1::REASON_NOT_OPEN);
};

// ---- Intents

v1::RegisterMunicipality RegistersPargas();
v1::InvitePerson InvitesPerson(std::string_view name = "anna");
v1::CorrectPerson CorrectsPerson(std::string_view person, std::string_view new_name);
v1::GrantHat GrantsHat(const v1::Entity& hat);
v1::EndHat EndsHat(const v1::Entity& hat);
// "": nobody.
v1::SetManager SetsManager(std::string_view person, std::string_view manager);
v1::PublishProgramme PublishesProgramme(const v1::Entity& programme = AProgramme());
v1::PublishTheme PublishesTheme(const v1::Entity& theme = ATheme());
v1::PlanCohort PlansCohort(const v1::Entity& cohort = ACohort());
v1::MoveCohort MovesCohort(const v1::Entity& cohort, v1::CohortState to);
v1::RequestSeats RequestsSeats(uint32_t seats);
v1::AnswerSeats AnswersSeats(uint32_t agreed, std::string_view answer = "");
v1::EnrolLeader EnrolsLeader(std::string_view name = "anna");
v1::Withdraw WithdrawsFrom(const v1::Entity& enrolment);
v1::PostAssignment PostsAssignment(const v1::Entity& assignment = AnAssignment());
v1::EditAssignment EditsAssignment(const v1::Entity& assignment);
v1::MoveAssignment MovesAssignment(const v1::Entity& assignment, v1::AssignmentState to);
v1::SaveDraft SavesDraft(std::string_view person, const v1::Revision& revision,
                         std::initializer_list<std::string_view> replaces = {});
v1::Submit Submits(std::string_view tried, std::string_view name = "submission");
v1::GiveFeedback GivesFeedback(v1::Verdict verdict, std::string_view text = "Bra gjort!");
// About "assignment".
v1::NudgeLeader NudgesLeader(std::string_view person, std::string_view text = "Hur går det?");
// To "cohort".
v1::Announce Announces(std::string_view title = "Vi ses i Pargas",
                       std::string_view text = "Klockan nio i stadshuset.");
v1::EditAnnouncement EditsAnnouncement(const v1::Entity& announcement, std::string_view title,
                                       std::string_view text);
v1::TakeDownAnnouncement TakesDown(const v1::Entity& announcement);
v1::StartThread StartsThread(std::string_view title);
v1::WritePost WritesPost(std::string_view text, std::string_view name = "post");
v1::EditPost EditsPost(const v1::Entity& post, const v1::Revision& revision,
                       std::initializer_list<base::Id> replaces = {});
v1::WithdrawPost WithdrawsPost(const v1::Entity& post);
v1::DiscardParked DiscardsParked(const v1::Entity& parked);
// In "thread".
v1::MarkRead MarksRead(std::string_view person, base::TimeMs read_to);
// To "post".
v1::React Reacts(std::string_view person, v1::ReactionSymbol symbol);
v1::TakeBackReaction TakesReactionBack(std::string_view person, v1::ReactionSymbol symbol);
v1::PublishTerms PublishesTerms(std::string_view text = "Vi sparar så lite som möjligt.");
// For Pargas.
v1::AcceptTerms AcceptsTerms(uint32_t version);
// "tool", found in no assignment.
v1::SaveTool SavesTool(const v1::Revision& revision,
                       std::initializer_list<std::string_view> replaces = {});
v1::DropTool DropsTool();
// "team", of twelve.
v1::SaveTeam SavesTeam(const v1::Revision& revision,
                       std::initializer_list<std::string_view> replaces = {});
v1::DropTeam DropsTeam();
v1::EditCohort EditsCohort(const v1::Entity& cohort);
v1::TransferEnrolment Transfers(const v1::Entity& enrolment, const base::Id& municipality);
v1::ReplaceLeader Replaces(const v1::Entity& enrolment, std::string_view with);
v1::CorrectEmail CorrectsEmail(std::string_view person, std::string_view email);

v1::FormGroup FormsGroup(const v1::Entity& group = AGroup());
v1::ChangeGroup ChangesGroup(const v1::Entity& group);
v1::DissolveGroup DissolvesGroup(const v1::Entity& group = AGroup());
// By mail: at half past seven in Helsinki, on Mondays if weekly.
v1::SetNotices SetsNotices(std::string_view person, v1::MailRhythm rhythm);
// One rule; all else is kept.
v1::SetRetention SetsRetention(v1::RetentionClass of, uint32_t days);

// The intent as a device sends it: in the oneof, with a number and a time.
v1::Mutation MutationOf(const google::protobuf::Message& intent, uint64_t number = 1);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_STORY_H_
