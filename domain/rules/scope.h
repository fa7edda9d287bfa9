// SPDX-License-Identifier: Apache-2.0
// Scopes: the groups of readers. A scope is a letter and up to two ids; in text
// "d/<cohort>/<person>". Which scopes an entity is in is server/decide's to say; who may read a
// scope is in its grants.
#ifndef SAMSTIG_DOMAIN_RULES_SCOPE_H_
#define SAMSTIG_DOMAIN_RULES_SCOPE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/base/id.h"

namespace samstig::rules {

class Scope {
 public:
  // The person alone.
  static Scope OfPerson(const base::Id& person) { return {'u', person, {}}; }
  // One leader and the cohort's coaches.
  static Scope Desk(const base::Id& cohort, const base::Id& person) {
    return {'d', cohort, person};
  }
  // Everybody in the cohort.
  static Scope OfCohort(const base::Id& cohort) { return {'c', cohort, {}}; }
  // The cohort's coaches.
  static Scope Staff(const base::Id& cohort) { return {'s', cohort, {}}; }
  // The members of a peer group, and the cohort's coaches.
  static Scope OfGroup(const base::Id& group) { return {'g', group, {}}; }
  // The leaders of one municipality who take part in the cohort. Never its admins.
  static Scope Internal(const base::Id& cohort, const base::Id& municipality) {
    return {'i', cohort, municipality};
  }
  // The guests of the cohort: nothing but the cohort itself.
  static Scope Guests(const base::Id& cohort) { return {'v', cohort, {}}; }
  // The municipality's admins.
  static Scope OfMunicipality(const base::Id& municipality) { return {'m', municipality, {}}; }
  // The organisers.
  static Scope Organisers() { return {'o', {}, {}}; }
  // Everybody in the network.
  static Scope Network() { return {'n', {}, {}}; }

  static std::optional<Scope> FromText(std::string_view text);
  std::string ToText() const;

  char letter() const { return letter_; }
  const base::Id& first() const { return first_; }
  const base::Id& second() const { return second_; }
  // The order in which a device wants them: the own first, the catalogue last. Lower is sooner.
  int Priority() const;

  auto operator<=>(const Scope&) const = default;
  bool operator==(const Scope&) const = default;

 private:
  Scope(char letter, const base::Id& first, const base::Id& second)
      : letter_(letter), first_(first), second_(second) {}
  char letter_;
  base::Id first_;
  base::Id second_;
};

using Scopes = std::vector<Scope>;

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_SCOPE_H_
