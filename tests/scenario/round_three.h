// SPDX-License-Identifier: Apache-2.0
// Round three of Kommunens ledarstig on a real server process: three municipalities with eight
// leaders each, five of them from round two, each with a telephone and a computer; their admins, a
// coach, an organiser. Made through the client library and the network, as people would.
#ifndef SAMSTIG_TESTS_SCENARIO_ROUND_THREE_H_
#define SAMSTIG_TESTS_SCENARIO_ROUND_THREE_H_

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "client-lib/include/samstig/client.h"
#include "client-lib/include/samstig/operator.h"
#include "tests/support/live/live_server.h"

namespace samstig::test {

struct Leader {
  std::string email;
  base::Id person;
  size_t municipality = 0;
  // Telephone and computer.
  std::array<std::unique_ptr<client::Client>, 2> devices;
  std::array<std::string, 2> files;
};

class RoundThree {
 public:
  static constexpr size_t kMunicipalities = 3;
  static constexpr size_t kLeadersEach = 8;
  static constexpr size_t kReturning = 5;
  static constexpr int kAssignments = 6;
  static constexpr char kNetwork[] = "svenskfinland";

  // All of it, up to the running cohort with its assignments and a thread, and everybody signed in.
  RoundThree();

  LiveServer& server() { return server_; }
  std::vector<Leader>& leaders() { return leaders_; }
  const base::Id& assignment(int i) const { return assignments_[static_cast<size_t>(i)]; }
  const base::Id& thread() const { return thread_; }
  const base::Id& cohort() const { return cohort_; }
  // The admins' files: what the municipalities could ever see.
  const std::vector<std::string>& admin_files() const { return admin_files_; }
  std::vector<std::unique_ptr<client::Client>>& admins() { return admins_; }
  client::Client& coach() { return *coach_; }
  std::unique_ptr<client::Operator> Operator();
  // Another device of somebody's, with nothing on it yet.
  std::unique_ptr<client::Client> NewDevice(const std::string& email);

 private:
  void Found();
  void PlansCohort(const base::Id& cohort, uint32_t round);
  void Moves(const base::Id& cohort, v1::CohortState to);
  void Invites(const std::string& email, const v1::Membership& hat);
  void Enrols(size_t municipality, const base::Id& cohort, const Leader& leader);
  void PostsAssignments();

  LiveServer server_;
  std::unique_ptr<client::Client> organiser_;
  std::unique_ptr<client::Client> coach_;
  std::vector<std::unique_ptr<client::Client>> admins_;
  std::vector<std::string> admin_files_;
  std::vector<Leader> leaders_;
  std::vector<base::Id> municipalities_;
  std::vector<base::Id> assignments_;
  base::Id programme_;
  base::Id cohort_;
  base::Id thread_;
  int files_ = 0;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SCENARIO_ROUND_THREE_H_
