// SPDX-License-Identifier: Apache-2.0
// notices: what one is told of, and why; from this device's copy, by the rule that the server's
// mails follow too (rules/notices.h).
#include "cli/copy_source.h"
#include "cli/dates.h"
#include "cli/json.h"
#include "cli/notice_settings.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/local_copy.h"

namespace samstig::cli {

using rules::Notice;
using rules::NoticeWhy;

namespace {

// What ends by itself only when it is read or done is shown no longer than this.
constexpr base::TimeMs kRecent = 14 * base::kDayMs;

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
  }
  return {};
}

// What the place is called; people read their own copy, so its words may stand here.
std::string PlaceOf(Copy& copy, const Id& place) {
  const Result<Shown> shown = copy.Get(place);
  if (!shown.ok()) return {};
  const v1::Entity& entity = shown->entity;
  if (entity.has_thread()) return entity.thread().title();
  if (entity.has_assignment()) return copy.Text(entity.assignment().title());
  if (entity.has_submission()) return copy.AssignmentTitle(entity.submission().assignment_id());
  if (entity.has_announcement()) return entity.announcement().title();
  return {};
}

Result<Exit> Notices(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  CopySource source(*copy);
  ASSIGN_OR_RETURN(const std::vector<Notice> notices,
                   rules::NoticesSince(source, copy->me(), s.Now() - kRecent, s.Now()));
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
