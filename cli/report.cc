// SPDX-License-Identifier: Apache-2.0
// Figures on a cohort for its coaches and the organisers: report enrolment|progress|activity. What
// they are and what may be told is decided in cli/figures; here it is shown.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "cli/dates.h"
#include "cli/figures/activity.h"
#include "cli/figures/chart.h"
#include "cli/figures/csv.h"
#include "cli/figures/enrolment.h"
#include "cli/figures/progress.h"
#include "cli/going.h"
#include "cli/json.h"
#include "cli/report_facts.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "client-lib/native/blob_folder.h"

namespace samstig::cli {

using figures::Sheet;
using figures::Telling;

namespace {

struct ReportOptions {
  std::string cohort;
  std::string csv;
};

// ---- For whom

enum class Readers { kCoaches, kCoachesAndOrganisers };

Status NotForYou(Readers readers, bool organiser) {
  if (readers == Readers::kCoachesAndOrganisers) {
    return {v1::REASON_NOT_ALLOWED, "it takes an organiser, or a coach of the cohort"};
  }
  return {v1::REASON_NOT_ALLOWED,
          organiser ? "reports and threads go to the coaches of a cohort and not to organisers: "
                      "these figures are the coaches' to give"
                    : "it takes a coach of the cohort"};
}

// The cohort that is meant, if it is one whose figures this person may have.
Result<Id> CohortFor(Session& s, const std::string& given, Readers readers) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy->Hats());
  const bool organiser = std::any_of(hats.begin(), hats.end(), [](const v1::Membership& hat) {
    return hat.role() == v1::ROLE_ORGANISER;
  });
  const auto is_for_me = [&](const Id& cohort) {
    if (organiser && readers == Readers::kCoachesAndOrganisers) return true;
    return std::any_of(hats.begin(), hats.end(), [&](const v1::Membership& hat) {
      return hat.role() == v1::ROLE_COACH && hat.cohort_id() == cohort.bytes();
    });
  };
  if (!given.empty()) {
    ASSIGN_OR_RETURN(Id cohort, s.Find(given, "cohort", Cohorts));
    if (!is_for_me(cohort)) return NotForYou(readers, organiser);
    return cohort;
  }
  ASSIGN_OR_RETURN(std::vector<Candidate> mine, Cohorts(*copy));
  const bool any = !mine.empty();
  std::erase_if(mine, [&](const Candidate& candidate) { return !is_for_me(candidate.id); });
  if (any && mine.empty()) return NotForYou(readers, organiser);
  return ChooseOnly("cohort", "--cohort", mine);
}

// ---- In which form

struct AsOf {
  base::TimeMs time = 0;
  uint64_t seq = 0;
  // The server was asked just now.
  bool caught_up = false;
};

AsOf CutOff(Session& s, Copy& copy) {
  return {s.Now(), copy.client().Revision(), !s.globals().offline && s.offline().ok()};
}

Json RowJson(const Sheet& sheet, const figures::Row& row) {
  Json json;
  for (size_t i = 0; i < sheet.words.size(); ++i) json[sheet.words[i]] = row.words[i];
  json[sheet.people.key] = row.n;
  for (size_t i = 0; i < sheet.figures.size(); ++i) {
    json[sheet.figures[i].key] = row.values.empty() ? Json() : Json(row.values[i]);
  }
  json["suppressed"] = row.telling != Telling::kTold;
  if (row.telling != Telling::kTold) json["why"] = std::string(figures::Name(row.telling));
  return json;
}

Json ToJson(const Sheet& sheet, const AsOf& as_of) {
  Json document;
  document["as_of"] = {
      {"time", ToRfc3339(as_of.time)}, {"seq", as_of.seq}, {"caught_up", as_of.caught_up}};
  document["definitions"][sheet.people.key] = sheet.people.definition;
  for (const figures::Figure& figure : sheet.figures) {
    document["definitions"][figure.key] = figure.definition;
  }
  document["rows"] = Json::array();
  for (const figures::Group& group : sheet.groups) {
    for (const figures::Row& row : group.rows) document["rows"].push_back(RowJson(sheet, row));
  }
  return document;
}

// In the place of a row's first figure.
std::string Withheld(Telling telling) {
  return telling == Telling::kTooFew ? "fewer than 5" : "not told";
}

// Labels get what the figures leave of the line.
size_t RoomForLabels(const Output& out, const Sheet& sheet) {
  size_t taken = sheet.people.heading.size() + 2;
  for (const figures::Figure& figure : sheet.figures) taken += figure.heading.size() + 2;
  const size_t withheld = Withheld(Telling::kTooFew).size();
  taken += withheld - std::min(withheld, sheet.figures.front().heading.size());
  constexpr size_t kNarrowest = 20;
  return std::max(kNarrowest, out.width() > taken ? out.width() - taken : 0);
}

void PrintGroup(Output& out, const Sheet& sheet, const figures::Group& group) {
  std::vector<std::string> headings = {group.heading, sheet.people.heading};
  for (const figures::Figure& figure : sheet.figures) headings.push_back(figure.heading);
  Table table(headings);
  for (const figures::Row& row : group.rows) {
    std::vector<std::string> cells = {Clip(row.label, RoomForLabels(out, sheet)),
                                      std::to_string(row.n)};
    for (const uint64_t value : row.values) cells.push_back(std::to_string(value));
    if (row.telling != Telling::kTold) cells.push_back(Withheld(row.telling));
    table.Add(std::move(cells));
  }
  out.Print("");
  table.PrintTo(out);
}

void PrintFoot(Session& s, const Sheet& sheet, const AsOf& as_of) {
  Output& out = s.out();
  bool withheld = false;
  for (const figures::Group& group : sheet.groups) {
    withheld = withheld || std::any_of(group.rows.begin(), group.rows.end(), [](const auto& row) {
                 return row.telling != Telling::kTold;
               });
  }
  out.Print("");
  if (withheld) {
    out.Print(
        Wrap("Nothing is told of what fewer than 5 people did, nor anything from which that "
             "could be computed.",
             out.width(), ""));
  }
  out.Print("As of " + ToText(as_of.time) + ", change " + std::to_string(as_of.seq) +
            (as_of.caught_up ? "." : "; the server may have more."));
  if (s.globals().quiet) return;
  out.Print("");
  Table definitions({"", ""});
  definitions.Add({sheet.people.heading, sheet.people.definition});
  for (const figures::Figure& figure : sheet.figures) {
    definitions.Add({figure.heading, figure.definition});
  }
  definitions.PrintTo(out);
}

// What the bars show of a sheet, out of its first group.
struct Charted {
  const char* title;
  const char* figure;
  // The rows of this kind: the first of Row::words.
  const char* rows;
};

void PrintChart(Output& out, const Sheet& sheet, const Charted& charted) {
  const auto figure =
      std::find_if(sheet.figures.begin(), sheet.figures.end(),
                   [&](const figures::Figure& f) { return f.key == charted.figure; });
  const auto at = static_cast<size_t>(figure - sheet.figures.begin());
  std::vector<figures::Bar> bars;
  for (const figures::Row& row : sheet.groups.front().rows) {
    if (row.words.front() != charted.rows || row.values.empty()) continue;
    bars.push_back({Trim(row.label), row.values.at(at), row.n});
  }
  if (bars.empty()) return;
  out.Print("");
  out.Heading(charted.title);
  out.Print(figures::Chart(bars, out.width(),
                           out.terminal() ? figures::Ink::kBlocks : figures::Ink::kAscii));
}

Status WriteCsv(const std::string& path, const std::string& csv) {
  std::error_code ignored;
  const std::filesystem::file_status there = std::filesystem::status(path, ignored);
  // A folder; or a device, which a new file must not take the place of.
  if (std::filesystem::exists(there) && !std::filesystem::is_regular_file(there)) {
    return {v1::REASON_READ_ONLY, path + " is no ordinary file"};
  }
  const Status written = client::WriteWholeFile(path, csv);
  if (written.ok()) return written;
  // What else can be wrong with a file is not the server's trouble.
  const v1::Reason reason =
      written.reason() == v1::REASON_UNAVAILABLE ? v1::REASON_READ_ONLY : written.reason();
  return {reason, path + " cannot be written: " + written.detail()};
}

Result<Exit> Show(Session& s, Copy& copy, const Id& cohort, const ReportOptions& options,
                  const char* name, const Sheet& sheet, std::optional<Charted> charted) {
  ASSIGN_OR_RETURN(Shown shown, copy.Get(cohort, v1::Entity::kCohort, "cohort"));
  const AsOf as_of = CutOff(s, copy);
  Json document{{"report", name},
                {"cohort",
                 {{"id", cohort.ToText()},
                  {"code", copy.CohortCode(shown.entity.cohort())},
                  {"name", copy.CohortName(cohort.ToBytes())}}}};
  document.update(ToJson(sheet, as_of));
  if (!options.csv.empty()) {
    const std::string csv = figures::ToCsv(sheet, ToRfc3339(as_of.time), as_of.seq);
    if (options.csv == "-") {
      std::cout << csv << std::flush;
      return Exit::kOk;
    }
    RETURN_IF_ERROR(WriteCsv(options.csv, csv));
    document["csv"] = options.csv;
    s.out().Document(document);
    s.out().Say("The figures are in " + options.csv + ".");
    return Exit::kOk;
  }
  s.out().Document(document);
  s.out().Heading(copy.CohortName(cohort.ToBytes()));
  for (const figures::Group& group : sheet.groups) PrintGroup(s.out(), sheet, group);
  if (charted) PrintChart(s.out(), sheet, *charted);
  PrintFoot(s, sheet, as_of);
  return Exit::kOk;
}

// ---- The reports

Status CheckOutput(Session& s, const ReportOptions& options) {
  if (!s.globals().json || options.csv != "-") return {};
  return {v1::REASON_MALFORMED, "--json and --csv - would both be written here; name a file"};
}

Result<Exit> ReportEnrolment(Session& s, const ReportOptions& options) {
  RETURN_IF_ERROR(CheckOutput(s, options));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, CohortFor(s, options.cohort, Readers::kCoachesAndOrganisers));
  ASSIGN_OR_RETURN(figures::Facts facts, PlacesIn(*copy, cohort));
  return Show(s, *copy, cohort, options, "enrolment", figures::Enrolment(facts), std::nullopt);
}

Result<Exit> ReportProgress(Session& s, const ReportOptions& options) {
  RETURN_IF_ERROR(CheckOutput(s, options));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, CohortFor(s, options.cohort, Readers::kCoaches));
  RETURN_IF_ERROR(RequireStillThere(*copy, cohort, {v1::RETENTION_CLASS_WORK}, s.Now()));
  ASSIGN_OR_RETURN(figures::Facts facts, WorkIn(*copy, cohort));
  return Show(s, *copy, cohort, options, "progress", figures::Progress(facts),
              Charted{"Handed in, of the leaders", "handed_in", "assignment"});
}

Result<Exit> ReportActivity(Session& s, const ReportOptions& options) {
  RETURN_IF_ERROR(CheckOutput(s, options));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id cohort, CohortFor(s, options.cohort, Readers::kCoaches));
  RETURN_IF_ERROR(RequireStillThere(*copy, cohort,
                                    {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK}, s.Now()));
  ASSIGN_OR_RETURN(figures::Facts facts, WorkIn(*copy, cohort));
  return Show(s, *copy, cohort, options, "activity", figures::Activity(facts, s.Now()),
              Charted{"Active, of the leaders", "active", "week"});
}

void AddReport(CLI::App& report, Verbs& verbs, const char* name, const char* what,
               Result<Exit> (*verb)(Session&, const ReportOptions&)) {
  auto options = std::make_shared<ReportOptions>();
  CLI::App* sub = report.add_subcommand(name, what);
  sub->add_option("--cohort", options->cohort, "On which cohort; needed when there are several");
  sub->add_option("--csv", options->csv,
                  "Write the figures into this file instead; - writes them here");
  verbs.On(sub, [verb, options](Session& s) { return verb(s, *options); });
}

}  // namespace

void AddReportVerb(CLI::App& app, Verbs& verbs) {
  CLI::App* report =
      app.add_subcommand("report", "Figures on a cohort; enrolment also for organisers")
          ->group(group::kCoach);
  report->require_subcommand(1);
  AddReport(*report, verbs, "enrolment", "Seats and places by municipality", ReportEnrolment);
  AddReport(*report, verbs, "progress", "How many have handed in what, for its coaches",
            ReportProgress);
  AddReport(*report, verbs, "activity", "What leaders write from week to week, for its coaches",
            ReportActivity);
}

}  // namespace samstig::cli
