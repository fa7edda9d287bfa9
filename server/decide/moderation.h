// SPDX-License-Identifier: Apache-2.0
// Moderation: taking a post down settles all flags on it that are open. For the files of Post and
// Flag.
#ifndef SAMSTIG_SERVER_DECIDE_MODERATION_H_
#define SAMSTIG_SERVER_DECIDE_MODERATION_H_

#include <vector>

#include "server/decide/case.h"

namespace samstig::server {

// All that a coach's word against a post changes, checked before anything is written.
class TakingDown {
 public:
  // What RemovePost is refused for; with a flag that was upheld, a post that is gone already is no
  // reason to refuse.
  static Result<TakingDown> Prepare(Case& c, const v1::RemovePost& intent);
  static Result<TakingDown> PrepareUpholding(Case& c, const v1::Entity& flag,
                                             const v1::SettleFlag& intent);
  Result<Decision> Store(Case& c) const;

 private:
  Status Add(rules::FoldResult folded);
  Status AddFlags(Case& c, const Id& post, const std::string& note);

  std::vector<Case::Prepared> changes_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_MODERATION_H_
