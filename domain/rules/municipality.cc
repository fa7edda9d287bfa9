// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"

namespace samstig::rules {

using base::Status;

namespace {

Status Check(const v1::Municipality& m) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (m.country().size() != 2 || !std::all_of(m.country().begin(), m.country().end(), upper)) {
    return {v1::REASON_MALFORMED, "country must be two capital letters (ISO 3166-1)"};
  }
  if (m.code().size() < 3 || m.code().size() > 4 ||
      !std::all_of(m.code().begin(), m.code().end(), digit)) {
    return {v1::REASON_MALFORMED, "code must be three or four digits"};
  }
  RETURN_IF_ERROR(CheckLocalText(m.name(), "name", kMaxNameBytes));
  RETURN_IF_ERROR(CheckRange(m.languages_size(), "number of languages", 1, kMaxLanguages));
  for (const std::string& language : m.languages()) {
    RETURN_IF_ERROR(CheckLanguage(language, "languages"));
  }
  return {};
}

}  // namespace

FoldResult Fold(const v1::Entity* before, const v1::RegisterMunicipality& intent,
                const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.municipality()));
  const auto& m = intent.municipality();
  if (intent.id() != MunicipalityId(m.country(), m.code()).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from country and code");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kMunicipality, intent.id(), maker));
  *entity.mutable_municipality() = m;
  return Folded{std::move(entity)};
}

Keys KeysOf(const v1::Municipality&) { return {{KeyName::kMunicipalities, {}}}; }

}  // namespace samstig::rules
