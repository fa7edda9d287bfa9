// SPDX-License-Identifier: Apache-2.0
// The Matrix: who may read what in any network, worked out from the entities themselves in the
// tests' own words, so that the server's scopes and grants are not judged by themselves.
#ifndef SAMSTIG_TESTS_RIGHTS_MATRIX_H_
#define SAMSTIG_TESTS_RIGHTS_MATRIX_H_

#include <map>
#include <string>
#include <vector>

#include "samstig/v1/entity.pb.h"

namespace samstig::test {

class Matrix {
 public:
  // An entity as it now is, once. All of them before the first question.
  void Learn(const v1::Entity& entity);
  // Ids as bytes.
  bool MayRead(const std::string& person, const v1::Entity& entity) const;

 private:
  const v1::Entity& At(const std::string& id) const;
  template <typename Test>
  bool HasHat(const std::string& person, const Test& test) const;
  template <typename Test>
  bool HasPlace(const std::string& person, const Test& test) const;
  bool IsOrganiser(const std::string& person) const;
  bool IsAdmin(const std::string& person, const std::string& municipality) const;
  // Is a guest of the cohort now.
  bool IsGuest(const std::string& person, const std::string& cohort) const;
  // Is or was more than a guest.
  bool IsInsider(const std::string& person) const;
  bool IsCoach(const std::string& person, const std::string& cohort) const;
  bool TakesPart(const std::string& person, const std::string& cohort) const;
  // Was given a place once, whatever became of it; not from the waiting list.
  bool WasIn(const std::string& person, const std::string& cohort) const;
  bool InCohort(const std::string& person, const std::string& cohort) const {
    return IsCoach(person, cohort) || TakesPart(person, cohort);
  }
  bool InGroup(const std::string& person, const std::string& group) const;
  bool AtDesk(const std::string& person, const std::string& cohort,
              const std::string& leader) const;
  bool InSpace(const std::string& person, const v1::Thread& thread) const;
  bool SeesPerson(const std::string& person, const std::string& other) const;
  bool SeesHat(const std::string& person, const v1::Membership& hat) const;
  bool SeesAssignment(const std::string& person, const v1::Assignment& assignment) const;

  std::map<std::string, v1::Entity> entities_;
  // By person.
  std::map<std::string, std::vector<v1::Membership>> hats_;
  std::map<std::string, std::vector<v1::Enrolment>> places_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_RIGHTS_MATRIX_H_
