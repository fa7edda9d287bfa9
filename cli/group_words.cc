// SPDX-License-Identifier: Apache-2.0
#include "cli/group_words.h"

#include <string_view>
#include <vector>

#include "cli/text.h"

namespace samstig::cli {

namespace {

std::string After(const std::string& name, std::string_view prefix) {
  return name.rfind(prefix, 0) == 0 ? name.substr(prefix.size()) : "UNKNOWN";
}

// More names than a reader takes in are a number.
constexpr int kMostNames = 4;

template <typename Fact>
std::string People(const Fact& fact, const Naming& naming) {
  if (fact.person_ids_size() > kMostNames) {
    return std::to_string(fact.person_ids_size()) + " people";
  }
  std::vector<std::string> names;
  for (const std::string& person : fact.person_ids()) names.push_back(naming.person(person));
  return Listed(names);
}

template <typename Fact>
std::string AreAll(const Fact& fact, const Naming& naming) {
  return People(fact, naming) + (fact.person_ids_size() == 2 ? " are both " : " are all ");
}

}  // namespace

std::string Name(v1::PlacementReasonKind value) {
  return After(v1::PlacementReasonKind_Name(value), "PLACEMENT_REASON_KIND_");
}
std::string Name(v1::UnmetWishKind value) {
  return After(v1::UnmetWishKind_Name(value), "UNMET_WISH_KIND_");
}

std::string Sentence(const v1::PlacementReason& reason, const Naming& naming) {
  const std::string returning = std::to_string(reason.count()) + " who return";
  switch (reason.kind()) {
    case v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_MUNICIPALITY:
      return "the only one from " + naming.municipality(reason.municipality_id());
    case v1::PLACEMENT_REASON_KIND_APART_FROM_LINE:
      return "not with " + People(reason, naming) + " in one line of command";
    case v1::PLACEMENT_REASON_KIND_APART_FROM_THOSE_MET:
      return "not with " + People(reason, naming) + " from an earlier group";
    case v1::PLACEMENT_REASON_KIND_ONE_OF_RETURNING:
      return reason.count() == 1 ? "the one who returns" : "one of " + returning;
    case v1::PLACEMENT_REASON_KIND_WITH_RETURNING:
      return "new, with " + (reason.count() == 1 ? "1 who returns" : returning);
    case v1::PLACEMENT_REASON_KIND_ONLY_ONE_OF_SECTOR:
      return "the only one in " + reason.sector();
    default:
      return {};
  }
}

std::string Sentence(const v1::Placement& placement, const Naming& naming) {
  std::string all;
  for (const v1::PlacementReason& reason : placement.reasons()) {
    const std::string sentence = Sentence(reason, naming);
    if (!sentence.empty()) all += (all.empty() ? "" : "; ") + sentence;
  }
  return all;
}

std::string Sentence(const v1::UnmetWish& unmet, const Naming& naming) {
  const std::string unavoidable = unmet.unavoidable() ? "; there are more of them than groups" : "";
  const std::string returning = Count(unmet.count(), "person returns", "people return");
  switch (unmet.kind()) {
    case v1::UNMET_WISH_KIND_SAME_MUNICIPALITY:
      return AreAll(unmet, naming) + "from " + naming.municipality(unmet.municipality_id()) +
             unavoidable + ".";
    case v1::UNMET_WISH_KIND_MET_BEFORE:
      return People(unmet, naming) + " were in " + Count(unmet.count(), "group", "groups") +
             " together before.";
    case v1::UNMET_WISH_KIND_TOO_MANY_RETURNING:
      return returning + ", more than in other groups.";
    case v1::UNMET_WISH_KIND_TOO_FEW_RETURNING:
      return returning + ", fewer than in other groups.";
    case v1::UNMET_WISH_KIND_SAME_SECTOR:
      return AreAll(unmet, naming) + "in " + unmet.sector() + unavoidable + ".";
    default:
      return {};
  }
}

std::string GroupName(const std::string& language, size_t number) {
  const std::string primary = language.substr(0, language.find('-'));
  const std::string word = primary == "sv"                                         ? "Grupp "
                           : primary == "fi"                                       ? "Ryhmä "
                           : primary == "da" || primary == "nb" || primary == "nn" ? "Gruppe "
                                                                                   : "Group ";
  return word + std::to_string(number);
}

}  // namespace samstig::cli
