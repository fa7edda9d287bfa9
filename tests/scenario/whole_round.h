// SPDX-License-Identifier: Apache-2.0
// A whole round of Kommunens ledarstig on a real server process: 31 municipalities, 120 leaders, 6
// coaches, 4 themes, 16 assignments, and a tally of what everybody did, kept apart from all of
// Samstig's own code. Everybody acts through the client library, on a device of their own.
#ifndef SAMSTIG_TESTS_SCENARIO_WHOLE_ROUND_H_
#define SAMSTIG_TESTS_SCENARIO_WHOLE_ROUND_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "client-lib/include/samstig/client.h"
#include "tests/support/live/live_server.h"
#include "tests/support/seeded_random.h"

namespace samstig::test {

// What became of a leader's place, as the one who plays knows it.
enum class Place { kActive, kWithdrawn };

struct Participant {
  std::string name;
  base::Id person;
  base::Id enrolment;
  size_t municipality = 0;  // Where the place is now.
  Place place = Place::kActive;
  std::unique_ptr<client::Client> device;
  std::string file;
};

struct Employer {
  base::Id id;
  std::unique_ptr<client::Client> admin;
  std::string file;
};

struct Coach {
  base::Id person;
  std::unique_ptr<client::Client> device;
  std::string file;
};

// What happened, counted as it was done.
struct Tally {
  std::map<base::Id, size_t> posts;                     // By thread.
  std::map<base::Id, size_t> attempts;                  // By assignment.
  std::map<base::Id, std::set<base::Id>> handed_in_by;  // By assignment: persons.
  std::map<base::Id, size_t> feedback;                  // By person answered.
  size_t refused = 0;                                   // Words of those who had left.
};

class WholeRound {
 public:
  static constexpr size_t kMunicipalities = 31;
  static constexpr size_t kLeaders = 120;
  static constexpr size_t kCoaches = 6;
  static constexpr size_t kThemes = 4;
  static constexpr size_t kAssignmentsPerTheme = 4;
  static constexpr size_t kPosts = 3000;
  static constexpr char kNetwork[] = "svenskfinland";

  explicit WholeRound(SeededRandom& random);

  // ---- The round, in its order.

  // Municipalities join, accept the terms, get seats and enrol their leaders; the round begins.
  void Begins();
  // The coaches post a theme's assignments and open its thread; leaders work and talk; coaches
  // answer.
  void GoesThroughTheme(size_t theme);
  // On the way: some leave, some come late, some change municipality or give their place to
  // another.
  void PeopleLeaveAndCome();
  void Ends();

  // ---- What can be asked.

  const Tally& tally() const { return tally_; }
  LiveServer& server() { return server_; }
  std::vector<Participant>& people() { return people_; }
  std::vector<Employer>& employers() { return employers_; }
  std::vector<Coach>& coaches() { return coaches_; }
  client::Client& organiser() { return *organiser_; }
  const base::Id& organiser_person() const { return organiser_person_; }
  const std::string& organiser_file() const { return organiser_file_; }
  const base::Id& cohort() const { return cohort_; }
  // Everybody's device has heard of everything.
  void EverybodyMeets();
  // All devices are put away, so that what they hold can be looked at.
  void EverybodyLeaves();

 private:
  void NetworkIsMade();
  void MunicipalitiesJoin();
  void CoachesCome();
  void GroupsForm();
  void Enrols(size_t municipality, Participant& leader);
  void SignsIn(Participant& leader);
  void PostsAssignments(size_t theme);
  void Works(Participant& leader, size_t theme, size_t posts);
  void Writes(Participant& leader, const base::Id& thread);
  void HandsIn(Participant& leader, const base::Id& assignment);
  void CoachesAnswer(size_t theme);
  bool IsFor(const Participant& leader, const base::Id& assignment) const;

  SeededRandom& random_;
  LiveServer server_;
  std::unique_ptr<client::Client> organiser_;
  base::Id organiser_person_;
  std::string organiser_file_;
  std::vector<Employer> employers_;
  std::vector<Coach> coaches_;
  std::vector<Participant> people_;  // Leaders, those who came late at the end.
  base::Id programme_;
  base::Id cohort_;
  std::vector<base::Id> theme_threads_;
  std::vector<std::vector<base::Id>> assignments_;   // By theme.
  std::map<base::Id, std::set<base::Id>> only_for_;  // Assignment: persons, if not all.
  std::vector<std::pair<base::Id, std::set<base::Id>>> groups_;
  std::vector<base::Id> group_threads_;
  Tally tally_;
  size_t words_ = 0;
  int files_ = 0;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SCENARIO_WHOLE_ROUND_H_
