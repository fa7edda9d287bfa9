// SPDX-License-Identifier: Apache-2.0
// What the reports on a cohort are computed from. Ids are any words that differ; what a person may
// not see is simply not here.
#ifndef SAMSTIG_CLI_FIGURES_FACTS_H_
#define SAMSTIG_CLI_FIGURES_FACTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "samstig/v1/enrolment.pb.h"
#include "samstig/v1/submission.pb.h"

namespace samstig::cli::figures {

struct Municipality {
  std::string id;
  std::string code;
  std::string name;
};

struct Seats {
  std::string municipality;
  uint64_t asked = 0;
  uint64_t agreed = 0;
};

// A person's place, paid by a municipality.
struct Place {
  std::string person;
  std::string municipality;
  v1::EnrolmentState state = v1::ENROLMENT_STATE_ACTIVE;
  bool returning = false;
};

struct Theme {
  std::string id;
  std::string code;
  std::string name;
  uint32_t position = 0;
};

struct Assignment {
  std::string id;
  std::string theme;  // Empty: none.
  std::string code;
  std::string title;
  base::TimeMs due = 0;
  // For whom, when not for everybody.
  std::optional<std::set<std::string>> only = std::nullopt;
};

// One report that was handed in.
struct Attempt {
  std::string person;
  std::string assignment;
  uint32_t number = 1;
  base::TimeMs made = 0;
  v1::SubmissionState state = v1::SUBMISSION_STATE_SUBMITTED;
  bool late = false;
  bool did_not_work = false;
  // Somebody else than its author wrote to it.
  bool answered = false;
};

// A thread that was started, or a post.
struct Saying {
  std::string author;
  base::TimeMs made = 0;
};

struct Facts {
  std::vector<Municipality> municipalities;
  std::vector<Seats> seats;
  std::vector<Place> places;
  std::vector<Theme> themes;
  std::vector<Assignment> assignments;
  std::vector<Attempt> attempts;
  std::vector<Saying> threads;
  std::vector<Saying> posts;
};

// Who takes part now, each with the municipality that pays.
std::map<std::string, std::string> TakingPart(const Facts& facts);

// The municipalities by name.
std::vector<Municipality> ByName(const Facts& facts);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_FACTS_H_
