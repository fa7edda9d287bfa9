// SPDX-License-Identifier: Apache-2.0
// today: what waits for this person, whatever the hats: work to do, answers that came, work to
// answer, requests for seats, writes that were not carried out.
#include <algorithm>
#include <optional>
#include <set>

#include "cli/dates.h"
#include "cli/going.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/membership.h"
#include "domain/rules/names.h"
#include "domain/rules/retention.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

constexpr base::TimeMs kRecent = 14 * base::kDayMs;

// Rows of all sections share one numbering, so that "samstig read 4" works.
class Page {
 public:
  explicit Page(Session& session) : session_(session) {}

  void Begin(const char* key, std::string heading, std::vector<std::string> columns) {
    columns.insert(columns.begin(), "");
    sections_.push_back({key, std::move(heading), Table(std::move(columns)), Json::array()});
  }
  void Row(const std::string& id, std::vector<std::string> cells, Json json) {
    listing_.push_back(IdIn(id));
    cells.insert(cells.begin(), std::to_string(listing_.size()));
    sections_.back().table.Add(std::move(cells));
    sections_.back().rows.push_back(std::move(json));
  }

  void Show(const std::string& greeting) {
    Output& out = session_.out();
    Json document;
    out.Print(greeting);
    for (const Section& section : sections_) {
      document[section.key] = section.rows;
      if (section.table.empty()) continue;
      out.Print("");
      out.Heading(section.heading);
      section.table.PrintTo(out);
    }
    if (listing_.empty()) out.Print("\nNothing waits for you.");
    out.Document(document);
    session_.NoteListing(std::move(listing_));
  }

 private:
  struct Section {
    std::string key;
    std::string heading;
    Table table;
    Json rows;
  };
  Session& session_;
  std::vector<Section> sections_;
  std::vector<Id> listing_;
};

// What a coach said lately about an assignment that still waits; the coaches are meant, whoever of
// them said it.
std::optional<Shown> FreshNudge(Copy& copy, const Id& assignment, base::TimeMs now) {
  Result<Shown> nudge = copy.Get(rules::NudgeId(copy.me(), assignment));
  const bool fresh = nudge.ok() && now - nudge->entity.nudge().last_ms() <= kRecent;
  return fresh ? std::optional<Shown>(*std::move(nudge)) : std::nullopt;
}

// ", changed since you read it: twice now"; empty when this person has read the version that is
// there, or none.
std::string ChangeSince(Copy& copy, const Shown& shown) {
  const v1::Assignment& assignment = shown.entity.assignment();
  const uint32_t read = VersionRead(copy, IdIn(shown.entity.id()));
  if (read == 0 || read >= assignment.version()) return "";
  const std::string note = Clip(assignment.change_note(), 60);
  return "; changed since you read it" + (note.empty() ? "" : ": " + note);
}

Status AddNudges(Session& s, Copy& copy, Page& page) {
  page.Begin("nudges", "Your coaches ask how it goes", {"when", "with", "words"});
  ASSIGN_OR_RETURN(std::vector<Shown> assignments, copy.AllAssignments());
  for (const Shown& shown : assignments) {
    const v1::Assignment& assignment = shown.entity.assignment();
    if (assignment.state() != v1::ASSIGNMENT_STATE_OPEN || !IsMine(copy, assignment)) continue;
    const std::optional<Shown> nudge = FreshNudge(copy, IdIn(shown.entity.id()), s.Now());
    if (!nudge) continue;
    ASSIGN_OR_RETURN(Work work, WorkOn(copy, IdIn(shown.entity.id())));
    if (work.attempt) continue;
    page.Row(shown.entity.id(),
             {FromNow(nudge->entity.nudge().last_ms(), s.Now()), copy.Text(assignment.title()),
              Clip(nudge->entity.nudge().text(), 60)},
             ToJson(copy, *nudge));
  }
  return {};
}

Status AddAnnouncements(Session& s, Copy& copy, Page& page) {
  page.Begin("announcements", "Announcements", {"when", "from", "title"});
  ASSIGN_OR_RETURN(std::vector<Shown> all, AllAnnouncements(copy));
  for (const Shown& shown : all) {
    const bool recent = s.Now() - shown.entity.made_ms() <= kRecent;
    if (!recent || copy.IsMe(shown.entity.author())) continue;
    page.Row(shown.entity.id(),
             {FromNow(shown.entity.made_ms(), s.Now()), copy.PersonName(shown.entity.author()),
              shown.entity.announcement().title()},
             ToJson(copy, shown));
  }
  return {};
}

// What somebody is invited to as a guest, and the little there is to know about it.
Status AddInvitations(Session& s, Copy& copy, Page& page) {
  page.Begin("invitations", "You are a guest",
             {"until", "at", "which runs", "who come", "what you are invited to"});
  ASSIGN_OR_RETURN(std::vector<Shown> hats, copy.All(KeyName::kMembershipsOfPerson, copy.me()));
  for (const Shown& shown : hats) {
    const v1::Membership& hat = shown.entity.membership();
    // By this device's own clock, too: it may not have heard that it is over.
    if (hat.role() != v1::ROLE_GUEST || hat.ended() || rules::IsOver(hat, s.Now())) continue;
    const Result<Shown> cohort = copy.Get(IdIn(hat.cohort_id()), v1::Entity::kCohort, "cohort");
    const std::string runs = cohort.ok()
                                 ? ToDay(cohort->entity.cohort().starts_ms(), s.Now()) + " to " +
                                       ToDay(cohort->entity.cohort().ends_ms(), s.Now())
                                 : "";
    page.Row(shown.entity.id(),
             {ToDay(hat.ends_ms(), s.Now()), copy.CohortName(hat.cohort_id()), runs,
              Count(hat.headcount(), "person", "people"), hat.subject()},
             ToJson(copy, shown));
  }
  return {};
}

Status AddAssignments(Session& s, Copy& copy, Page& page) {
  page.Begin("assignments", "Your assignments", {"due", "assignment", "state"});
  ASSIGN_OR_RETURN(std::vector<v1::Enrolment> places, copy.Places());
  for (const v1::Enrolment& place : places) {
    ASSIGN_OR_RETURN(std::vector<Shown> all,
                     copy.All(KeyName::kAssignmentsOfCohort, IdIn(place.cohort_id())));
    for (const Shown& shown : all) {
      const v1::Assignment& assignment = shown.entity.assignment();
      if (assignment.state() != v1::ASSIGNMENT_STATE_OPEN || !IsMine(copy, assignment)) continue;
      ASSIGN_OR_RETURN(Work work, WorkOn(copy, IdIn(shown.entity.id())));
      const bool opens_later = s.Now() < assignment.opens_ms();
      const std::string change = ChangeSince(copy, shown);
      const std::string state = (opens_later ? "opens " + ToDay(assignment.opens_ms(), s.Now())
                                             : WorkState(work, assignment.due_ms(), s.Now())) +
                                change;
      Json json = ToJson(copy, shown);
      json["work"] = state;
      json["attempts"] = work.attempts;
      json["changed_since_read"] = !change.empty();
      page.Row(shown.entity.id(),
               {ToDay(assignment.due_ms(), s.Now()), copy.Text(assignment.title()), state},
               std::move(json));
    }
  }
  return {};
}

// Answers on one's own reports, the latest of each.
Status AddAnswers(Session& s, Copy& copy, Page& page) {
  page.Begin("answers", "Answers to your reports", {"when", "from", "on", "answer"});
  ASSIGN_OR_RETURN(std::vector<Shown> submissions, copy.AllSubmissions());
  for (const Shown& submission : submissions) {
    if (!copy.IsMe(submission.entity.submission().person_id())) continue;
    ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy, IdIn(submission.entity.id())));
    if (turns.empty() || copy.IsMe(turns.back().entity.author())) continue;
    const v1::Entity& last = turns.back().entity;
    if (s.Now() - last.made_ms() > kRecent) continue;
    page.Row(submission.entity.id(),
             {FromNow(last.made_ms(), s.Now()), copy.PersonName(last.author()),
              copy.AssignmentTitle(submission.entity.submission().assignment_id()),
              Word(last.feedback().verdict()) + ": " + Clip(last.feedback().text(), 60)},
             ToJson(copy, turns.back()));
  }
  return {};
}

Status AddReviews(Session& s, Copy& copy, Page& page) {
  page.Begin("to_review", "Reports that wait for your answer",
             {"handed in", "leader", "assignment"});
  ASSIGN_OR_RETURN(std::vector<Shown> submissions, copy.AllSubmissions());
  for (const Shown& shown : submissions) {
    const v1::Submission& submission = shown.entity.submission();
    if (copy.IsMe(submission.person_id())) continue;
    ASSIGN_OR_RETURN(bool waits, WaitsForCoach(copy, shown));
    if (!waits) continue;
    page.Row(shown.entity.id(),
             {FromNow(shown.entity.made_ms(), s.Now()), Who(copy, submission.person_id()),
              copy.AssignmentTitle(submission.assignment_id())},
             ToJson(copy, shown));
  }
  return {};
}

// In which this person has or had a part, or is a coach.
Result<std::set<Id>> CohortsOfMine(Copy& copy) {
  std::set<Id> cohorts;
  ASSIGN_OR_RETURN(std::vector<Shown> places, copy.All(KeyName::kEnrolmentsOfPerson, copy.me()));
  for (const Shown& place : places) cohorts.insert(IdIn(place.entity.enrolment().cohort_id()));
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy.Hats());
  for (const v1::Membership& hat : hats) {
    if (hat.role() == v1::ROLE_COACH) cohorts.insert(IdIn(hat.cohort_id()));
  }
  return cohorts;
}

// Coaches: posts that readers think should not stand.
Status AddFlags(Session& s, Copy& copy, Page& page) {
  page.Begin("flags", "Posts that were flagged (samstig moderation)",
             {"when", "cause", "in thread", "note"});
  ASSIGN_OR_RETURN(std::vector<Shown> flags, copy.AllFlags());
  for (const Shown& shown : flags) {
    const v1::Flag& flag = shown.entity.flag();
    if (flag.state() != v1::FLAG_STATE_OPEN) continue;
    page.Row(shown.entity.id(),
             {FromNow(shown.entity.made_ms(), s.Now()), Word(flag.cause()),
              copy.ThreadTitle(flag.thread_id()), Clip(flag.note(), 60)},
             ToJson(copy, shown));
  }
  return {};
}

Status AddThreads(Session& s, Copy& copy, Page& page) {
  page.Begin("threads", "Threads with something new", {"last", "thread", "new posts"});
  ASSIGN_OR_RETURN(std::vector<Shown> threads, copy.AllThreads());
  for (const Shown& thread : threads) {
    ASSIGN_OR_RETURN(ThreadSummary summary, Summarise(copy, thread));
    if (summary.unread.posts == 0) continue;
    Json json = ToJson(copy, thread);
    json["posts"] = summary.posts;
    json["unread"] = summary.unread.posts;
    json["mentions"] = summary.unread.mentions;
    json["last_post"] = TimeJson(summary.last);
    page.Row(thread.entity.id(),
             {FromNow(summary.last, s.Now()), TitleOf(thread.entity.thread()), UnreadLine(summary)},
             std::move(json));
  }
  return {};
}

// Organisers: requests to answer. Municipality admins: what became of theirs.
Status AddSeats(Session&, Copy& copy, Page& page) {
  page.Begin("seats", "Seats that are asked for", {"municipality", "cohort", "seats", "state"});
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy.All(KeyName::kCohorts));
  for (const Shown& cohort : cohorts) {
    ASSIGN_OR_RETURN(std::vector<Shown> seats,
                     copy.All(KeyName::kSeatsOfCohort, IdIn(cohort.entity.id())));
    for (const Shown& shown : seats) {
      const v1::CohortSeat& seat = shown.entity.cohort_seat();
      const bool wants_more =
          seat.state() == v1::SEAT_STATE_AGREED && seat.requested() > seat.agreed();
      if (seat.state() != v1::SEAT_STATE_REQUESTED && !wants_more) continue;
      page.Row(
          shown.entity.id(),
          {copy.MunicipalityName(seat.municipality_id()), copy.Text(cohort.entity.cohort().name()),
           std::to_string(seat.requested()), Word(seat.state())},
          ToJson(copy, shown));
    }
  }
  return {};
}

// What goes by the rules of retention within the time of notice, from cohorts of this person.
Status AddGoing(Session& s, Copy& copy, Page& page) {
  page.Begin("going", "Goes soon; samstig my-data saves what is yours",
             {"on", "from", "what goes from everybody but its author"});
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy.All(KeyName::kCohorts));
  ASSIGN_OR_RETURN(std::set<Id> mine, CohortsOfMine(copy));
  for (const Shown& shown : cohorts) {
    const Id cohort = IdIn(shown.entity.id());
    if (!mine.contains(cohort)) continue;
    for (const v1::RetentionClass of : {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK}) {
      const std::optional<base::TimeMs> at = GoesAt(copy, cohort, of);
      if (!at || s.Now() >= *at || s.Now() < *at - rules::kRetentionNotice) continue;
      page.Row(shown.entity.id(),
               {ToDay(*at, s.Now()), copy.CohortName(shown.entity.id()), Meaning(of)},
               {{"cohort_id", cohort.ToText()}, {"class", Name(of)}, {"goes", TimeJson(*at)}});
    }
  }
  return {};
}

Status AddParked(Session&, Copy& copy, Page& page) {
  page.Begin("parked", "Not carried out, and kept for you (samstig outbox)", {"what", "why"});
  ASSIGN_OR_RETURN(std::vector<Shown> parked, copy.All(KeyName::kParkedItems));
  for (const Shown& shown : parked) {
    Json json = ToJson(copy, shown);
    page.Row(
        shown.entity.id(),
        {json["what"].get<std::string>(), std::string(Explanation(shown.entity.parked().reason()))},
        json);
  }
  return {};
}

Result<bool> Holds(Copy& copy, v1::Role role) {
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy.Hats());
  return std::any_of(hats.begin(), hats.end(),
                     [&](const v1::Membership& hat) { return hat.role() == role; });
}

Result<Exit> Today(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(bool coach, Holds(*copy, v1::ROLE_COACH));
  ASSIGN_OR_RETURN(bool organiser, Holds(*copy, v1::ROLE_ORGANISER));
  ASSIGN_OR_RETURN(bool admin, Holds(*copy, v1::ROLE_MUNICIPALITY_ADMIN));
  Page page(s);
  RETURN_IF_ERROR(AddParked(s, *copy, page));
  RETURN_IF_ERROR(AddGoing(s, *copy, page));
  RETURN_IF_ERROR(AddInvitations(s, *copy, page));
  RETURN_IF_ERROR(AddAnnouncements(s, *copy, page));
  RETURN_IF_ERROR(AddNudges(s, *copy, page));
  RETURN_IF_ERROR(AddAssignments(s, *copy, page));
  RETURN_IF_ERROR(AddAnswers(s, *copy, page));
  if (coach) RETURN_IF_ERROR(AddReviews(s, *copy, page));
  if (coach) RETURN_IF_ERROR(AddFlags(s, *copy, page));
  if (organiser || admin) RETURN_IF_ERROR(AddSeats(s, *copy, page));
  RETURN_IF_ERROR(AddThreads(s, *copy, page));
  page.Show(copy->PersonName(copy->me().ToBytes()) + ", " + ToText(s.Now()));
  return Exit::kOk;
}

}  // namespace

void AddTodayVerb(CLI::App& app, Verbs& verbs) {
  CLI::App* today = app.add_subcommand("today", "What waits for you")->group(group::kAll);
  verbs.On(today, Today);
}

}  // namespace samstig::cli
