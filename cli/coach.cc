// SPDX-License-Identifier: Apache-2.0
// What coaches set: library, assign, assignments, close.
#include <memory>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/programme_file.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// ---- library

struct LibraryOptions {
  std::string programme;
};

Result<Exit> Library(Session& s, const LibraryOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id programme,
                   s.FindOrOnly(options.programme, "programme", "PROGRAMME", Programmes));
  ASSIGN_OR_RETURN(std::vector<Shown> themes, copy->All(KeyName::kThemesOfProgramme, programme));
  std::sort(themes.begin(), themes.end(), [](const Shown& a, const Shown& b) {
    return a.entity.theme().position() < b.entity.theme().position();
  });
  Json document = Json::array();
  for (const Shown& shown : themes) {
    const v1::Theme& theme = shown.entity.theme();
    document.push_back(ToJson(*copy, shown));
    s.out().Heading(std::to_string(theme.position()) + ". " + copy->Text(theme.name()) + " (" +
                    theme.code() + ")");
    Table table({"", "code", "minutes", "assignment"});
    for (const v1::AssignmentTemplate& assignment : theme.assignments()) {
      table.Add({" ", assignment.code(), std::to_string(assignment.minutes()),
                 copy->Text(assignment.title())});
    }
    table.PrintTo(s.out());
    s.out().Print("");
  }
  s.out().Document(document);
  return Exit::kOk;
}

// ---- assign

struct AssignOptions {
  std::string template_code;
  std::string file;
  std::string title;
  uint32_t minutes = 0;
  std::string language;
  std::string cohort;
  std::string opens = "now";
  std::string due;
};

// The template with this code in the cohort's programme, made into an assignment.
Result<v1::Assignment> FromTemplate(Copy& copy, const v1::Cohort& cohort, const std::string& code) {
  ASSIGN_OR_RETURN(std::vector<Shown> themes,
                   copy.All(KeyName::kThemesOfProgramme, IdIn(cohort.programme_id())));
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
  return Status(v1::REASON_NOT_FOUND, "The programme has no assignment “" + code +
                                          "”. All of them: samstig library " +
                                          copy.ProgrammeCode(cohort.programme_id()));
}

// A Markdown file: its first heading is the title, the rest the brief.
Result<v1::Assignment> FromFile(const AssignOptions& options, const std::string& language) {
  ASSIGN_OR_RETURN(std::string text, ReadFile(options.file));
  text = Trim(text);
  std::string title = options.title;
  if (text.rfind("# ", 0) == 0) {
    const size_t end = std::min(text.find('\n'), text.size());
    if (title.empty()) title = Trim(text.substr(2, end - 2));
    text = Trim(text.substr(end));
  }
  if (title.empty()) {
    return Status(v1::REASON_MISSING_FIELD,
                  "The file has no “# Title” in its first line; give one with --title.");
  }
  v1::Assignment assignment;
  assignment.set_minutes(options.minutes == 0 ? 60 : options.minutes);
  (*assignment.mutable_title()->mutable_by_language())[language] = title;
  (*assignment.mutable_brief()->mutable_by_language())[language] = text;
  return assignment;
}

std::string LanguageOf(Copy& copy, const v1::Cohort& cohort) {
  const Result<Shown> programme = copy.Get(IdIn(cohort.programme_id()));
  const bool known = programme.ok() && programme->entity.programme().languages_size() > 0;
  return known ? programme->entity.programme().languages(0) : "en";
}

Result<Exit> Assign(Session& s, const AssignOptions& options) {
  if (options.template_code.empty() == options.file.empty()) {
    return Status(v1::REASON_MALFORMED,
                  "Give the code of an assignment in the library, or --file.");
  }
  ASSIGN_OR_RETURN(base::TimeMs opens, ParseDate(options.opens, DayEdge::kStart, s.Now()));
  ASSIGN_OR_RETURN(base::TimeMs due, ParseDate(options.due, DayEdge::kEnd, s.Now()));
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
  assignment.set_opens_ms(opens);
  assignment.set_due_ms(due);
  const std::string title = copy->Text(assignment.title());
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  mutation.mutable_post_assignment()->set_id(id.ToBytes());
  *mutation.mutable_post_assignment()->mutable_assignment() = std::move(assignment);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(
      sent, "Assignment “" + title + "”, due " + ToText(due),
      {{"assignment_id", id.ToText()}, {"opens", ToRfc3339(opens)}, {"due", ToRfc3339(due)}});
}

// ---- assignments

struct ListOptions {
  std::string cohort;
};

Result<Exit> ListAssignments(Session& s, const ListOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  std::vector<Shown> all;
  if (options.cohort.empty()) {
    ASSIGN_OR_RETURN(all, copy->AllAssignments());
  } else {
    ASSIGN_OR_RETURN(Id cohort, s.Find(options.cohort, "cohort", Cohorts));
    ASSIGN_OR_RETURN(all, copy->All(KeyName::kAssignmentsOfCohort, cohort));
  }
  Json document = Json::array();
  Table table({"", "opens", "due", "state", "reports", "assignment"});
  std::vector<Id> listing;
  for (const Shown& shown : all) {
    const v1::Assignment& assignment = shown.entity.assignment();
    const Id id = IdIn(shown.entity.id());
    ASSIGN_OR_RETURN(std::vector<Shown> submissions, copy->All(KeyName::kSubmissionsTo, id));
    listing.push_back(id);
    Json json = ToJson(*copy, shown);
    json["submissions"] = submissions.size();
    document.push_back(std::move(json));
    table.Add({std::to_string(listing.size()), ToDay(assignment.opens_ms(), s.Now()),
               ToDay(assignment.due_ms(), s.Now()),
               Word(assignment.state()) + (shown.pending ? "; will be sent" : ""),
               std::to_string(submissions.size()), copy->Text(assignment.title())});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("No assignments yet.");
  } else {
    table.PrintTo(s.out());
  }
  return Exit::kOk;
}

// ---- close

struct CloseOptions {
  std::string assignment;
  bool reopen = false;
};

Result<Exit> Close(Session& s, const CloseOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.assignment, "assignment", Assignments));
  v1::Mutation mutation;
  mutation.mutable_move_assignment()->set_id(id.ToBytes());
  mutation.mutable_move_assignment()->set_to(options.reopen ? v1::ASSIGNMENT_STATE_OPEN
                                                            : v1::ASSIGNMENT_STATE_CLOSED);
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  const std::string title = copy->AssignmentTitle(id.ToBytes());
  return s.Tell(sent, "Assignment “" + title + "” " + (options.reopen ? "opened again" : "closed"),
                {{"assignment_id", id.ToText()}});
}

}  // namespace

void AddCoachVerbs(CLI::App& app, Verbs& verbs) {
  auto library = std::make_shared<LibraryOptions>();
  CLI::App* show = app.add_subcommand("library", "The assignments of a programme, with their codes")
                       ->group(group::kCoach);
  show->add_option("PROGRAMME", library->programme, "Its code; needed when there are several");
  verbs.On(show, [library](Session& s) { return Library(s, *library); });

  auto assign = std::make_shared<AssignOptions>();
  CLI::App* post =
      app.add_subcommand("assign", "Give a cohort an assignment, from the library or a file")
          ->group(group::kCoach);
  post->add_option("CODE", assign->template_code, "The assignment's code in the library");
  post->add_option("--file", assign->file,
                   "A Markdown file instead; its first heading is the title");
  post->add_option("--title", assign->title, "The title, when the file has none");
  post->add_option("--minutes", assign->minutes, "Time it takes, 5 to 600");
  post->add_option("--text-language", assign->language,
                   "Language of the file; else the programme's first");
  post->add_option("--cohort", assign->cohort, "To which cohort; needed when there are several");
  post->add_option("--opens", assign->opens, "When it opens: 2026-09-15, +3d, now")
      ->capture_default_str();
  post->add_option("--due", assign->due, "When it is due: 2026-09-29 (that day included), +14d")
      ->required();
  verbs.On(post, [assign](Session& s) { return Assign(s, *assign); });

  auto list = std::make_shared<ListOptions>();
  CLI::App* all =
      app.add_subcommand("assignments", "The assignments you can read")->group(group::kAll);
  all->add_option("--cohort", list->cohort, "Only those of this cohort");
  verbs.On(all, [list](Session& s) { return ListAssignments(s, *list); });

  auto close = std::make_shared<CloseOptions>();
  CLI::App* shut =
      app.add_subcommand("close", "Close an assignment before its time")->group(group::kCoach);
  shut->add_option("ASSIGNMENT", close->assignment, "The assignment")->required();
  shut->add_flag("--reopen", close->reopen, "Open it again");
  verbs.On(shut, [close](Session& s) { return Close(s, *close); });
}

}  // namespace samstig::cli
