// SPDX-License-Identifier: Apache-2.0
// Rights: who may read which text, worked out anew from hats and enrolments in the simulator's own
// words, so that the server's scopes and grants are not judged by themselves.
#ifndef SAMSTIG_TESTS_SIMULATION_RIGHTS_H_
#define SAMSTIG_TESTS_SIMULATION_RIGHTS_H_

#include <map>
#include <string>

#include "domain/base/id.h"
#include "samstig/v1/entity.pb.h"

namespace samstig::sim {

class Rights {
 public:
  // An entity of the server's as it now is.
  void Learn(const v1::Entity& entity);
  // For kinds that hold what somebody wrote; true for the others.
  bool MayRead(const base::Id& person, const v1::Entity& entity) const;

 private:
  bool IsCoach(const std::string& person, const std::string& cohort) const;
  bool TakesPart(const std::string& person, const std::string& cohort) const;
  bool InCohort(const std::string& person, const std::string& cohort) const;
  bool IsOrganiser(const std::string& person) const;
  bool ReadsThread(const std::string& person, const std::string& thread) const;

  // By id. Only the latest of each counts.
  std::map<std::string, v1::Membership> hats_;
  std::map<std::string, v1::Enrolment> enrolments_;
  std::map<std::string, v1::Assignment> assignments_;
  std::map<std::string, v1::Submission> submissions_;
  std::map<std::string, v1::Thread> threads_;
  std::map<std::string, v1::Group> groups_;
  std::map<std::string, std::string> thread_of_post_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_RIGHTS_H_
