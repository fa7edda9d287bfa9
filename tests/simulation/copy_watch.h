// SPDX-License-Identifier: Apache-2.0
// CopyWatch: one device's confirmed copy, held against the server's state at the seq it claims to
// show (I6, I7), and its files, searched for what its owner may no longer read (I12).
#ifndef SAMSTIG_TESTS_SIMULATION_COPY_WATCH_H_
#define SAMSTIG_TESTS_SIMULATION_COPY_WATCH_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "tests/simulation/device_host.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/server_model.h"

namespace samstig::sim {

class CopyWatch {
 public:
  CopyWatch(Ground& ground, const ServerModel& model, const Ledger& ledger)
      : ground_(ground), model_(model), ledger_(ledger) {}

  // The file was opened. It may show an earlier checkpoint than before, but a whole one.
  void Opened(DeviceHost& device);
  // True when a later checkpoint is shown than at the last look; it has been checked.
  bool Look(DeviceHost& device);
  // Nothing that the person has lost is in any byte of the disk. After a purge.
  void SearchFiles(DeviceHost& device);
  // The copy is what the server holds now for its owner, for all that is there (I8).
  void CheckEqual(DeviceHost& device);

  // The copy may be wrong for a while, with good reason: history went back, or a bit flipped. What
  // counts from here on is the end.
  void BecomeUnsure() { unsure_ = true; }
  bool IsUnsure() const { return unsure_; }

  Seq shown() const { return shown_; }
  // Changes for the owner that the copy does not show yet.
  bool IsBehind(DeviceHost& device) const;
  // What an unsure copy has otherwise than the server, for people.
  std::string DifferenceInWords(DeviceHost& device) const;

 private:
  // What becomes of an entity that may be read no longer.
  enum class Fate { kGone, kKept, kEither };

  void Check(DeviceHost& device, Seq from, const std::set<Id>& ids);
  // The first entity that is not what the server holds, and what is wrong with it.
  std::optional<std::pair<Id, std::string>> Difference(DeviceHost& device) const;
  Fate FateOf(const Id& id, const Id& person, Seq from) const;
  bool LeftByItself(const Id& id, const Id& person) const;
  bool LeftByItself(uint32_t text, const Id& person) const;
  bool IsAnEarlierVersion(const Id& id, const std::string& bytes) const;
  void Broken(const DeviceHost& device, const char* invariant, const Id& id,
              const std::string& how);

  Ground& ground_;
  const ServerModel& model_;
  const Ledger& ledger_;
  Seq shown_ = 0;
  bool search_due_ = false;
  bool unsure_ = false;
  // The owner's own texts that no scope gives any more, at each checkpoint.
  std::set<Id> kept_;
  std::map<Seq, std::set<Id>> kept_at_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_COPY_WATCH_H_
