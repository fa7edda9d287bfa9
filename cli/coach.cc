// SPDX-License-Identifier: Apache-2.0
// The library that coaches give from, and what they have given: library, assignments, close.
#include <algorithm>
#include <memory>

#include "cli/dates.h"
#include "cli/editions.h"
#include "cli/json.h"
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
  std::string cohort;
  std::string theme;
  std::string language;
};

bool IsIn(const std::string& language, const v1::LocalText& text) {
  if (language.empty()) return true;
  return std::any_of(text.by_language().begin(), text.by_language().end(),
                     [&](const auto& entry) { return SpeaksFor(entry.first, language); });
}

// The theme without the templates that are not in the language.
Shown InLanguage(Shown shown, const std::string& language) {
  auto& templates = *shown.entity.mutable_theme()->mutable_assignments();
  for (int i = templates.size() - 1; i >= 0; --i) {
    if (!IsIn(language, templates[i].title())) templates.DeleteSubrange(i, 1);
  }
  return shown;
}

// As the cohort has them, or as they are in the programme now.
Result<std::vector<Shown>> AllThemes(Session& s, Copy& copy, const LibraryOptions& options) {
  if (!options.cohort.empty()) {
    if (!options.programme.empty()) {
      return Status(v1::REASON_MALFORMED, "Give a programme or a cohort, not both.");
    }
    ASSIGN_OR_RETURN(Id cohort, s.Find(options.cohort, "cohort", Cohorts));
    ASSIGN_OR_RETURN(Shown shown, copy.Get(cohort, v1::Entity::kCohort, "cohort"));
    return ThemesFor(copy, shown.entity.cohort());
  }
  ASSIGN_OR_RETURN(Id programme,
                   s.FindOrOnly(options.programme, "programme", "PROGRAMME", Programmes));
  return copy.All(KeyName::kThemesOfProgramme, programme);
}

// The themes in their order, or the one that is named.
Result<std::vector<Shown>> ThemesOf(Session& s, Copy& copy, const LibraryOptions& options) {
  ASSIGN_OR_RETURN(std::vector<Shown> themes, AllThemes(s, copy, options));
  if (!options.theme.empty()) {
    ASSIGN_OR_RETURN(Id wanted, s.Find(options.theme, "theme", Themes));
    std::erase_if(themes, [&](const Shown& shown) { return shown.entity.id() != wanted.bytes(); });
  }
  std::sort(themes.begin(), themes.end(), [](const Shown& a, const Shown& b) {
    return a.entity.theme().position() < b.entity.theme().position();
  });
  return themes;
}

Result<Exit> Library(Session& s, const LibraryOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> themes, ThemesOf(s, *copy, options));
  Json document = Json::array();
  for (const Shown& whole : themes) {
    const Shown shown = InLanguage(whole, options.language);
    const v1::Theme& theme = shown.entity.theme();
    if (theme.assignments().empty() && !options.language.empty()) continue;
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
  if (document.empty()) s.out().Print("The library has nothing of this.");
  s.out().Document(document);
  return Exit::kOk;
}

// ---- assignments

struct ListOptions {
  std::string cohort;
};

std::string StateOf(const v1::Assignment& assignment, base::TimeMs now) {
  if (assignment.state() != v1::ASSIGNMENT_STATE_SCHEDULED) return Word(assignment.state());
  return "shown from " + ToDay(assignment.publish_ms(), now);
}

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
  Table table({"", "opens", "due", "state", "for", "reports", "assignment"});
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
               StateOf(assignment, s.Now()) + (shown.pending ? "; will be sent" : ""),
               ForWhom(*copy, assignment), std::to_string(submissions.size()),
               copy->Text(assignment.title())});
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

}  // namespace

void AddCoachVerbs(CLI::App& app, Verbs& verbs) {
  auto library = std::make_shared<LibraryOptions>();
  CLI::App* show = app.add_subcommand("library", "The assignments of a programme, with their codes")
                       ->group(group::kCoach);
  show->add_option("PROGRAMME", library->programme, "Its code; needed when there are several");
  show->add_option("--cohort", library->cohort,
                   "As this cohort has it: in the version that it was planned with");
  show->add_option("--theme", library->theme, "Only this theme: its code");
  show->add_option("--language", library->language, "Only what there is in it: sv, fi, en");
  verbs.On(show, [library](Session& s) { return Library(s, *library); });

  auto list = std::make_shared<ListOptions>();
  CLI::App* all =
      app.add_subcommand("assignments", "The assignments you can read")->group(group::kAll);
  all->add_option("--cohort", list->cohort, "Only those of this cohort");
  verbs.On(all, [list](Session& s) { return ListAssignments(s, *list); });
}

}  // namespace samstig::cli
