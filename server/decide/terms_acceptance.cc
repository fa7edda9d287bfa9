// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/names.h"
#include "server/decide/kinds.h"
#include "server/decide/terms.h"

namespace samstig::server {
namespace {

// 0 while no terms are published.
Result<uint32_t> PresentVersion(Case& c) {
  ASSIGN_OR_RETURN(std::optional<v1::Entity> terms, c.TryLoad(rules::DataTermsId()));
  return terms ? terms->data_terms().version() : 0;
}

}  // namespace

Status RequireTermsAccepted(Case& c, const Id& municipality) {
  ASSIGN_OR_RETURN(const uint32_t present, PresentVersion(c));
  if (present == 0) return {};
  ASSIGN_OR_RETURN(std::optional<v1::Entity> entity,
                   c.TryLoad(rules::TermsAcceptanceId(municipality)));
  const auto& accepted = entity ? entity->terms_acceptance().acceptances()
                                : v1::TermsAcceptance::default_instance().acceptances();
  const uint32_t latest = accepted.empty() ? 0 : accepted.rbegin()->version();
  if (latest == present) return {};
  return {v1::REASON_TERMS_NOT_ACCEPTED,
          "the municipality has accepted version " + std::to_string(latest) +
              " of the terms; the present one is " + std::to_string(present)};
}

Result<Decision> Decide(Case& c, const v1::AcceptTerms& intent) {
  RETURN_IF_ERROR(
      c.Load(intent.municipality_id(), v1::Entity::kMunicipality, "municipality").status());
  RETURN_IF_ERROR(c.Require(Scope::OfMunicipality(IdIn(intent.municipality_id())),
                            "an admin of the municipality"));
  ASSIGN_OR_RETURN(const uint32_t present, PresentVersion(c));
  if (present == 0) return Status(v1::REASON_NOT_FOUND, "no terms are published");
  if (intent.version() != present) {
    return Status(v1::REASON_ILLEGAL_MOVE, "the present version of the terms is " +
                                               std::to_string(present) + ", not " +
                                               std::to_string(intent.version()));
  }
  return c.Carry(intent);
}

Result<Scopes> ScopesOf(Case&, const v1::Entity&, const v1::TermsAcceptance& acceptance) {
  return Scopes{Scope::OfMunicipality(IdIn(acceptance.municipality_id())), Scope::Organisers()};
}

}  // namespace samstig::server
