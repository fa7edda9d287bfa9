// SPDX-License-Identifier: Apache-2.0
#include "cli/words.h"

#include <algorithm>
#include <type_traits>

#include "cli/text.h"
#include "domain/rules/visit.h"

namespace samstig::cli {
namespace {

std::string After(const std::string& name, std::string_view prefix) {
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : "UNKNOWN";
}

// A map has no order of its own; let it always be the same.
std::vector<std::string> TagsOf(const v1::LocalText& text) {
  std::vector<std::string> tags;
  for (const auto& [tag, words] : text.by_language()) tags.push_back(tag);
  std::sort(tags.begin(), tags.end());
  return tags;
}

std::string_view PrimaryOf(std::string_view tag) { return tag.substr(0, tag.find('-')); }

struct SubjectOf {
  std::string_view operator()(const v1::RegisterMunicipality&) const { return "a municipality"; }
  std::string_view operator()(const v1::InvitePerson&) const { return "an invitation"; }
  std::string_view operator()(const v1::CorrectPerson&) const {
    return "a correction of one's entry";
  }
  std::string_view operator()(const v1::GrantHat&) const { return "a hat given"; }
  std::string_view operator()(const v1::EndHat&) const { return "a hat taken back"; }
  std::string_view operator()(const v1::PublishProgramme&) const { return "a programme"; }
  std::string_view operator()(const v1::PublishTheme&) const { return "a theme"; }
  std::string_view operator()(const v1::PlanCohort&) const { return "a planned cohort"; }
  std::string_view operator()(const v1::MoveCohort&) const { return "a cohort's next step"; }
  std::string_view operator()(const v1::RequestSeats&) const { return "a request for seats"; }
  std::string_view operator()(const v1::AnswerSeats&) const { return "an answer on seats"; }
  std::string_view operator()(const v1::EnrolLeader&) const { return "an enrolment"; }
  std::string_view operator()(const v1::Withdraw&) const { return "a withdrawal"; }
  std::string_view operator()(const v1::PostAssignment&) const { return "an assignment"; }
  std::string_view operator()(const v1::EditAssignment&) const {
    return "a change to an assignment";
  }
  std::string_view operator()(const v1::MoveAssignment&) const {
    return "publishing, closing or opening an assignment";
  }
  std::string_view operator()(const v1::SaveDraft&) const { return "a draft"; }
  std::string_view operator()(const v1::Submit&) const { return "a report"; }
  std::string_view operator()(const v1::GiveFeedback&) const { return "feedback"; }
  std::string_view operator()(const v1::StartThread&) const { return "a thread"; }
  std::string_view operator()(const v1::WritePost&) const { return "a post"; }
  std::string_view operator()(const v1::EditPost&) const { return "a change to a post"; }
  std::string_view operator()(const v1::WithdrawPost&) const { return "taking back a post"; }
  std::string_view operator()(const v1::DiscardParked&) const {
    return "letting go of a parked write";
  }
  std::string_view operator()(const v1::MarkRead&) const { return "how far you have read"; }
  std::string_view operator()(const v1::React&) const { return "a reaction"; }
  std::string_view operator()(const v1::TakeBackReaction&) const {
    return "taking back a reaction";
  }
  std::string_view operator()(const v1::InviteCoaches&) const {
    return "an invitation of the coaches";
  }
  std::string_view operator()(const v1::PinPost&) const { return "pinning a post"; }
  std::string_view operator()(const v1::UnpinPost&) const { return "unpinning a post"; }
  std::string_view operator()(const v1::SetLevel&) const { return "a thread's level"; }
  std::string_view operator()(const v1::FlagPost&) const { return "a flag"; }
  std::string_view operator()(const v1::SettleFlag&) const { return "the settling of a flag"; }
  std::string_view operator()(const v1::RemovePost&) const { return "taking down a post"; }
  std::string_view operator()(const v1::RestorePost&) const { return "putting back a post"; }
  std::string_view operator()(const v1::SetManager&) const { return "whom somebody reports to"; }
  std::string_view operator()(const v1::FormGroup&) const { return "a group"; }
  std::string_view operator()(const v1::ChangeGroup&) const { return "a change to a group"; }
  std::string_view operator()(const v1::DissolveGroup&) const { return "dissolving a group"; }
  std::string_view operator()(const v1::NudgeLeader&) const { return "a nudge"; }
  std::string_view operator()(const v1::Announce&) const { return "an announcement"; }
  std::string_view operator()(const v1::EditAnnouncement&) const {
    return "a change to an announcement";
  }
  std::string_view operator()(const v1::TakeDownAnnouncement&) const {
    return "taking down an announcement";
  }
  std::string_view operator()(const v1::PublishTerms&) const { return "terms"; }
  std::string_view operator()(const v1::AcceptTerms&) const { return "accepting the terms"; }
  std::string_view operator()(const v1::SaveTool&) const { return "a tool"; }
  std::string_view operator()(const v1::DropTool&) const { return "putting away a tool"; }
  std::string_view operator()(const v1::SaveTeam&) const { return "notes on a team"; }
  std::string_view operator()(const v1::DropTeam&) const { return "putting away a team"; }
  std::string_view operator()(const v1::EditCohort&) const { return "a change to a cohort"; }
  std::string_view operator()(const v1::TransferEnrolment&) const {
    return "a place's move to another municipality";
  }
  std::string_view operator()(const v1::ReplaceLeader&) const {
    return "a place given to another leader";
  }
  std::string_view operator()(const v1::CorrectEmail&) const { return "a new e-mail address"; }
  std::string_view operator()(const v1::SetNotices&) const { return "your wishes about mails"; }
  std::string_view operator()(const v1::SetRetention&) const { return "how long what is kept"; }
  // What has no word yet, and what a newer version makes.
  std::string_view operator()(const auto&) const { return "a write"; }
};

// All languages of an assignment, the wanted one first.
std::string AllOf(const v1::Assignment& assignment, const std::vector<std::string>& languages) {
  const auto& titles = assignment.title().by_language();
  const auto& briefs = assignment.brief().by_language();
  std::string text =
      Pick(assignment.title(), languages) + "\n\n" + Pick(assignment.brief(), languages);
  for (const std::string& tag : TagsOf(assignment.title())) {
    const auto brief = briefs.find(tag);
    const std::string words =
        titles.at(tag) + "\n\n" + (brief == briefs.end() ? "" : brief->second);
    if (text.find(words) == std::string::npos) text += "\n\n" + words;
  }
  return text;
}

struct WordsIn {
  const std::vector<std::string>& languages;

  std::string operator()(const v1::AnswerSeats& intent) const { return intent.answer(); }
  std::string operator()(const v1::PostAssignment& intent) const {
    return AllOf(intent.assignment(), languages);
  }
  std::string operator()(const v1::EditAssignment& intent) const {
    const std::string& note = intent.assignment().change_note();
    return AllOf(intent.assignment(), languages) + (note.empty() ? "" : "\n\n" + note);
  }
  std::string operator()(const v1::NudgeLeader& intent) const { return intent.text(); }
  std::string operator()(const v1::Announce& intent) const {
    return intent.title() + "\n\n" + intent.text();
  }
  std::string operator()(const v1::EditAnnouncement& intent) const {
    return intent.title() + "\n\n" + intent.text();
  }
  std::string operator()(const v1::SaveDraft& intent) const {
    return TextIn(intent.revision().report());
  }
  std::string operator()(const v1::Submit& intent) const { return TextIn(intent.report()); }
  std::string operator()(const v1::GiveFeedback& intent) const { return intent.text(); }
  std::string operator()(const v1::StartThread& intent) const { return intent.title(); }
  std::string operator()(const v1::WritePost& intent) const { return intent.text(); }
  std::string operator()(const v1::EditPost& intent) const { return intent.revision().text(); }
  std::string operator()(const v1::FlagPost& intent) const { return intent.note(); }
  std::string operator()(const v1::SettleFlag& intent) const { return intent.note(); }
  std::string operator()(const v1::RemovePost& intent) const { return intent.note(); }
  std::string operator()(const v1::PublishTerms& intent) const {
    std::string text = Pick(intent.text(), languages);
    for (const std::string& tag : TagsOf(intent.text())) {
      const std::string& words = intent.text().by_language().at(tag);
      if (text.find(words) == std::string::npos) text += "\n\n" + words;
    }
    return text;
  }
  std::string operator()(const v1::SaveTool& intent) const {
    return intent.title() + "\n\n" + intent.revision().text();
  }
  std::string operator()(const v1::SaveTeam& intent) const {
    return intent.name() + "\n\n" + intent.revision().text();
  }
  std::string operator()(const v1::EditCohort& intent) const {
    return Pick(intent.cohort().name(), languages);
  }
  std::string operator()(const v1::ReplaceLeader& intent) const { return intent.name(); }
  std::string operator()(const v1::EnrolLeader& intent) const { return intent.name(); }
  std::string operator()(const v1::InvitePerson& intent) const { return intent.person().name(); }
  std::string operator()(const v1::FormGroup& intent) const { return intent.name(); }
  std::string operator()(const v1::ChangeGroup& intent) const { return intent.name(); }
  // The others carry no words of a person.
  std::string operator()(const auto&) const { return {}; }
};

}  // namespace

std::string Name(v1::AssignmentState value) {
  return After(v1::AssignmentState_Name(value), "ASSIGNMENT_STATE_");
}
std::string Name(v1::CohortState value) {
  return After(v1::CohortState_Name(value), "COHORT_STATE_");
}
std::string Name(v1::EnrolmentState value) {
  return After(v1::EnrolmentState_Name(value), "ENROLMENT_STATE_");
}
std::string Name(v1::FlagCause value) { return After(v1::FlagCause_Name(value), "FLAG_CAUSE_"); }
std::string Name(v1::FlagState value) { return After(v1::FlagState_Name(value), "FLAG_STATE_"); }
std::string TraceWord(v1::PersonTrace trace) {
  switch (trace) {
    case v1::PERSON_TRACE_GONE:
      return "somebody who has left";
    case v1::PERSON_TRACE_ANONYMOUS:
      return "anonymous";
    case v1::PERSON_TRACE_LEADER:
      return "a leader";
    case v1::PERSON_TRACE_COACH:
      return "a coach";
    default:
      return {};
  }
}
std::string Name(v1::ErasureChoice value) {
  return After(v1::ErasureChoice_Name(value), "ERASURE_CHOICE_");
}
std::string Name(v1::RetentionClass value) {
  return After(v1::RetentionClass_Name(value), "RETENTION_CLASS_");
}
std::string Name(v1::Level value) { return After(v1::Level_Name(value), "LEVEL_"); }
std::string Name(v1::LevelWhy value) { return After(v1::LevelWhy_Name(value), "LEVEL_WHY_"); }
std::string Name(v1::MailRhythm value) { return After(v1::MailRhythm_Name(value), "MAIL_RHYTHM_"); }
std::string Name(v1::NoticeKind value) { return After(v1::NoticeKind_Name(value), "NOTICE_KIND_"); }
std::string Name(v1::ReactionSymbol value) {
  return After(v1::ReactionSymbol_Name(value), "REACTION_SYMBOL_");
}
std::string Name(v1::Role value) { return After(v1::Role_Name(value), "ROLE_"); }
std::string Name(v1::SeatState value) { return After(v1::SeatState_Name(value), "SEAT_STATE_"); }
std::string Name(v1::SubmissionState value) {
  return After(v1::SubmissionState_Name(value), "SUBMISSION_STATE_");
}
std::string Name(v1::Verdict value) { return After(v1::Verdict_Name(value), "VERDICT_"); }

std::string WordOf(std::string_view name) {
  std::string word = Lower(name);
  std::replace(word.begin(), word.end(), '_', ' ');
  std::replace(word.begin(), word.end(), '-', ' ');
  return word;
}

std::string_view Explanation(v1::Reason reason) {
  switch (reason) {
    case v1::REASON_UNSPECIFIED:
      return "All is well.";
    case v1::REASON_MALFORMED:
      return "This was not understood.";
    case v1::REASON_MISSING_FIELD:
      return "Something is missing.";
    case v1::REASON_BAD_ID:
      return "This is not the id of something that fits here.";
    case v1::REASON_TEXT_EMPTY:
      return "There is no text in it.";
    case v1::REASON_TEXT_TOO_LONG:
      return "The text is too long.";
    case v1::REASON_TEXT_INVALID:
      return "The text has bytes that are not text.";
    case v1::REASON_OUT_OF_RANGE:
      return "The number is out of range.";
    case v1::REASON_DATES_OUT_OF_ORDER:
      return "The dates are in the wrong order.";
    case v1::REASON_TOO_LARGE:
      return "It is too large.";
    case v1::REASON_BAD_HASH:
      return "The bytes were changed on the way.";
    case v1::REASON_NOT_FOUND:
      return "There is no such thing, or none that you can see.";
    case v1::REASON_ALREADY_EXISTS:
      return "It exists already.";
    case v1::REASON_ILLEGAL_MOVE:
      return "This step is not possible from the state it is in.";
    case v1::REASON_NOT_ALLOWED:
      return "Your role does not allow this.";
    case v1::REASON_DEADLINE_PASSED:
      return "The due date and the days of grace have passed.";
    case v1::REASON_NOT_OPEN:
      return "It is not open now.";
    case v1::REASON_NO_SEATS:
      return "The municipality has no agreed seats in this cohort. Ask for some: samstig seats "
             "request.";
    case v1::REASON_ALREADY_ENROLLED:
      return "This person is enrolled already.";
    case v1::REASON_DELETED:
      return "It was taken back.";
    case v1::REASON_DEPENDS_ON_PARKED:
      return "What this builds on was refused.";
    case v1::REASON_EMAIL_IN_USE:
      return "The e-mail address belongs to another person.";
    case v1::REASON_AUDIENCE_WIDENED:
      return "Somebody can read it now who could not when you looked. Look again, and send it "
             "again.";
    case v1::REASON_TERMS_NOT_ACCEPTED:
      return "The municipality has not accepted the present terms yet: samstig terms.";
    case v1::REASON_TOO_SOON:
      return "This was done a short while ago. It can be done again later.";
    case v1::REASON_CANNOT_READ:
      return "Somebody named in it cannot read it there.";
    case v1::REASON_LINE_OF_COMMAND:
      return "Two of them are in one line of command.";
    case v1::REASON_NOT_TAKING_PART:
      return "This person does not take part in the cohort.";
    case v1::REASON_LAST_ORGANISER:
      return "Nobody else could run the network afterwards. Make somebody an organiser first.";
    case v1::REASON_NOT_SIGNED_IN:
      return "You are not signed in here: samstig sign-in NETWORK EMAIL.";
    case v1::REASON_TOKEN_EXPIRED:
      return "Your sign-in has ended. Sign in again: samstig sign-in NETWORK EMAIL. Nothing is "
             "lost.";
    case v1::REASON_DEVICE_REVOKED:
      return "This device was signed out. Sign in again: samstig sign-in NETWORK EMAIL. Nothing is "
             "lost.";
    case v1::REASON_WRONG_CODE:
      return "The code is wrong, used or too old. Ask for a new one.";
    case v1::REASON_TOO_MANY_CODES:
      return "Too many codes were asked for. Wait an hour, or use the last one.";
    case v1::REASON_NO_SUCH_NETWORK:
      return "The server has no network of this name.";
    case v1::REASON_NOT_OPERATOR:
      return "This takes the operator's token: --token-file.";
    case v1::REASON_UNKNOWN_INTENT:
      return "The server is older than this program and does not know this yet. It is kept.";
    case v1::REASON_NUMBER_GAP:
    case v1::REASON_DEVICE_CLONED:
      return "The server and this copy disagree about what was sent.";
    case v1::REASON_VERSION_UNSUPPORTED:
      return "This program and the server do not understand each other's version.";
    case v1::REASON_HISTORY_FORKED:
      return "The server was restored from a backup; this copy will send again what is missing.";
    case v1::REASON_REQUEST_ID_REUSED:
      return "The request id was used before for something else.";
    case v1::REASON_UNAVAILABLE:
      return "The server cannot be reached now.";
    case v1::REASON_DISK_FULL:
      return "The disk is full.";
    case v1::REASON_READ_ONLY:
      return "The file cannot be written.";
    case v1::REASON_DATA_DAMAGED:
      return "The data is damaged. Keep the file and ask for help.";
    case v1::REASON_INTERNAL:
      return "Something went wrong that should not. Please report it.";
    case v1::REASON_OVERLOADED:
      return "The server has too much to do now.";
    case v1::REASON_TIMED_OUT:
      return "There was no answer in time.";
    case v1::REASON_CANCELLED:
      return "It was stopped.";
    case v1::REASON_NEWER_DATA:
      return "The file was written by a newer version of samstig.";
    case v1::REASON_IN_USE:
      return "Another samstig has this copy open, perhaps samstig watch.";
    default:
      return "Refused for a reason of a newer version.";
  }
}

std::string Sentence(const base::Status& status) {
  // Of a mistake in the command line the detail says all.
  const bool detail_says_all =
      status.reason() == v1::REASON_MALFORMED || status.reason() == v1::REASON_NOT_FOUND;
  if (detail_says_all && !status.detail().empty()) return status.detail();
  std::string sentence(Explanation(status.reason()));
  sentence.append(" (").append(base::ReasonName(status.reason()));
  if (!status.detail().empty()) sentence.append(": ").append(status.detail());
  return sentence + ")";
}

std::string_view Subject(const v1::Mutation& mutation) {
  return rules::VisitIntent(mutation, SubjectOf{});
}

std::string TextIn(const v1::Mutation& mutation, const std::vector<std::string>& languages) {
  return rules::VisitIntent(mutation, WordsIn{languages});
}

std::string TextIn(const v1::Report& report) {
  std::string text;
  const auto add = [&](std::string_view heading, const std::string& words) {
    if (Trim(words).empty()) return;
    if (!text.empty()) text += "\n\n";
    text.append(heading).append("\n").append(Trim(words));
  };
  add("What I tried:", report.tried());
  add("What happened:", report.happened());
  add("What I learnt:", report.insight());
  add("Next step:", report.next_step());
  if (report.did_not_work()) text += text.empty() ? "It did not work." : "\n\nIt did not work.";
  return text;
}

bool SpeaksFor(std::string_view tag, std::string_view language) {
  return Lower(PrimaryOf(tag)) == Lower(PrimaryOf(language));
}

std::string Pick(const v1::LocalText& text, const std::vector<std::string>& languages) {
  const auto& all = text.by_language();
  const std::vector<std::string> tags = TagsOf(text);
  for (const std::string& wanted : languages) {
    if (const auto exact = all.find(wanted); exact != all.end()) return exact->second;
    for (const std::string& tag : tags) {
      if (PrimaryOf(tag) == PrimaryOf(wanted)) return all.at(tag);
    }
  }
  return tags.empty() ? std::string() : all.at(tags.front());
}

}  // namespace samstig::cli
