// SPDX-License-Identifier: Apache-2.0
// Sentences for the reasons of a proposed group, and for what it lacks. English so far, as all of
// samstig is.
#ifndef SAMSTIG_CLI_GROUP_WORDS_H_
#define SAMSTIG_CLI_GROUP_WORDS_H_

#include <functional>
#include <string>

#include "samstig/v1/group_service.pb.h"

namespace samstig::cli {

// The value's name without the enum's prefix, as in JSON.
std::string Name(v1::PlacementReasonKind value);
std::string Name(v1::UnmetWishKind value);

// Names for the ids in the facts.
struct Naming {
  std::function<std::string(const std::string&)> person;
  std::function<std::string(const std::string&)> municipality;
};

// "the only one from Pargas". Empty for a reason of a newer version.
std::string Sentence(const v1::PlacementReason& reason, const Naming& naming);
// All of them, "the only one from Pargas; one of 2 who return".
std::string Sentence(const v1::Placement& placement, const Naming& naming);
// "Anna and Axel are both from Pargas."
std::string Sentence(const v1::UnmetWish& unmet, const Naming& naming);

// "Grupp 3", in the language of the cohort.
std::string GroupName(const std::string& language, size_t number);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_GROUP_WORDS_H_
