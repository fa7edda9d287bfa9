// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/activity.h"

#include <algorithm>
#include <map>
#include <set>

#include "cli/figures/week.h"

namespace samstig::cli::figures {

namespace {

struct Tally {
  uint64_t posts = 0;
  uint64_t threads = 0;
  uint64_t reports = 0;
  std::set<std::string> authors;

  std::vector<uint64_t> Values() const { return {posts, threads, reports, authors.size()}; }
};

// The weeks in which leaders wrote, by their first moment.
using Weeks = std::map<base::TimeMs, Tally>;

class Counting {
 public:
  explicit Counting(const Facts& facts) {
    std::set<std::string> leaders;
    for (const Place& place : facts.places) leaders.insert(place.person);
    for (const auto& [person, municipality] : TakingPart(facts)) people_.insert(person);
    const auto count = [&](const std::string& author, base::TimeMs made, uint64_t Tally::*what) {
      if (leaders.count(author) == 0) return;
      people_.insert(author);
      for (Tally* tally : {&weeks_[WeekStart(made)], &total_}) {
        ++(tally->*what);
        tally->authors.insert(author);
      }
    };
    for (const Saying& post : facts.posts) count(post.author, post.made, &Tally::posts);
    for (const Saying& thread : facts.threads) count(thread.author, thread.made, &Tally::threads);
    for (const Attempt& report : facts.attempts) count(report.person, report.made, &Tally::reports);
  }

  size_t people() const { return people_.size(); }
  const Tally& total() const { return total_; }
  Weeks& weeks() { return weeks_; }

 private:
  std::set<std::string> people_;
  Weeks weeks_;
  Tally total_;
};

}  // namespace

Sheet Activity(const Facts& facts, base::TimeMs now) {
  Sheet sheet;
  sheet.words = {"group", "week", "from"};
  sheet.people = {"n", "leaders",
                  "Leaders who take part now or have completed the cohort, and those who have "
                  "withdrawn but wrote something here. The same in each week."};
  sheet.figures = {
      {"posts", "posts",
       "Posts that leaders wrote in that week, the first of a thread included; not those taken "
       "back. Weeks go from Monday to Sunday in UTC (ISO 8601); what coaches wrote is not "
       "counted."},
      {"threads", "threads", "Threads that leaders started."},
      {"reports", "reports", "Reports that leaders handed in; another try is another report."},
      {"active", "active", "Different leaders who did any of this."}};

  Counting counting(facts);
  const Telling telling = TellingOf(counting.people());
  Group& group = sheet.groups.emplace_back();
  group.heading = "week";
  if (telling == Telling::kTold && !counting.weeks().empty()) {
    const base::TimeMs last = std::max(WeekStart(now), counting.weeks().rbegin()->first);
    for (base::TimeMs week = counting.weeks().begin()->first; week <= last; week += kWeekMs) {
      group.rows.push_back(MakeRow(WeekName(week), {"week", WeekName(week), DayName(week)},
                                   counting.people(), telling, counting.weeks()[week].Values()));
    }
  }
  group.rows.push_back(
      MakeRow("total", {"total", "", ""}, counting.people(), telling, counting.total().Values()));
  return sheet;
}

}  // namespace samstig::cli::figures
