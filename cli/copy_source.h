// SPDX-License-Identifier: Apache-2.0
// The local copy as the rule-book asks it.
#ifndef SAMSTIG_CLI_COPY_SOURCE_H_
#define SAMSTIG_CLI_COPY_SOURCE_H_

#include <optional>
#include <utility>
#include <vector>

#include "cli/copy.h"
#include "domain/rules/local_copy.h"

namespace samstig::cli {

class CopySource : public rules::LocalCopy {
 public:
  explicit CopySource(Copy& copy) : copy_(copy) {}

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    Result<Shown> shown = copy_.Get(id);
    if (shown.ok()) return std::optional<v1::Entity>(std::move(shown->entity));
    if (shown.status().reason() == v1::REASON_NOT_FOUND) return std::optional<v1::Entity>();
    return shown.status();
  }

  Result<std::vector<v1::Entity>> Find(const rules::Key& key) override {
    ASSIGN_OR_RETURN(std::vector<Shown> found, copy_.All(key.name, key.owner));
    std::vector<v1::Entity> entities;
    for (Shown& shown : found) entities.push_back(std::move(shown.entity));
    return entities;
  }

  Result<bool> IsIn(const Id& id, const rules::Scope& scope) override {
    return copy_.client().IsIn(id, scope);
  }

 private:
  Copy& copy_;
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_COPY_SOURCE_H_
