// SPDX-License-Identifier: Apache-2.0
#include "cli/enrol_file.h"

#include <utility>
#include <vector>

#include "cli/enrolling.h"
#include "cli/enrolment_file.h"
#include "cli/json.h"
#include "cli/programme_file.h"
#include "cli/text.h"
#include "cli/words.h"

namespace samstig::cli {

namespace {

struct Reading {
  EnrolmentFile content;
  std::vector<Mistake> mistakes;
};

// What is wrong with a file as such has no line; it is said of the first.
Reading Read(const EnrolFileOptions& options) {
  Reading reading;
  Mistakes mistakes(options.file);
  const Result<std::string> bytes = ReadFile(options.file, kMaxEnrolmentFileBytes);
  if (bytes.ok()) {
    reading.content = ReadEnrolments(*bytes, options.file, mistakes);
  } else {
    mistakes.Add(1, "", bytes.status().detail());
  }
  for (LeaderRow& row : reading.content.rows) {
    if (row.leader.language.empty()) row.leader.language = options.language;
  }
  reading.mistakes = mistakes.Sorted();
  return reading;
}

Exit TellMistakes(Session& s, const Reading& reading) {
  if (!s.out().json()) {
    for (const Mistake& mistake : reading.mistakes) s.out().Complain(mistake.ToString());
  }
  s.out().Error({v1::REASON_MALFORMED,
                 Count(reading.mistakes.size(), "mistake", "mistakes") + "; nobody is enrolled."},
                {{"mistakes", ToJson(reading.mistakes)}});
  return Exit::kUsage;
}

void TellNotes(Session& s, const Reading& reading) {
  for (const Mistake& note : reading.content.notes) s.out().Note(note.ToString());
}

// ---- --check

// For programs and for people.
std::pair<const char*, const char*> WordsFor(Standing standing) {
  switch (standing) {
    case Standing::kNew:
      return {"NEW", "to be enrolled"};
    case Standing::kAgain:
      return {"AGAIN", "to be enrolled anew"};
    case Standing::kWaits:
      return {"WAITS", "kept already; will be sent"};
    case Standing::kThere:
      return {"THERE", "enrolled already"};
  }
  return {"NEW", "to be enrolled"};
}

std::string SeparatorWord(char separator) {
  return separator == '\t' ? "tab" : std::string(1, separator);
}

// A row with a mistake may hold anything, also what would move a terminal's cursor.
std::string Harmless(const std::string& cell, size_t width) {
  std::string harmless = cell;
  for (size_t i = 0; i < harmless.size(); ++i) {
    const auto c = static_cast<unsigned char>(harmless[i]);
    const bool is_c1 = c >= 0x80 && c < 0xa0 && i > 0 && harmless[i - 1] == '\xc2';
    if (c < 0x20 || c == 0x7f || is_c1) harmless[i] = '?';
    if (is_c1) harmless[i - 1] = '?';
  }
  return Clip(harmless, width);
}

// What would happen to each row. A file with a mistake enrols nobody, so then a row is only in
// order or not, and neither copy nor sign-in is needed.
Result<Exit> Preview(Session& s, const EnrolFileOptions& options, const Reading& reading) {
  std::optional<Enrolling> enrolling;
  if (reading.mistakes.empty()) {
    ASSIGN_OR_RETURN(enrolling, Enrolling::In(s, options.cohort, options.municipality));
  }
  Json rows = Json::array();
  Table table({"line", "leader", "e-mail", "position", "what would happen"});
  for (const LeaderRow& row : reading.content.rows) {
    std::pair<const char*, const char*> words =
        row.in_order ? std::pair{"IN_ORDER", "in order"} : std::pair{"MISTAKE", "has a mistake"};
    if (enrolling) {
      ASSIGN_OR_RETURN(Plan plan, enrolling->PlanFor(row.leader));
      words = WordsFor(plan.standing);
    }
    const Leader& leader = row.leader;
    rows.push_back({{"line", row.line},
                    {"name", leader.name},
                    {"email", leader.email},
                    {"position", leader.position},
                    {"sector", leader.sector},
                    {"language", leader.language},
                    {"manager", leader.manager},
                    {"would", words.first}});
    table.Add({std::to_string(row.line), Harmless(leader.name, 30), Harmless(leader.email, 40),
               Harmless(leader.position, 24), words.second});
  }
  if (!table.empty()) {
    s.out().Print(options.file + ": " + Count(reading.content.rows.size(), "leader", "leaders") +
                  ", as " + std::string(NameOf(reading.content.encoding)) + " with " +
                  SeparatorWord(reading.content.separator) + " between cells");
    table.PrintTo(s.out());
  }
  TellNotes(s, reading);
  s.out().Document({{"file", options.file},
                    {"encoding", std::string(NameOf(reading.content.encoding))},
                    {"separator", std::string(1, reading.content.separator)},
                    {"rows", std::move(rows)},
                    {"mistakes", ToJson(reading.mistakes)},
                    {"notes", ToJson(reading.content.notes)}});
  return reading.mistakes.empty() ? Exit::kOk : TellMistakes(s, reading);
}

// ---- Enrolling

// What became of the enrolments that were sent, as the copy shows it afterwards.
struct Counts {
  size_t enrolled = 0;
  size_t waiting_list = 0;
  size_t to_be_sent = 0;
  size_t refused = 0;
  size_t there_already = 0;
};

Json ToJson(const Counts& counts) {
  return {{"enrolled", counts.enrolled},
          {"waiting_list", counts.waiting_list},
          {"to_be_sent", counts.to_be_sent},
          {"refused", counts.refused},
          {"there_already", counts.there_already}};
}

std::string ToText(const Counts& counts, const std::string& cohort) {
  std::vector<std::string> words;
  const auto add = [&](size_t n, const std::string& what) {
    if (n > 0) words.push_back(std::to_string(n) + " " + what);
  };
  add(counts.enrolled, "enrolled in " + cohort);
  add(counts.waiting_list, "on the waiting list");
  add(counts.to_be_sent, "to be enrolled in " + cohort);
  add(counts.refused, "refused: see samstig outbox");
  add(counts.there_already, "there already");
  return Listed(words);
}

// One row for the document.
Json CountRow(Copy& copy, int line, const Id& id, Counts& counts) {
  Json row{{"line", line}, {"enrolment_id", id.ToText()}, {"enrolment_state", nullptr}};
  const Result<Shown> shown = copy.Get(id);
  if (!shown.ok()) {
    ++counts.refused;
  } else if (shown->pending) {
    ++counts.to_be_sent;
  } else {
    const v1::EnrolmentState state = shown->entity.enrolment().state();
    row["enrolment_state"] = Name(state);
    ++(state == v1::ENROLMENT_STATE_WAITLISTED ? counts.waiting_list : counts.enrolled);
  }
  return row;
}

Result<Exit> EnrolAll(Session& s, const EnrolFileOptions& options, const Reading& reading) {
  ASSIGN_OR_RETURN(Enrolling enrolling, Enrolling::In(s, options.cohort, options.municipality));
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  Counts counts;
  bool waits = false;
  std::vector<v1::Mutation> mutations;
  std::vector<std::pair<int, Id>> sent_rows;
  for (const LeaderRow& row : ManagersFirst(reading.content.rows)) {
    ASSIGN_OR_RETURN(Plan plan, enrolling.PlanFor(row.leader));
    if (IsThere(plan.standing)) {
      ++counts.there_already;
      waits = waits || plan.standing == Standing::kWaits;
      continue;
    }
    sent_rows.emplace_back(row.line, plan.id);
    mutations.push_back(enrolling.Carry(plan, row.leader));
  }
  TellNotes(s, reading);
  if (mutations.empty()) {
    s.out().Say(waits ? "All of them are there already; some wait to be sent."
                      : "All of them are enrolled already; nothing to do.");
    Json document{{"state", waits ? "KEPT" : "CONFIRMED"}};
    document.update(ToJson(counts));
    document["rows"] = Json::array();
    s.out().Document(document);
    return Exit::kOk;
  }
  // A whole file of refusals would have to be cleared out of the outbox one by one.
  RETURN_IF_ERROR(enrolling.CheckSeats());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutations), Session::Ties::kNone));
  Json rows = Json::array();
  for (const auto& [line, id] : sent_rows) rows.push_back(CountRow(*copy, line, id, counts));
  Json document = ToJson(counts);
  document["rows"] = std::move(rows);
  const std::string done = ToText(counts, copy->CohortName(enrolling.cohort().ToBytes()));
  if (sent.fate == Fate::kParked) s.out().Say(done + ".");
  return s.Tell(sent, done, std::move(document));
}

}  // namespace

Result<Exit> EnrolFromFile(Session& s, const EnrolFileOptions& options) {
  const Reading reading = Read(options);
  if (options.check) return Preview(s, options, reading);
  if (!reading.mistakes.empty()) return TellMistakes(s, reading);
  return EnrolAll(s, options, reading);
}

}  // namespace samstig::cli
