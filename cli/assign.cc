// SPDX-License-Identifier: Apache-2.0
// What coaches set: assign, revise, publish, close.
#include <algorithm>
#include <iterator>
#include <memory>

#include "cli/dates.h"
#include "cli/editions.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

// ---- assign

struct AssignOptions {
  std::string template_code;
  std::string file;
  std::string title;
  uint32_t minutes = 0;
  std::string language;
  std::string cohort;
  std::string to;
  std::string publish;
  std::string opens;
  std::string due;
};

// The template with this code in the cohort's programme, made into an assignment.
Result<v1::Assignment> FromTemplate(Copy& copy, const v1::Cohort& cohort, const std::string& code) {
  ASSIGN_OR_RETURN(std::vector<Shown> themes, ThemesFor(copy, cohort));
  for (const Shown& theme : themes) {
    for (const v1::AssignmentTemplate& found : theme.entity.theme().assignments()) {
      if (found.code() != code) continue;
      v1::Assignment assignment;
      assignment.set_theme_id(theme.entity.id());
      assignment.set_template_code(found.code());
      assignment.set_minutes(found.minutes());
      *assignment.mutable_title() = found.title();
      *assignment.mutable_brief() = found.brief();
      return assignment;
    }
  }
  return Status(v1::REASON_NOT_FOUND, "The cohort's version of the programme has no assignment “" +
                                          code + "”. All of them: samstig library --cohort " +
                                          copy.CohortCode(cohort));
}

// A Markdown file: its first heading is the title, the rest the brief.
Result<v1::Assignment> FromFile(const AssignOptions& options, const std::string& language) {
  ASSIGN_OR_RETURN(Piece piece, ReadPiece(options.file, options.title));
  v1::Assignment assignment;
  assignment.set_minutes(options.minutes == 0 ? 60 : options.minutes);
  (*assignment.mutable_title()->mutable_by_language())[language] = piece.title;
  (*assignment.mutable_brief()->mutable_by_language())[language] = piece.text;
  return assignment;
}

std::string LanguageOf(Copy& copy, const v1::Cohort& cohort) {
  const Result<Shown> programme = copy.Get(IdIn(cohort.programme_id()));
  const bool known = programme.ok() && programme->entity.programme().languages_size() > 0;
  return known ? programme->entity.programme().languages(0) : "en";
}

// Everybody and every group that an assignment can be for.
Candidates Addressees(Copy& copy) {
  ASSIGN_OR_RETURN(std::vector<Candidate> all, Participants(copy));
  ASSIGN_OR_RETURN(std::vector<Candidate> groups, Groups(copy));
  all.insert(all.end(), std::make_move_iterator(groups.begin()),
             std::make_move_iterator(groups.end()));
  return all;
}

// Names whom it is for: somebody who takes part, or a group.
Status SetTarget(Session& s, Copy& copy, const std::string& to, v1::Assignment& assignment) {
  if (to.empty()) return {};
  ASSIGN_OR_RETURN(Id id, s.Find(to, "group or leader", Addressees));
  const Result<Shown> shown = copy.Get(id);
  if (shown.ok() && shown->entity.has_group()) {
    assignment.set_group_id(id.ToBytes());
  } else {
    assignment.set_person_id(id.ToBytes());
  }
  return {};
}

// When it shows and opens. Without a word on the opening it opens as soon as it shows.
Status SetDates(Session& s, const AssignOptions& options, v1::Assignment& assignment) {
  if (!options.publish.empty()) {
    ASSIGN_OR_RETURN(base::TimeMs publish, ParseDate(options.publish, DayEdge::kStart, s.Now()));
    assignment.set_publish_ms(publish);
  }
  assignment.set_opens_ms(options.publish.empty() ? s.Now() : assignment.publish_ms());
  if (!options.opens.empty()) {
    ASSIGN_OR_RETURN(base::TimeMs opens, ParseDate(options.opens, DayEdge::kStart, s.Now()));
    assignment.set_opens_ms(opens);
  }
  ASSIGN_OR_RETURN(base::TimeMs due, ParseDate(options.due, DayEdge::kEnd, s.Now()));
  assignment.set_due_ms(due);
  return {};
}

Result<Exit> Assign(Session& s, const AssignOptions& options) {
  if (options.template_code.empty() == options.file.empty()) {
    return Status(v1::REASON_MALFORMED,
                  "Give the code of an assignment in the library, or --file.");
  }
  v1::Assignment dates;
  RETURN_IF_ERROR(SetDates(s, options, dates));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort_id, s.FindOrOnly(options.cohort, "cohort", "--cohort", Cohorts));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(cohort_id, v1::Entity::kCohort, "cohort"));
  const v1::Cohort& cohort = shown.entity.cohort();
  const std::string language =
      options.language.empty() ? LanguageOf(*copy, cohort) : options.language;
  ASSIGN_OR_RETURN(v1::Assignment assignment,
                   options.file.empty() ? FromTemplate(*copy, cohort, options.template_code)
                                        : FromFile(options, language));
  if (options.minutes != 0) assignment.set_minutes(options.minutes);
  assignment.set_cohort_id(cohort_id.ToBytes());
  RETURN_IF_ERROR(SetTarget(s, *copy, options.to, assignment));
  RETURN_IF_ERROR(SetDates(s, options, assignment));
  const std::string title = copy->Text(assignment.title());
  const base::TimeMs publish = assignment.publish_ms();
  const base::TimeMs opens = assignment.opens_ms();
  const base::TimeMs due = assignment.due_ms();
  const std::string whom = ForWhom(*copy, assignment);
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  mutation.mutable_post_assignment()->set_id(id.ToBytes());
  *mutation.mutable_post_assignment()->mutable_assignment() = std::move(assignment);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Assignment “" + title + "” for " + whom + ", due " + ToText(due) +
                    (publish > s.Now() ? "; shown from " + ToText(publish) : ""),
                {{"assignment_id", id.ToText()},
                 {"for", whom},
                 {"publish", TimeJson(publish)},
                 {"opens", ToRfc3339(opens)},
                 {"due", ToRfc3339(due)}});
}

// ---- revise

struct ReviseOptions {
  std::string assignment;
  std::string file;
  std::string title;
  std::string language;
  std::string publish;
  std::string opens;
  std::string due;
  std::string note;
  uint32_t minutes = 0;
};

Status ReviseDate(Session& s, const std::string& given, DayEdge edge,
                  const std::function<void(base::TimeMs)>& set) {
  if (given.empty()) return {};
  ASSIGN_OR_RETURN(base::TimeMs time, ParseDate(given, edge, s.Now()));
  set(time);
  return {};
}

Status ReviseWords(Copy& copy, const ReviseOptions& options, v1::Assignment& assignment) {
  if (options.file.empty() && options.title.empty()) return {};
  const Result<Shown> cohort = copy.Get(IdIn(assignment.cohort_id()));
  std::string language = options.language;
  if (language.empty() && cohort.ok()) language = LanguageOf(copy, cohort->entity.cohort());
  auto& titles = *assignment.mutable_title()->mutable_by_language();
  if (options.file.empty()) {
    titles[language] = options.title;
    return {};
  }
  const std::string otherwise = options.title.empty() ? titles[language] : options.title;
  ASSIGN_OR_RETURN(Piece piece, ReadPiece(options.file, otherwise));
  titles[language] = piece.title;
  (*assignment.mutable_brief()->mutable_by_language())[language] = piece.text;
  return {};
}

Result<Exit> Revise(Session& s, const ReviseOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id, v1::Entity::kAssignment, "assignment"));
  v1::Mutation mutation;
  v1::EditAssignment& edit = *mutation.mutable_edit_assignment();
  edit.set_id(id.ToBytes());
  v1::Assignment& next = *edit.mutable_assignment();
  next = shown.entity.assignment();
  next.set_change_note(options.note);
  if (options.minutes != 0) next.set_minutes(options.minutes);
  RETURN_IF_ERROR(ReviseDate(s, options.publish, DayEdge::kStart,
                             [&](base::TimeMs time) { next.set_publish_ms(time); }));
  RETURN_IF_ERROR(ReviseDate(s, options.opens, DayEdge::kStart,
                             [&](base::TimeMs time) { next.set_opens_ms(time); }));
  RETURN_IF_ERROR(
      ReviseDate(s, options.due, DayEdge::kEnd, [&](base::TimeMs time) { next.set_due_ms(time); }));
  RETURN_IF_ERROR(ReviseWords(*copy, options, next));
  const std::string title = copy->Text(next.title());
  const uint32_t version = next.version() + 1;
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "Assignment “" + title + "”, version " + std::to_string(version) +
                    "; the one before stays readable",
                {{"assignment_id", id.ToText()}, {"version", version}});
}

// ---- publish, close

struct MoveOptions {
  std::string assignment;
  bool reopen = false;
};

Result<Exit> Move(Session& s, const std::string& given, v1::AssignmentState to,
                  const std::string& done) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(given, "assignment", Assignments));
  v1::Mutation mutation;
  mutation.mutable_move_assignment()->set_id(id.ToBytes());
  mutation.mutable_move_assignment()->set_to(to);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const std::string title = copy->AssignmentTitle(id.ToBytes());
  return s.Tell(sent, "Assignment “" + title + "” " + done, {{"assignment_id", id.ToText()}});
}

Result<Exit> Publish(Session& s, const MoveOptions& options) {
  return Move(s, options.assignment, v1::ASSIGNMENT_STATE_OPEN, "published");
}

Result<Exit> Close(Session& s, const MoveOptions& options) {
  return options.reopen ? Move(s, options.assignment, v1::ASSIGNMENT_STATE_OPEN, "opened again")
                        : Move(s, options.assignment, v1::ASSIGNMENT_STATE_CLOSED, "closed");
}

void AddAssign(CLI::App& app, Verbs& verbs) {
  auto assign = std::make_shared<AssignOptions>();
  CLI::App* post =
      app.add_subcommand("assign", "Give a cohort an assignment, from the library or a file")
          ->group(group::kCoach);
  CLI::Option* code =
      post->add_option("CODE", assign->template_code, "The assignment's code in the library");
  post->add_option("--template", assign->template_code, "The same, as an option")->excludes(code);
  post->add_option("--file", assign->file,
                   "A Markdown file instead; its first heading is the title");
  post->add_option("--title", assign->title, "The title, when the file has none");
  post->add_option("--minutes", assign->minutes, "Time it takes, 5 to 600");
  post->add_option("--text-language", assign->language,
                   "Language of the file; else the programme's first");
  post->add_option("--cohort", assign->cohort, "To which cohort; needed when there are several");
  post->add_option("--to", assign->to, "For one leader or one group of it; else for all");
  post->add_option("--publish", assign->publish, "When the leaders see it; else at once");
  post->add_option("--opens", assign->opens,
                   "When it opens: 2026-09-15, +3d, now; else when they see it");
  post->add_option("--due", assign->due, "When it is due: 2026-09-29 (that day included), +14d")
      ->required();
  verbs.On(post, [assign](Session& s) { return Assign(s, *assign); });
}

void AddRevise(CLI::App& app, Verbs& verbs) {
  auto revise = std::make_shared<ReviseOptions>();
  CLI::App* change =
      app.add_subcommand("revise", "A new version of an assignment; the one before stays readable")
          ->group(group::kCoach);
  change->add_option("ASSIGNMENT", revise->assignment, "The assignment")->required();
  change->add_option("--note", revise->note, "What is new in it, for those who work on it");
  change->add_option("--file", revise->file, "A Markdown file with the new words");
  change->add_option("--title", revise->title, "The new title");
  change->add_option("--text-language", revise->language,
                     "Language of the new words; else the programme's first");
  change->add_option("--minutes", revise->minutes, "Time it takes, 5 to 600");
  change->add_option("--publish", revise->publish, "When the leaders see it, until they do");
  change->add_option("--opens", revise->opens, "When it opens");
  change->add_option("--due", revise->due, "When it is due");
  verbs.On(change, [revise](Session& s) { return Revise(s, *revise); });
}

}  // namespace

void AddAssignVerbs(CLI::App& app, Verbs& verbs) {
  AddAssign(app, verbs);
  AddRevise(app, verbs);

  auto publish = std::make_shared<MoveOptions>();
  CLI::App* show = app.add_subcommand("publish", "Show a scheduled assignment to the leaders now")
                       ->group(group::kCoach);
  show->add_option("ASSIGNMENT", publish->assignment, "The assignment")->required();
  verbs.On(show, [publish](Session& s) { return Publish(s, *publish); });

  auto close = std::make_shared<MoveOptions>();
  CLI::App* shut =
      app.add_subcommand("close", "Close an assignment before its time")->group(group::kCoach);
  shut->add_option("ASSIGNMENT", close->assignment, "The assignment")->required();
  shut->add_flag("--reopen", close->reopen, "Open it again");
  verbs.On(shut, [close](Session& s) { return Close(s, *close); });
}

}  // namespace samstig::cli
