// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/programme.h"

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/names.h"
#include "domain/rules/price.h"

namespace samstig::rules {

using base::Status;

namespace {

Status Check(const v1::Programme& p) {
  RETURN_IF_ERROR(CheckSlug(p.code(), "code", 3, kMaxCodeBytes));
  RETURN_IF_ERROR(CheckRange(p.version(), "version", 1, 1'000'000));
  RETURN_IF_ERROR(CheckLocalText(p.name(), "name", kMaxTitleBytes));
  RETURN_IF_ERROR(CheckLocalText(p.summary(), "summary", kMaxTextBytes, TextShape::kMarkdown));
  RETURN_IF_ERROR(CheckRange(p.languages_size(), "number of languages", 1, kMaxLanguages));
  for (const std::string& language : p.languages()) {
    RETURN_IF_ERROR(CheckLanguage(language, "languages"));
  }
  return CheckPrice(p.price_cents(), p.currency());
}

// In no code that CheckSlug takes.
constexpr char kBeforeVersion = '@';

}  // namespace

std::string EditionCode(const v1::Programme& programme, uint32_t version) {
  return programme.code() + kBeforeVersion + std::to_string(version);
}

bool IsEdition(const v1::Programme& programme) {
  return programme.code().find(kBeforeVersion) != std::string::npos;
}

FoldResult Fold(const v1::Entity* before, const v1::PublishProgramme& intent, const Maker& maker) {
  RETURN_IF_ERROR(Check(intent.programme()));
  if (intent.id() != ProgrammeId(intent.programme().code()).bytes()) {
    return Status(v1::REASON_BAD_ID, "the id is not the one made from the code");
  }
  ASSIGN_OR_RETURN(v1::Entity entity,
                   NewOrExisting(before, v1::Entity::kProgramme, intent.id(), maker));
  if (intent.programme().version() < entity.programme().version()) {
    return Status(v1::REASON_ILLEGAL_MOVE, "a newer version is published already");
  }
  *entity.mutable_programme() = intent.programme();
  return Folded{std::move(entity), before ? History::kKeepBefore : History::kNone};
}

Keys KeysOf(const v1::Programme& programme) {
  if (IsEdition(programme)) return {};
  return {{KeyName::kProgrammes, {}}};
}

}  // namespace samstig::rules
