// SPDX-License-Identifier: Apache-2.0
// A NoticeTeller finds out what NoticeOf has to know of one person, from whatever store there is:
// the device's copy or the server's file.
#ifndef SAMSTIG_DOMAIN_RULES_NOTICE_TELLER_H_
#define SAMSTIG_DOMAIN_RULES_NOTICE_TELLER_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/base/result.h"
#include "domain/rules/keys.h"
#include "domain/rules/notices.h"

namespace samstig::rules {

// Where entities are looked up.
class EntitySource {
 public:
  virtual ~EntitySource() = default;
  // nullopt when there is none.
  virtual base::Result<std::optional<v1::Entity>> Get(const base::Id& id) = 0;
  virtual base::Result<std::vector<v1::Entity>> Find(const Key& key) = 0;
};

class NoticeTeller {
 public:
  // `source` outlives it. What it has read of the person's hats and places is not read again.
  NoticeTeller(EntitySource& source, const base::Id& me) : source_(source), me_(me) {}

  base::Result<std::optional<Notice>> Tell(const v1::Entity& entity);
  base::Result<std::optional<Notice>> TellDeadline(const v1::Entity& assignment, base::TimeMs now,
                                                   base::TimeMs ahead);

  // What goes of the cohort soon; nothing is told of one that the person is not in.
  base::Result<std::vector<Notice>> TellGoing(const base::Id& cohort, base::TimeMs now);

  // The cohort that the entity belongs to; nil when that cannot be found out.
  base::Result<base::Id> CohortOf(const v1::Entity& entity);
  // The cohorts in which the person takes part, as a leader.
  base::Result<std::set<base::Id>> Places();
  // These, and those that the person coaches.
  base::Result<std::set<base::Id>> Cohorts();

 private:
  struct Standing {
    std::set<base::Id> coached;
    std::set<base::Id> places;
  };

  base::Result<const Standing*> MyStanding();
  base::Result<NoticeContext> ContextOf(const v1::Entity& entity);
  base::Status AddThread(const v1::Post& post, NoticeContext& context);
  base::Result<bool> HandedIn(const std::string& assignment);
  // Of the kind, under an id in a field; nullopt for all else.
  base::Result<std::optional<v1::Entity>> Load(const std::string& id, v1::Entity::BodyCase kind);

  EntitySource& source_;
  const base::Id me_;
  std::optional<Standing> standing_;
};

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_NOTICE_TELLER_H_
