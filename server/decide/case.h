// SPDX-License-Identifier: Apache-2.0
// A Case: one intent of one actor before the judge, with what the files of the kinds need to decide
// it.
#ifndef SAMSTIG_SERVER_DECIDE_CASE_H_
#define SAMSTIG_SERVER_DECIDE_CASE_H_

#include <memory>
#include <string>
#include <string_view>

#include "domain/rules/fold.h"
#include "domain/rules/keys.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/membership.pb.h"
#include "server/decide/actor.h"
#include "server/decide/decide.h"
#include "server/store/store.h"

namespace samstig::server {

class Case {
 public:
  Case(Transaction& txn, const Actor& actor, TimeMs now, TimeMs claimed)
      : txn_(txn), actor_(actor), maker_{actor.person, now, claimed} {}

  Transaction& txn() { return txn_; }
  const Id& person() const { return actor_.person; }
  TimeMs now() const { return maker_.now; }
  TimeMs claimed() const { return maker_.claimed; }
  const rules::Maker& maker() const { return maker_; }

  // The entity with this id and kind; NOT_FOUND with `what` in the detail, also for an id that is
  // none.
  Result<v1::Entity> Load(std::string_view id, v1::Entity::BodyCase kind, std::string_view what);
  // nullopt when there is none.
  Result<std::optional<v1::Entity>> TryLoad(const Id& id);
  // The same to look at and not to change, which costs no copy; never nullptr from Look.
  Result<std::shared_ptr<const v1::Entity>> Look(std::string_view id, v1::Entity::BodyCase kind,
                                                 std::string_view what);
  Result<std::shared_ptr<const v1::Entity>> TryLook(const Id& id) { return txn_.Parsed(id); }
  // All entities of a key, parsed.
  Result<std::vector<v1::Entity>> LoadAll(const rules::Key& key);

  // ---- Permission: who holds a scope may act in it. Hats and enrolments give scopes (grants.h).

  // NOT_ALLOWED unless the actor holds the scope. `who` names whom it takes: "a coach of the
  // cohort".
  Status Require(const Scope& scope, std::string_view who);
  Result<bool> Holds(const Scope& scope) { return txn_.Holds(actor_.person, scope); }

  // ---- Carrying out.

  // Folds the intent into its entity and stores the result in its scopes.
  template <typename Intent>
  Result<Decision> Carry(const Intent& intent) {
    ASSIGN_OR_RETURN(Prepared prepared, Prepare(intent));
    return Store(prepared);
  }

  // The two halves of Carry, for those who have more to check or to add in between.
  struct Prepared {
    bool existed = false;
    rules::Folded folded;
    // Under which it was found before.
    rules::Keys keys;
  };
  template <typename Intent>
  Result<Prepared> Prepare(const Intent& intent) {
    ASSIGN_OR_RETURN(Id id, Id::Parse(intent.id(), "id"));
    ASSIGN_OR_RETURN(std::optional<v1::Entity> before, TryLoad(id));
    ASSIGN_OR_RETURN(rules::Folded folded,
                     rules::Fold(before ? &*before : nullptr, intent, maker_));
    return Prepared{before.has_value(), std::move(folded),
                    before ? rules::KeysOf(*before) : rules::Keys()};
  }
  Result<Decision> Store(const Prepared& prepared);

  // Stores an entity of the server's own making, or one changed as a consequence.
  Result<Seq> Put(const v1::Entity& entity);
  // A new entity by the actor, now.
  v1::Entity New(const Id& id) const;

  // Puts the entity into the scopes it belongs to now, if they changed. Its bytes stay.
  Status Rescope(const Id& id);

 private:
  // Finds it under what it is found by now.
  Status Rekey(const Id& id, const rules::Keys& before, const rules::Keys& after);

  Transaction& txn_;
  const Actor& actor_;
  const rules::Maker maker_;
};

// An id field of a stored entity or a checked intent: 16 bytes, or nil.
Id IdIn(const std::string& bytes);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_CASE_H_
