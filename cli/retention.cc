// SPDX-License-Identifier: Apache-2.0
// retention: how long the network keeps what, and when what goes of which cohort.
#include <algorithm>
#include <map>
#include <memory>

#include "cli/dates.h"
#include "cli/going.h"
#include "cli/json.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

constexpr v1::RetentionClass kClasses[] = {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK,
                                           v1::RETENTION_CLASS_TRACES, v1::RETENTION_CLASS_PEOPLE};

// By class; what is not in it is kept.
using Days = std::map<v1::RetentionClass, uint32_t>;

Days PresentDays(Copy& copy) {
  Days days;
  const Result<Shown> shown = copy.Get(rules::RetentionId());
  if (!shown.ok()) return days;
  for (const v1::RetentionRule& rule : shown->entity.retention().rules()) {
    days[rule.class_()] = rule.days();
  }
  return days;
}

// "730 days after its cohort ended"
std::string HowLong(v1::RetentionClass of, const Days& days) {
  const auto rule = days.find(of);
  if (rule == days.end()) return "for good";
  return Count(rule->second, "day", "days") + (of == v1::RETENTION_CLASS_PEOPLE
                                                   ? " after the last hat or place"
                                                   : " after the cohort ended");
}

// Of the cohorts that are over: what goes when.
Status AddCohorts(Session& s, Copy& copy, Table& table, Json& document) {
  ASSIGN_OR_RETURN(std::vector<Shown> cohorts, copy.All(KeyName::kCohorts));
  for (const Shown& shown : cohorts) {
    const Id cohort = IdIn(shown.entity.id());
    std::vector<std::string> cells = {copy.CohortName(cohort.ToBytes())};
    Json json{{"cohort_id", cohort.ToText()}, {"cohort", cells.front()}};
    bool any = false;
    for (const v1::RetentionClass of :
         {v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_TALK, v1::RETENTION_CLASS_TRACES}) {
      const std::optional<base::TimeMs> at = GoesAt(copy, cohort, of);
      cells.push_back(at ? ToDay(*at, s.Now()) : "");
      json[Word(of)] = at ? Json(TimeJson(*at)) : Json(nullptr);
      any = any || at;
    }
    if (!any) continue;
    table.Add(std::move(cells));
    document.push_back(std::move(json));
  }
  return {};
}

Result<Exit> Show(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  const Days days = PresentDays(*copy);
  Json document{{"rules", Json::array()}, {"cohorts", Json::array()}};
  Table table({"", "what", "is kept"});
  for (const v1::RetentionClass of : kClasses) {
    table.Add({Word(of), Meaning(of), HowLong(of, days)});
    if (const auto rule = days.find(of); rule != days.end()) {
      document["rules"].push_back({{"class", Name(of)}, {"days", rule->second}});
    }
  }
  Table cohorts({"cohort", "work", "talk", "traces"});
  RETURN_IF_ERROR(AddCohorts(s, *copy, cohorts, document["cohorts"]));
  table.PrintTo(s.out());
  if (!cohorts.empty()) {
    s.out().Print("");
    s.out().Heading("Goes from cohorts that are over");
    cohorts.PrintTo(s.out());
  }
  s.out().Document(document);
  s.out().Note(
      "Your own words stay yours after that, on the server and on your devices; samstig my-data "
      "saves them.");
  return Exit::kOk;
}

struct SetOptions {
  std::vector<std::string> words;
};

// "work 730 talk keep": what is not named stays as it is.
Status Take(const std::vector<std::string>& words, Days& days) {
  const Status usage(v1::REASON_MALFORMED,
                     "Say which and how long, in turns: samstig retention set work 730 talk keep");
  if (words.size() % 2 != 0) return usage;
  for (size_t i = 0; i < words.size(); i += 2) {
    const auto of = ValueOf(words[i], v1::RETENTION_CLASS_WORK, v1::RETENTION_CLASS_PEOPLE);
    if (!of) {
      return {v1::REASON_MALFORMED, "“" + words[i] + "” is none of work, talk, traces and people"};
    }
    if (words[i + 1] == "keep") {
      days.erase(*of);
      continue;
    }
    const bool digits = !words[i + 1].empty() && words[i + 1].size() <= 6 &&
                        words[i + 1].find_first_not_of("0123456789") == std::string::npos;
    if (!digits) return usage;
    days[*of] = static_cast<uint32_t>(std::stoul(words[i + 1]));
  }
  return {};
}

Result<Exit> Set(Session& s, const SetOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  Days days = PresentDays(*copy);
  RETURN_IF_ERROR(Take(options.words, days));
  ASSIGN_OR_RETURN(std::vector<v1::Membership> hats, copy->Hats());
  const bool organiser = std::any_of(hats.begin(), hats.end(), [](const v1::Membership& hat) {
    return hat.role() == v1::ROLE_ORGANISER;
  });
  if (!organiser) return Status(v1::REASON_NOT_ALLOWED, "it takes an organiser");
  v1::Mutation mutation;
  v1::SetRetention& set = *mutation.mutable_set_retention();
  set.set_id(rules::RetentionId().ToBytes());
  Json document = Json::array();
  for (const auto& [of, count] : days) {
    v1::RetentionRule& rule = *set.add_rules();
    rule.set_class_(of);
    rule.set_days(count);
    document.push_back({{"class", Name(of)}, {"days", count}});
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent,
                "How long what is kept; nothing goes sooner than 30 days after a rule became "
                "stricter, and people are told before",
                {{"rules", document}});
}

}  // namespace

void AddRetentionVerbs(CLI::App& app, Verbs& verbs) {
  CLI::App* retention =
      app.add_subcommand("retention", "How long the network keeps what; organisers: set it")
          ->group(group::kAll);
  retention->require_subcommand(0, 1);
  // The callback of `retention` itself runs after those of its parts.
  retention->callback([retention, &verbs] {
    if (retention->get_subcommands().empty()) verbs.Choose(Show);
  });
  auto options = std::make_shared<SetOptions>();
  CLI::App* set = retention->add_subcommand("set", "Set how long, as an organiser");
  set->add_option("RULES", options->words,
                  "work|talk|traces|people and a number of days, or keep; in turns")
      ->required();
  verbs.On(set, [options](Session& s) { return Set(s, *options); });
}

}  // namespace samstig::cli
