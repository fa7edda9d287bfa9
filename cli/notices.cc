// SPDX-License-Identifier: Apache-2.0
// notices: what one is told of, and why; from this device's copy, by the rule that the server's
// mails follow too (rules/notices.h).
#include <algorithm>
#include <set>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/notice_settings.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"
#include "domain/rules/notice_teller.h"

namespace samstig::cli {

using rules::KeyName;
using rules::Notice;
using rules::NoticeWhy;

namespace {

// What ends by itself only when it is read or done is shown no longer than this.
constexpr base::TimeMs kRecent = 14 * base::kDayMs;

class CopySource : public rules::EntitySource {
 public:
  explicit CopySource(Copy& copy) : copy_(copy) {}

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    Result<Shown> shown = copy_.Get(id);
    if (shown.ok()) return std::optional<v1::Entity>(std::move(shown->entity));
    if (shown.status().reason() == v1::REASON_NOT_FOUND) return std::optional<v1::Entity>();
    return shown.status();
  }

  Result<std::vector<v1::Entity>> Find(const rules::Key& key) override {
    ASSIGN_OR_RETURN(std::vector<Shown> found, copy_.All(key.name, key.owner));
    std::vector<v1::Entity> entities;
    for (Shown& shown : found) entities.push_back(std::move(shown.entity));
    return entities;
  }

 private:
  Copy& copy_;
};

// As in JSON. Not “Name”, which would hide the others here.
std::string NameOfWhy(NoticeWhy why) {
  switch (why) {
    case NoticeWhy::kMentionsYou:
      return "MENTIONS_YOU";
    case NoticeWhy::kAnswersYou:
      return "ANSWERS_YOU";
    case NoticeWhy::kYouWatchWhatYouStarted:
      return "YOU_STARTED_IT";
    case NoticeWhy::kYouWatch:
      return "YOU_WATCH";
    case NoticeWhy::kYourWork:
      return "YOUR_WORK";
    case NoticeWhy::kYourCohort:
      return "YOUR_COHORT";
    case NoticeWhy::kYourGroup:
      return "YOUR_GROUP";
    case NoticeWhy::kForYou:
      return "FOR_YOU";
    case NoticeWhy::kNotDone:
      return "NOT_DONE";
    case NoticeWhy::kNudged:
      return "NUDGED";
    case NoticeWhy::kYouCoach:
      return "YOU_COACH";
    case NoticeWhy::kGoesSoon:
      return "GOES_SOON";
  }
  return "UNKNOWN";
}

std::string WhyText(NoticeWhy why) {
  switch (why) {
    case NoticeWhy::kMentionsYou:
      return "it mentions you";
    case NoticeWhy::kAnswersYou:
      return "it answers your post";
    case NoticeWhy::kYouWatchWhatYouStarted:
      return "you watch the thread because you started it";
    case NoticeWhy::kYouWatch:
      return "you watch the thread";
    case NoticeWhy::kYourWork:
      return "it is about your report";
    case NoticeWhy::kYourCohort:
      return "it is for your cohort";
    case NoticeWhy::kYourGroup:
      return "it is for your group";
    case NoticeWhy::kForYou:
      return "it is for you alone";
    case NoticeWhy::kNotDone:
      return "you have not handed in";
    case NoticeWhy::kNudged:
      return "your coach asked for it";
    case NoticeWhy::kYouCoach:
      return "you coach the cohort";
    case NoticeWhy::kGoesSoon:
      return "what was written there goes soon (samstig today, my-data)";
  }
  return {};
}

class Gatherer {
 public:
  Gatherer(Session& session, Copy& copy)
      : session_(session), copy_(copy), source_(copy), teller_(source_, copy.me()) {}

  // The newest first.
  Result<std::vector<Notice>> Run() {
    RETURN_IF_ERROR(AddThreads());
    RETURN_IF_ERROR(AddAssignments());
    RETURN_IF_ERROR(AddWork());
    RETURN_IF_ERROR(AddWordsOfStaff());
    RETURN_IF_ERROR(AddGoing());
    std::stable_sort(notices_.begin(), notices_.end(),
                     [](const Notice& a, const Notice& b) { return a.at > b.at; });
    return std::move(notices_);
  }

 private:
  Status AddThreads() {
    ASSIGN_OR_RETURN(std::vector<Shown> threads, copy_.AllThreads());
    for (const Shown& thread : threads) {
      ASSIGN_OR_RETURN(std::vector<Shown> posts,
                       copy_.All(KeyName::kPostsOfThread, IdIn(thread.entity.id())));
      for (const Shown& post : posts) RETURN_IF_ERROR(Tell(post));
    }
    return {};
  }

  Status AddAssignments() {
    ASSIGN_OR_RETURN(std::vector<Shown> assignments, copy_.AllAssignments());
    for (const Shown& assignment : assignments) {
      RETURN_IF_ERROR(Tell(assignment));
      ASSIGN_OR_RETURN(
          std::optional<Notice> near,
          teller_.TellDeadline(assignment.entity, session_.Now(), rules::kDeadlineAhead));
      if (near) notices_.push_back(*near);
    }
    return {};
  }

  Status AddWork() {
    ASSIGN_OR_RETURN(std::vector<Shown> submissions, copy_.AllSubmissions());
    for (const Shown& submission : submissions) {
      RETURN_IF_ERROR(Tell(submission));
      ASSIGN_OR_RETURN(std::vector<Shown> turns,
                       copy_.All(KeyName::kFeedbackOn, IdIn(submission.entity.id())));
      for (const Shown& turn : turns) RETURN_IF_ERROR(Tell(turn));
    }
    return {};
  }

  Status AddWordsOfStaff() {
    ASSIGN_OR_RETURN(std::vector<Shown> announcements, AllAnnouncements(copy_));
    for (const Shown& announcement : announcements) RETURN_IF_ERROR(Tell(announcement));
    ASSIGN_OR_RETURN(std::vector<Shown> flags, copy_.AllFlags());
    for (const Shown& flag : flags) RETURN_IF_ERROR(Tell(flag));
    ASSIGN_OR_RETURN(std::vector<Shown> assignments, copy_.AllAssignments());
    for (const Shown& assignment : assignments) {
      const Id id = rules::NudgeId(copy_.me(), IdIn(assignment.entity.id()));
      const Result<Shown> nudge = copy_.Get(id);
      if (nudge.ok()) RETURN_IF_ERROR(Tell(*nudge));
    }
    return {};
  }

  Status AddGoing() {
    ASSIGN_OR_RETURN(const std::set<Id> cohorts, teller_.Cohorts());
    for (const Id& cohort : cohorts) {
      ASSIGN_OR_RETURN(std::vector<Notice> going, teller_.TellGoing(cohort, session_.Now()));
      notices_.insert(notices_.end(), going.begin(), going.end());
    }
    return {};
  }

  Status Tell(const Shown& shown) {
    if (!seen_.insert(IdIn(shown.entity.id())).second) return {};
    ASSIGN_OR_RETURN(std::optional<Notice> notice, teller_.Tell(shown.entity));
    if (notice && session_.Now() - notice->at <= kRecent) notices_.push_back(*notice);
    return {};
  }

  Session& session_;
  Copy& copy_;
  CopySource source_;
  rules::NoticeTeller teller_;
  std::set<Id> seen_;
  std::vector<Notice> notices_;
};

// What the place is called; people read their own copy, so its words may stand here.
std::string PlaceOf(Copy& copy, const Id& place) {
  const Result<Shown> shown = copy.Get(place);
  if (!shown.ok()) return {};
  const v1::Entity& entity = shown->entity;
  if (entity.has_thread()) return TitleOf(entity.thread());
  if (entity.has_assignment()) return copy.Text(entity.assignment().title());
  if (entity.has_submission()) return copy.AssignmentTitle(entity.submission().assignment_id());
  if (entity.has_announcement()) return entity.announcement().title();
  if (entity.has_cohort()) return copy.Text(entity.cohort().name());
  return {};
}

Result<Exit> Notices(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(const std::vector<Notice> notices, Gatherer(s, *copy).Run());
  Table table({"", "when", "what", "who", "where", "because"});
  std::vector<Id> listing;
  Json document = Json::array();
  for (const Notice& notice : notices) {
    listing.push_back(notice.place);
    const bool named = !notice.who.IsNil();
    const std::string where = PlaceOf(*copy, notice.place);
    table.Add({std::to_string(listing.size()), FromNow(notice.at, s.Now()), Word(notice.kind),
               named ? Who(*copy, notice.who.ToBytes()) : "", Clip(where, 40),
               WhyText(notice.why)});
    Json json;
    json["kind"] = Name(notice.kind);
    json["why"] = NameOfWhy(notice.why);
    json["place_id"] = IdJson(notice.place.ToBytes());
    json["place"] = where;
    json["who_id"] = IdJson(notice.who.ToBytes());
    json["at"] = TimeJson(notice.at);
    document.push_back(std::move(json));
  }
  if (notices.empty()) {
    s.out().Print("Nothing new for you.");
  } else {
    table.PrintTo(s.out());
  }
  s.out().Document(document);
  s.NoteListing(std::move(listing));
  return Exit::kOk;
}

}  // namespace

void AddNoticesVerb(CLI::App& app, Verbs& verbs) {
  CLI::App* notices = app.add_subcommand("notices", "What is new for you, and why you are told")
                          ->group(group::kAll);
  // Its own subcommand has been chosen before this is asked.
  notices->callback([&verbs, notices] {
    if (notices->get_subcommands().empty()) verbs.Choose(Notices);
  });
  AddNoticeSettingsVerb(*notices, verbs);
}

}  // namespace samstig::cli
