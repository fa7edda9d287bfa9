// SPDX-License-Identifier: Apache-2.0
// ReadOnce: what a transaction has read and nothing has changed since. The writes of one group look
// at the same few things again and again: the thread and its cohort, whether its author reads it,
// which device it is.
#ifndef SAMSTIG_SERVER_STORE_SQLITE_READ_ONCE_H_
#define SAMSTIG_SERVER_STORE_SQLITE_READ_ONCE_H_

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <utility>

#include "domain/base/id.h"
#include "domain/rules/scope.h"
#include "samstig/v1/entity.pb.h"

namespace samstig::server {

class ReadOnce {
 public:
  using Entity = std::shared_ptr<const v1::Entity>;

  // Each gives nullptr for what is not known.
  const Entity* FindEntity(const base::Id& id) const { return Find(entities_, id); }
  const bool* FindHeld(const base::Id& person, const rules::Scope& scope) const {
    return Find(held_, {person, scope});
  }
  const int64_t* FindDevice(const base::Id& device) const { return Find(devices_, device); }

  void NoteEntity(const base::Id& id, Entity entity) { Note(entities_, id, std::move(entity)); }
  void NoteHeld(const base::Id& person, const rules::Scope& scope, bool held) {
    Note(held_, {person, scope}, held);
  }
  void NoteDevice(const base::Id& device, int64_t number) { Note(devices_, device, number); }

  // Something of the kind has changed.
  void ForgetEntity(const base::Id& id) { entities_.erase(id); }
  void ForgetHeld() { held_.clear(); }
  void ForgetAll() {
    entities_.clear();
    held_.clear();
    devices_.clear();
  }

 private:
  // A group that looks at more different things than this gains nothing by keeping them.
  static constexpr size_t kMax = 1'000;

  struct GrantHash {
    size_t operator()(const std::pair<base::Id, rules::Scope>& grant) const {
      const base::IdHash hash;
      return hash(grant.first) * 31 + hash(grant.second.first()) * 7 + hash(grant.second.second()) +
             static_cast<size_t>(grant.second.letter());
    }
  };

  template <typename Map>
  static const typename Map::mapped_type* Find(const Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
  }
  template <typename Map>
  static void Note(Map& map, const typename Map::key_type& key, typename Map::mapped_type value) {
    if (map.size() >= kMax) map.clear();
    map.insert_or_assign(key, std::move(value));
  }

  std::unordered_map<base::Id, Entity, base::IdHash> entities_;
  std::unordered_map<std::pair<base::Id, rules::Scope>, bool, GrantHash> held_;
  std::unordered_map<base::Id, int64_t, base::IdHash> devices_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_STORE_SQLITE_READ_ONCE_H_
