// SPDX-License-Identifier: Apache-2.0
// What stays of somebody who is erased and cannot keep its id, since that tells whose it was: it is
// made anew, by nobody.
#ifndef SAMSTIG_SERVER_DECIDE_REMADE_H_
#define SAMSTIG_SERVER_DECIDE_REMADE_H_

#include <set>
#include <string>
#include <vector>

#include "domain/base/id.h"
#include "samstig/v1/entity.pb.h"
#include "server/decide/erased_words.h"

namespace samstig::server {

class Remade {
 public:
  Remade(const Id& person, TimeMs now, base::Random& random)
      : person_(person.ToBytes()), clock_(now), ids_(clock_, random) {}

  // A reaction or a flag of the person's, if any of it stays.
  void Make(const v1::Entity& said, const Talk& talk);
  // A report and the dialogue on it, at the desk of nobody.
  void MakeWork(const v1::Entity& submission, const std::vector<v1::Entity>& dialogue);

  // Each after those that it names.
  const std::vector<v1::Entity>& entities() const { return entities_; }
  // Where work was made anew.
  const std::set<std::string>& cohorts() const { return cohorts_; }

 private:
  // A clock that stands still.
  class At : public base::Clock {
   public:
    explicit At(TimeMs now) : now_(now) {}
    TimeMs Now() const override { return now_; }

   private:
    const TimeMs now_;
  };

  void MakeReaction(v1::Entity reaction, const Talk& talk);
  void MakeFlag(v1::Entity flag, const Talk& talk);

  const std::string person_;
  const At clock_;
  base::IdSource ids_;
  std::vector<v1::Entity> entities_;
  std::set<std::string> cohorts_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_REMADE_H_
