// SPDX-License-Identifier: Apache-2.0
#include "domain/rules/keys.h"

#include "domain/rules/visit.h"

namespace samstig::rules {

using base::Id;

Keys Under(KeyName name, const std::string& owner) {
  if (owner.size() != Id::kSize) return {};
  const Id id = Id::FromBytes(owner);
  return id.IsNil() ? Keys() : Keys{{name, id}};
}

Keys Both(Keys a, const Keys& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

Keys KeysOf(const v1::Entity& entity) {
  return VisitBody(entity, [](const auto& body) -> Keys {
    if constexpr (std::is_same_v<std::decay_t<decltype(body)>, v1::Entity>) {
      return {};  // A kind from a newer version.
    } else {
      return KeysOf(body);
    }
  });
}

}  // namespace samstig::rules
