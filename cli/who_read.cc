// SPDX-License-Identifier: Apache-2.0
// who-read: to whose devices something of one's own desk was sent, and on which days. From one's
// own copy.
#include <algorithm>
#include <vector>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

constexpr int kDaysShown = 4;

// "2026-09-09, 2026-09-07; 12 days before": the newest first. Days are the server's, UTC.
std::string DaysOf(const v1::Disclosure& disclosure) {
  std::string text;
  const int all = disclosure.days_size();
  for (int i = 0; i < std::min(all, kDaysShown); ++i) {
    text += (i == 0 ? "" : ", ") + ToUtcDay(disclosure.days(all - 1 - i));
  }
  if (all <= kDaysShown) return text;
  return text + "; " + Count(static_cast<uint64_t>(all - kDaysShown), "day", "days") + " before";
}

Result<Exit> WhoRead(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Shown> all, copy->All(KeyName::kDisclosuresOfPerson, copy->me()));
  std::erase_if(all, [](const Shown& shown) { return shown.entity.disclosure().days().empty(); });
  // Whoever was sent something last comes first.
  std::stable_sort(all.begin(), all.end(), [](const Shown& a, const Shown& b) {
    return *a.entity.disclosure().days().rbegin() > *b.entity.disclosure().days().rbegin();
  });
  Json document = Json::array();
  Table table({"", "who", "in", "on"});
  std::vector<Id> listing;
  for (const Shown& shown : all) {
    const v1::Disclosure& disclosure = shown.entity.disclosure();
    listing.push_back(IdIn(shown.entity.id()));
    document.push_back(ToJson(*copy, shown));
    table.Add({std::to_string(listing.size()), Who(*copy, disclosure.reader_id()),
               copy->CohortName(disclosure.cohort_id()), DaysOf(disclosure)});
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("Nothing of your desk was sent to anybody's device but yours.");
    return Exit::kOk;
  }
  s.out().Print(
      Wrap("Something of your desk (your reports, the dialogue on them, nudges, what was "
           "given to you alone) was sent to devices of:",
           s.out().width(), ""));
  s.out().Print("");
  table.PrintTo(s.out());
  s.out().Note("Sent to a device: whether somebody read it there is not recorded.");
  return Exit::kOk;
}

}  // namespace

void AddWhoReadVerb(CLI::App& app, Verbs& verbs) {
  CLI::App* verb =
      app.add_subcommand("who-read", "To whose devices something of your desk was sent, and when")
          ->group(group::kLeader);
  verbs.On(verb, WhoRead);
}

}  // namespace samstig::cli
