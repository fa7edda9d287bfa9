// SPDX-License-Identifier: Apache-2.0
// Oracle: sees every write as it is enqueued, every commit of the server, every page that is sent
// and every device after each input, and says which promise of the design (I1 to I17, I20) was
// broken first.
#ifndef SAMSTIG_TESTS_SIMULATION_ORACLE_H_
#define SAMSTIG_TESTS_SIMULATION_ORACLE_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/simulation/copy_watch.h"
#include "tests/simulation/device_host.h"
#include "tests/simulation/ledger.h"
#include "tests/simulation/rights.h"
#include "tests/simulation/server_model.h"
#include "tests/simulation/server_witness.h"
#include "tests/simulation/view_watch.h"

namespace samstig::sim {

class Oracle final : public ServerWitness, public DeviceWitness {
 public:
  Oracle(Ground& ground, size_t devices);

  // The world is founded; from here on everything counts.
  void Begin(server::Store& store);

  // ---- ServerWitness
  void Committed(server::Store& store, const server::Scopes& touched,
                 const Pushes& pushes) override;
  void Started(server::Store& store) override;
  void Retired() override { retired_ = true; }
  void PageBuilt(const Id& person, const v1::PullResponse& page) override;

  // ---- What happens to history. From the first two on, nobody's numbers prove anything to anybody
  // else: what counts is that in the end all that was written is there, once, and all copies are
  // equal (I16, I17).

  // The server goes back to a backup.
  void Parted();
  void Cloned(const DeviceHost& from, const DeviceHost& to);
  bool HasParted() const { return parted_; }
  // A bit of the device's confirmed copy flipped.
  void Rotted(const DeviceHost& device) { watches_[device.index()].copy.BecomeUnsure(); }
  bool MayBeRotten(const DeviceHost& device) const {
    return watches_[device.index()].copy.IsUnsure();
  }
  // The server's file was written anew, and says what it said before (I10).
  void Vacuumed(server::Store& store);
  // From here on the person's words are no longer kept for anybody.
  void Erasing(const Id& person) { erased_.insert(person); }

  // ---- DeviceWitness
  void Opened(DeviceHost& device) override;
  void Closed(DeviceHost& device) override;
  void Enqueued(DeviceHost& device, const v1::Mutation& mutation,
                const Result<uint64_t>& number) override;
  void Told(DeviceHost& device, const v1::Outcome& outcome) override;
  void AfterInput(DeviceHost& device) override;

  // ---- The end

  // Nothing waits on the device, and its copy has all that there is.
  bool IsDone(DeviceHost& device);
  // What is still missing on it, for people.
  std::string WhatIsMissing(DeviceHost& device);
  // I1, I8, I12, I15, once everybody is done.
  void CheckEnd(server::Store& store, const std::vector<DeviceHost*>& devices);

  const Ledger& ledger() const { return ledger_; }
  const ServerModel& model() const { return model_; }

 private:
  struct Watch {
    Watch(Ground& ground, const ServerModel& model, Ledger& ledger)
        : copy(ground, model, ledger), view(ground, ledger) {}
    CopyWatch copy;
    ViewWatch view;
    bool told = false;
  };

  void Broken(const char* invariant, const std::string& how) {
    ground_.verdict.Broken(invariant, how);
  }
  void Learn(server::Store& store, const std::set<Id>& changed);
  void TakeVerdict(server::Store& store, size_t device, const std::string& bytes,
                   const v1::Outcome& verdict);
  void NoteReplaced(const JudgedPush& push);
  void CheckOrder(size_t device, const Written& write, const v1::Outcome& verdict);
  // The words of a write that was just judged are where they belong.
  void CheckKept(server::Store& store, const Written& write, const v1::Outcome& verdict);
  void CheckHeads(const Id& id);
  // Whose desk it is was told before it is sent to the person.
  void CheckDisclosed(const Id& person, const Scope& desk, base::TimeMs now);
  Id DeviceIdOf(size_t device) const;
  void CheckTexts(server::Store& store);
  // oracle_proofs.cc: I9, I11, I13, and what was erased.
  void CheckDigests(server::Store& store, const std::vector<DeviceHost*>& devices);
  void CheckFreshCopy(server::Store& store, const Id& person);
  void CheckRules();
  void CheckErased(server::Store& store);
  bool IsErased(const Id& person) const { return erased_.contains(person); }
  void CheckDoubled(server::Store& store);
  // I20: what was attached is whole on the server, for those who may read it and nobody else.
  void CheckFiles(server::Store& store, const std::vector<DeviceHost*>& devices);
  void CheckReadersOfFiles(server::Snapshot& snapshot, const std::set<Id>& people);
  void CheckCounts(DeviceHost& device);

  Ground& ground_;
  Ledger ledger_;
  ServerModel model_;
  Rights rights_;
  std::vector<Watch> watches_;
  std::map<Id, size_t> device_of_;  // By the id the server knows.
  // Revisions that the writes of the latest commit name as replaced; targets that were taken back.
  std::set<std::string> replaced_;
  std::set<Id> withdrawn_;
  bool parted_ = false;
  bool went_back_ = false;  // The next start is from a backup.
  bool retired_ = false;
  std::set<Id> erased_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_ORACLE_H_
