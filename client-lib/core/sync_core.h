// SPDX-License-Identifier: Apache-2.0
// SyncCore: the client's whole behaviour without any I/O of its own but its SQLite file. Inputs are
// bytes, ticks and local calls; outputs are Effects that the owner carries out. So the same core
// runs natively, in the browser and in the simulation. Single-threaded: the owner serialises all
// calls.
//
// After every call the owner takes the effects (TakeEffects) and carries them out in order.
//
// What it promises, whatever the line does:
// - A write is on disk before Enqueue returns, is shown from then on, and leaves the view in the
//   same transaction that brings its effect.
// - Nothing of a page is visible before its checkpoint, and then all of it at once.
// - While anything waits and syncing is on, a push is under way or a timer is set.
// - Trouble of any kind costs time, never data: the queue, the copy and the account stay.
// - A server that was restored from a backup gets again what it has forgotten; a copy of this
//   device on another disk gets an identity of its own; a copy of the server's data that differs,
//   for whatever reason, is noticed and put right.
#ifndef SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_
#define SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client-lib/core/backoff.h"
#include "client-lib/core/blobs.h"
#include "client-lib/core/lineage.h"
#include "client-lib/core/local_store.h"
#include "client-lib/core/outbox.h"
#include "client-lib/core/page_applier.h"
#include "client-lib/core/page_check.h"
#include "client-lib/core/page_stage.h"
#include "client-lib/core/search.h"
#include "client-lib/core/server_clock.h"
#include "client-lib/core/types.h"
#include "client-lib/core/view.h"
#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/keys.h"
#include "domain/rules/scope.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::client {

using base::TimeMs;

// ---- Effects

// Send this PushRequest. Answer with OnPushReply or OnPushFailed. At most one is under way.
struct StartPush {
  std::string request;
};
// Give up the push under way; its answer is not to be handed in.
struct CancelPush {};
// Open this Pull. Answer with OnPullFrame ... OnPullEnded. At most one is under way.
struct StartPull {
  std::string request;
};
// Cancel the pull under way; no more of its frames are to be handed in, nor its end.
struct CancelPull {};
// Another copy of this device has used its numbers: ask for an identity of one's own
// (AccountService.SplitDevice, with the token). Answer with OnSplit or OnSplitFailed.
struct StartSplit {};
// Call OnTick at this time or after. Replaces the timer before.
struct SetTimer {
  TimeMs at = 0;
};
// Something that may be shown has changed.
struct Changed {};
// This write is judged. `outcome.number` is the write's own number, as Enqueue gave it.
struct Judged {
  v1::Outcome outcome;
};
// The token is no longer good. Syncing rests until SignedIn.
struct SignInNeeded {
  v1::Reason reason = v1::REASON_UNSPECIFIED;
};
// All SyncOnce up to this ticket are over.
struct SyncedOnce {
  uint64_t ticket = 0;
  Status status;
};

using Effect = std::variant<StartPush, CancelPush, StartPull, CancelPull, StartSplit, SetTimer,
                            Changed, Judged, SignInNeeded, SyncedOnce>;

class SyncCore {
 public:
  // Takes up where the file stands. `clock` and `random` must outlive it.
  static Result<std::unique_ptr<SyncCore>> Open(std::unique_ptr<LocalStore> store,
                                                const base::Clock& clock, base::Random& random);

  // In order, each once.
  std::vector<Effect> TakeEffects();

  // ---- Account

  // nullopt before the first sign-in.
  const std::optional<Account>& account() const { return account_; }
  // The device's token for the calls that effects ask for. Secret; empty before sign-in.
  const std::string& token() const { return token_; }
  // ALREADY_EXISTS when the file belongs to another person or network. A device id other than
  // before is a new identity: what waits goes out under it.
  Status SignedIn(const Account& account, const std::string& token);

  // ---- Writing

  // The write's number. On disk when this returns OK; else nothing has happened: NOT_SIGNED_IN
  // before the first sign-in, the rules' reason when they refuse it already now, TOO_LARGE,
  // DISK_FULL, ...
  Result<uint64_t> Enqueue(v1::Mutation mutation);
  // The same, and lets go of what was parked, both or neither. NOT_FOUND when there is no such
  // Parked entity.
  Result<uint64_t> EnqueueInstead(const Id& parked, v1::Mutation mutation);
  // Waiting and parked writes, oldest first.
  Result<std::vector<OutboxItem>> OutboxItems();
  // The verdict on a write, once there is one.
  Result<std::optional<v1::Outcome>> OutcomeOf(uint64_t number);

  // ---- Reading

  Result<Shown> Get(const Id& id) { return view_.Get(id); }
  Result<std::vector<Shown>> Find(const rules::Key& key) { return view_.Find(key); }
  // The server's time, as far as this device knows.
  TimeMs ServerTime() const { return server_clock_->Now(); }
  // The seq of the checkpoint that is shown.
  uint64_t Revision() const { return cursor_.seq(); }
  // The state of the network that is shown.
  v1::AudienceSeen AsOf() const;
  // Whether the copy holds the entity because it is in the scope.
  Result<bool> IsIn(const Id& id, const rules::Scope& scope);
  SyncStatus Why();
  // The best matches for the words that somebody typed; finds what IndexSome has taken in.
  Result<std::vector<SearchHit>> FindWords(std::string_view typed, size_t limit) {
    return search_->Find(typed, limit, view_);
  }
  // Takes in some of what is new for searching. True when there is more.
  Result<bool> IndexSome() { return search_->IndexSome(); }

  // ---- Attachments

  Blobs& blobs() { return *blobs_; }
  // Small things first: a file waits until every write is judged.
  bool MayCarryBlobs() const {
    return account_ && signed_out_ == v1::REASON_UNSPECIFIED && outbox_.waiting() == 0;
  }
  bool started() const { return started_; }

  // For whoever saves what is in it.
  LocalStore& store() { return *store_; }

  // ---- Syncing

  // Keeps in touch until Stop.
  void Start();
  void Stop();
  // Sends what waits now and then reads up to a checkpoint taken after that. A SyncedOnce with this
  // ticket or a later one tells how it ended.
  uint64_t SyncOnce();
  // Nobody waits for it any longer.
  void GiveUpSyncOnce();
  // The network came back, or the app came to the front: tries at once.
  void Nudge();
  void OnTick();
  // For a quiet moment: what was written last goes from the log into the database, so that the next
  // start need not read all of the log. Nothing is lost when there never is such a moment.
  Status Settle() { return store_->Settle(); }

  void OnPushReply(std::string_view response);
  void OnPushFailed(const Status& status);
  void OnSplit(const Id& device, const std::string& token);
  void OnSplitFailed(const Status& status);
  void OnPullFrame(std::string frame);
  void OnPullEnded(const Status& status);

  // ---- For tests and metrics

  uint64_t bad_frames() const { return bad_frames_; }
  // Times that the server turned out to have been restored from a backup.
  uint64_t forks() const { return forks_; }
  // Times that this copy turned out to differ from the server's, or from what was written to disk.
  uint64_t mismatches() const { return mismatches_; }
  size_t pending() const { return view_.pending(); }
  uint64_t folds() const { return view_.folds(); }

 private:
  // A push unanswered for so long, or a pull silent for so long before its checkpoint, is lost.
  // Transports notice most such cases sooner.
  static constexpr TimeMs kPatience = 90 * base::kSecondMs;
  // A SyncOnce gives up after so many failures in a row, rather than sit out its budget in a
  // tunnel.
  static constexpr int kOnceTries = 3;

  // One direction of the traffic: when it is tried again, and what last went wrong.
  struct Line {
    explicit Line(base::Random& random) : backoff(random) {}
    Backoff backoff;
    std::optional<TimeMs> retry_at;  // Not before.
    std::optional<TimeMs> watch_at;  // If nothing has been heard by then, the call is given up.
    Status trouble;                  // Since the last success.
  };
  struct Once {
    Once(uint64_t own_ticket, uint64_t last_write) : ticket(own_ticket), barrier(last_write) {}
    uint64_t ticket;
    uint64_t barrier;  // Writes up to here are to be judged first.
    int failures = 0;
    Status push_failure;      // Pushing was given up; reading goes on.
    bool pull_asked = false;  // The pull that counts was opened.
  };
  enum class Trouble { kOffline, kBusy, kSignedOut, kRefused };

  SyncCore(std::unique_ptr<LocalStore> store, Outbox outbox, PageStage stage,
           const base::Clock& clock, base::Random& random);

  Status LoadAccount();
  Status LoadCursor();
  Status LoadPending();
  Status SaveAccount(const Account& account, const std::string& token);
  // Its author has let go of it here; the server may not have heard.
  bool IsLetGo(const Outbox::ParkedWrite& parked);

  // Brings about what the state asks for. The last step of every input.
  void Pump();
  bool Resting() const;
  bool WantsToPush() const;
  void ArmTimer();

  // sync_core_heal.cc
  Status LoadLineage();
  // The server is in this epoch now. In the caller's transaction; MetEpoch after it.
  Status MeetEpoch(const std::string& epoch, uint64_t start, Lineage& lineage);
  void MetEpoch(Lineage lineage);
  // The furthest seq this device knows of.
  Result<uint64_t> FurthestSeq();
  Status TakeFork(uint64_t seq);
  Status SendAgainFrom(uint64_t number);
  Status ReloadWrites();
  void TellHistory(v1::PullRequest& request);
  // Compares the copy with what the server says of its own. True when it is to be put right by
  // another pull.
  Result<bool> Differs(const v1::PullResponse& page);
  Status FindBadLeaves(const v1::PullResponse& page);
  Status ReadAllAnew();
  Status CopyIsProven();
  // Once a day, from the bytes on disk.
  Result<bool> HasRotted();

  // sync_core_push.cc
  void PumpPush();
  void StartPushing(Batch batch);
  void ClosePush();
  void TakeVerdicts(const Verdicts& verdicts);
  void ReadParkedNews();
  void PushAnswered(const Verdicts& verdicts);
  void PushTrouble(const Status& status);

  // sync_core_pull.cc
  void PumpPull();
  void OpenPull();
  void ClosePull();
  void TakePage(std::string frame, const v1::PullResponse& page);
  void TakeCheckpoint(const v1::PullResponse& page);
  // Makes all staged pages and this last one visible at once.
  Status Show(const v1::PullResponse& last_page);
  Status Apply(const v1::PullResponse& last_page, PageApplier& applier);
  Status ForgetStage();
  // After a scope was lost: see to it that none of its bytes are in the file.
  void EraseTraces();
  void PageCame();
  void CheckpointReached();
  // Ends the pull. `backoff` says how soon it is tried again.
  void PullTrouble(const Status& status, Backoff& backoff);

  // Writes on different entities, all on disk or none. The first one's number.
  Result<uint64_t> EnqueueAll(std::vector<v1::Mutation> mutations);
  static Trouble KindOf(v1::Reason reason);
  void Retry(Line& line, Backoff& backoff, const Status& status);
  void Reconnected(Line& other);
  void SignOut(v1::Reason reason);
  void DeviceTrouble(const Status& status);
  void FinishOnce(Status status);

  template <typename T>
  void Emit(T effect) {
    effects_.emplace_back(std::move(effect));
  }

  std::unique_ptr<LocalStore> store_;
  Outbox outbox_;
  PageStage stage_;
  View view_;
  std::optional<Search> search_;  // These three: set by Open.
  std::optional<Blobs> blobs_;
  std::optional<ServerClock> server_clock_;
  const base::Clock& clock_;
  std::vector<Effect> effects_;

  std::optional<Account> account_;
  std::string token_;
  v1::Reason signed_out_ = v1::REASON_UNSPECIFIED;  // Why the token is no longer good.

  bool started_ = false;
  std::optional<Once> once_;
  uint64_t last_ticket_ = 0;

  Line push_;
  std::optional<Batch> batch_;    // Under way.
  bool asks_number_ = false;      // Which number the server expects is to be asked.
  bool cloned_ = false;           // An identity of its own is wanted,
  bool split_under_way_ = false;  // and has been asked for.
  // A new identity sends nothing until the server's history is known to be the one its numbers come
  // from: else what a restored server has forgotten would be left out.
  bool history_unsure_ = false;

  Line pull_;
  bool pull_open_ = false;
  bool pull_follows_ = false;
  bool page_came_ = false;  // On this stream.
  bool caught_up_ = false;  // This stream has come to a checkpoint.
  Backoff show_backoff_;    // Pages come, but cannot be shown.
  std::optional<PageCheck> check_;
  v1::Cursor cursor_;

  Lineage lineage_;
  std::string network_id_;  // The server's word for the network; empty before the first checkpoint.
  bool parted_ = false;     // The server was restored, and the copy has not been proven since.
  bool compares_ = false;   // The next pull, or the one that is open, compares scope by scope.
  std::vector<v1::ScopeLeaves> repairs_;  // What the next pull asks to be sent anew.
  int unproven_ = 0;                      // Pulls in a row after which the copy differed.
  uint64_t forks_ = 0;
  uint64_t mismatches_ = 0;

  Status device_trouble_;
  std::optional<TimeMs> timer_;
  uint64_t bad_frames_ = 0;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_CORE_SYNC_CORE_H_
