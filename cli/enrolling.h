// SPDX-License-Identifier: Apache-2.0
// Enrolling leaders of one municipality in one cohort so that nobody is enrolled twice: neither by
// a file that is sent again, nor by a file after single ones. As far as the local copy knows; the
// server has the last word. Not thread-safe.
#ifndef SAMSTIG_CLI_ENROLLING_H_
#define SAMSTIG_CLI_ENROLLING_H_

#include <map>
#include <optional>
#include <string>

#include "cli/enrolment_file.h"
#include "cli/session.h"

namespace samstig::cli {

enum class Standing {
  kNew,
  kAgain,  // Enrolled before, and withdrawn.
  kWaits,  // In the outbox, to be sent.
  kThere,
};

inline bool IsThere(Standing standing) {
  return standing == Standing::kWaits || standing == Standing::kThere;
}

struct Plan {
  Standing standing = Standing::kNew;
  // Of the enrolment that is there, else of the one to be made.
  Id id;
};

class Enrolling {
 public:
  // `cohort` and `municipality` as a person names them; empty where there is only one.
  static Result<Enrolling> In(Session& session, const std::string& cohort,
                              const std::string& municipality);

  const Id& cohort() const { return cohort_; }
  const Id& municipality() const { return municipality_; }

  Result<Plan> PlanFor(const Leader& leader);
  // The write that carries the plan out. Person and hat get ids that tell nothing of the leader,
  // for peers see them.
  v1::Mutation Carry(const Plan& plan, const Leader& leader);
  // NO_SEATS when none are agreed.
  Status CheckSeats();

 private:
  Enrolling(Copy& copy, const Id& cohort, const Id& municipality, std::string language)
      : copy_(&copy),
        cohort_(cohort),
        municipality_(municipality),
        language_(std::move(language)) {}

  // A place in the cohort that has not been given back.
  Result<std::optional<Plan>> PlaceOf(const Id& person);
  Result<std::optional<Plan>> WaitingFor(const std::string& email);

  Copy* copy_;
  Id cohort_;
  Id municipality_;
  // For leaders without one of their own.
  std::string language_;
  // Enrolments in the outbox, by address. Filled when first asked for.
  std::optional<std::map<std::string, Id>> waiting_;
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_ENROLLING_H_
