// SPDX-License-Identifier: Apache-2.0
// One exhaustive switch over the closed list of intents, and one over that of kinds. The lists are
// the oneofs of the contract; whatever is added there, the compiler and the linker then ask every
// room for its part.
#ifndef SAMSTIG_DOMAIN_RULES_VISIT_H_
#define SAMSTIG_DOMAIN_RULES_VISIT_H_

#include <utility>

#include "samstig/v1/entity.pb.h"
#include "samstig/v1/kinds.inc"
#include "samstig/v1/mutation.pb.h"

namespace samstig::rules {

// fn(intent) for the intent that is set; fn(v1::Mutation) when there is none, or one from a newer
// version that this build does not know.
template <typename Fn>
auto VisitIntent(const v1::Mutation& m, Fn&& fn) {
#define SAMSTIG_CASE(Type, field) \
  case v1::Mutation::k##Type:     \
    return fn(m.field());
  switch (m.intent_case()) {
    SAMSTIG_INTENTS(SAMSTIG_CASE)
    case v1::Mutation::INTENT_NOT_SET:
      break;
  }
#undef SAMSTIG_CASE
  return fn(m);
}

// fn(body) for the body that is set; fn(v1::Entity) when there is none that this build knows.
template <typename Fn>
auto VisitBody(const v1::Entity& e, Fn&& fn) {
#define SAMSTIG_CASE(Type, field) \
  case v1::Entity::k##Type:       \
    return fn(e.field());
  switch (e.body_case()) {
    SAMSTIG_KINDS(SAMSTIG_CASE)
    case v1::Entity::BODY_NOT_SET:
      break;
  }
#undef SAMSTIG_CASE
  return fn(e);
}

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_VISIT_H_
