// SPDX-License-Identifier: Apache-2.0
// A device whose server is anybody: pages, answers and ends of any making at any time. Whatever
// comes, the copy opens again, and each write is waiting, parked or judged: nothing that was
// written is lost.
#include <variant>

#include "client-lib/core/sync_core.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/story.h"

namespace samstig {
namespace {

constexpr const char* kDisk = "phone";

class Phone {
 public:
  explicit Phone(test::MemoryVfs& vfs) {
    vfs.Wipe(kDisk);
    Opens();
    const client::Account account{"svenskfinland", test::IdNamed("anna"), test::IdNamed("phone")};
    FUZZ_MUST(core_->SignedIn(account, "svenskfinland.token").ok());
    core_->Start();
    Heeds();
  }

  void Hears(const fuzz::Piece& piece) {
    switch (piece.verb % 8) {
      case 0:
      case 1:
        if (pulling_) core_->OnPullFrame(piece.bytes);
        break;
      case 2:
        if (std::exchange(pulling_, false)) core_->OnPullEnded(StatusIn(piece));
        break;
      case 3:
        if (std::exchange(pushing_, false)) core_->OnPushReply(piece.bytes);
        break;
      case 4:
        if (std::exchange(pushing_, false)) core_->OnPushFailed(StatusIn(piece));
        break;
      case 5:
        Writes(piece.bytes);
        break;
      case 6:
        clock_.Advance((piece.bytes.size() + 1) * 7 * base::kSecondMs);
        core_->OnTick();
        break;
      case 7:
        core_.reset();
        pulling_ = pushing_ = false;
        Opens();
        core_->Start();
        break;
    }
    Heeds();
  }

  void MustHaveAll() {
    core_.reset();
    Opens();
    const auto items = core_->OutboxItems();
    FUZZ_MUST(items.ok());
    for (const uint64_t number : written_) {
      bool there = false;
      for (const client::OutboxItem& item : *items) there |= item.number == number;
      const auto outcome = core_->OutcomeOf(number);
      FUZZ_MUST(outcome.ok());
      FUZZ_MUST(there || *outcome);
    }
  }

 private:
  void Opens() {
    auto store =
        client::LocalStore::Open(std::string("/") + kDisk + "/copy.db", test::MemoryVfs::name());
    FUZZ_MUST(store.ok());
    auto core = client::SyncCore::Open(*std::move(store), clock_, random_);
    FUZZ_MUST(core.ok());
    core_ = *std::move(core);
  }

  void Writes(const std::string& text) {
    v1::Mutation mutation;
    v1::StartThread& thread = *mutation.mutable_start_thread();
    thread.set_id(ids_.Next().ToBytes());
    thread.set_cohort_id(test::IdNamed("cohort").ToBytes());
    thread.set_title(text);
    const auto number = core_->Enqueue(std::move(mutation));
    if (number.ok()) written_.push_back(*number);
  }

  static base::Status StatusIn(const fuzz::Piece& piece) {
    if (piece.bytes.empty()) return {};
    return {static_cast<v1::Reason>(static_cast<uint8_t>(piece.bytes[0])),
            "of the fuzzer's making"};
  }

  // What the core wants done.
  void Heeds() {
    for (const client::Effect& effect : core_->TakeEffects()) {
      if (std::holds_alternative<client::StartPull>(effect)) pulling_ = true;
      if (std::holds_alternative<client::CancelPull>(effect)) pulling_ = false;
      if (std::holds_alternative<client::StartPush>(effect)) pushing_ = true;
      if (std::holds_alternative<client::CancelPush>(effect)) pushing_ = false;
      if (std::holds_alternative<client::StartSplit>(effect)) splitting_ = true;
    }
    if (std::exchange(splitting_, false)) {
      core_->OnSplitFailed({v1::REASON_UNAVAILABLE, "not now"});
      Heeds();
    }
  }

  test::FakeClock clock_;
  test::SeededRandom random_{1};
  base::IdSource ids_{clock_, random_};
  std::unique_ptr<client::SyncCore> core_;
  bool pulling_ = false;
  bool pushing_ = false;
  bool splitting_ = false;
  std::vector<uint64_t> written_;
};

}  // namespace
}  // namespace samstig

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace samstig;
  static test::MemoryVfs vfs(1);
  Phone phone(vfs);
  for (const fuzz::Piece& piece : fuzz::PiecesOf(data, size)) phone.Hears(piece);
  phone.MustHaveAll();
  return 0;
}
