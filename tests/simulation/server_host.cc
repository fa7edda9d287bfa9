// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/server_host.h"

#include <utility>

#include "samstig/v1/account_service.pb.h"
#include "server/decide/ends.h"
#include "server/decide/guests.h"
#include "server/decide/publication.h"
#include "server/decide/retiring.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/apply.h"
#include "tests/simulation/plants.h"
#include "tests/simulation/server_stream.h"

namespace samstig::sim {

using server::PushBatch;
using server::Snapshot;
using server::Store;
using server::Transaction;

namespace {

constexpr char kPath[] = "/server/byn.db";

Status Gone() { return {v1::REASON_UNAVAILABLE, "the server is not there"}; }

}  // namespace

ServerHost::ServerHost(Ground& ground, ServerWitness& witness)
    : ground_(ground),
      witness_(witness),
      dice_(ground.seed, "server"),
      clock_(ground.scheduler),
      epochs_(ground.seed, "epochs"),
      sign_in_(server::Secret("a key that only the simulation knows"), epochs_) {}

ServerHost::~ServerHost() = default;

void ServerHost::Found(const std::function<Status(Transaction&)>& work) {
  const bool is_new = store_ == nullptr;
  if (is_new) {
    Result<std::unique_ptr<Store>> store =
        server::OpenSqliteStore(kPath, kNetwork, "Byn", epochs_, test::MemoryVfs::name());
    if (!store.ok()) return ground_.verdict.Broken("founding", store.status().ToString());
    store_ = *std::move(store);
    feed_ = std::make_unique<server::Feed>();
    disclosures_ = std::make_unique<server::Disclosures>();
    ++life_;
    LookAtTheClock();
  }
  const Status founded = [&]() -> Status {
    ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
    RETURN_IF_ERROR(work(*txn));
    return txn->Commit();
  }();
  if (!founded.ok()) ground_.verdict.Broken("founding", founded.ToString());
}

// ---- The process

void ServerHost::Start() {
  if (IsUp()) return;
  ground_.vfs.PowerIsBack(kDisk);
  Result<std::unique_ptr<Store>> store =
      server::OpenSqliteStore(kPath, kNetwork, "", epochs_, test::MemoryVfs::name());
  ground_.trace.Say("server", {1, store.ok()}, [&] {
    return store.ok() ? std::string("starts") : "cannot start: " + store.status().ToString();
  });
  if (!store.ok()) {
    ground_.scheduler.After(dice_.Between(1, 5) * base::kSecondMs, [this] { Start(); });
    return;
  }
  store_ = *std::move(store);
  // Before anybody meets it, as server/main.cc and server/sync/keeping.cc do.
  const Status prepared = [&]() -> Status {
    if (went_back_) {
      ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
      RETURN_IF_ERROR(txn->SetRestoredAt(clock_.Now()));
      RETURN_IF_ERROR(txn->Commit());
    }
    return server::EndOverdueGuests(*store_, clock_.Now());
  }();
  if (!prepared.ok()) {
    store_.reset();
    ground_.scheduler.After(dice_.Between(1, 5) * base::kSecondMs, [this] { Start(); });
    return;
  }
  went_back_ = false;
  // A short ring, so that readers are often too far behind it; none at all now and then.
  server::FeedLimits limits;
  limits.dispatches = static_cast<size_t>(dice_.Between(0, 6));
  feed_ = std::make_unique<server::Feed>(limits);
  disclosures_ = std::make_unique<server::Disclosures>();
  ++life_;
  witness_.Started(*store_);
  LookAtTheClock();
}

void ServerHost::LookAtTheClock() {
  const TimeMs now = clock_.Now();
  const auto look = [&]() -> Status {
    ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
    ASSIGN_OR_RETURN(const std::vector<Id> due,
                     server::DuePublications(*snapshot, std::nullopt, now));
    ASSIGN_OR_RETURN(const std::vector<Id> guests, server::DueGuests(*snapshot, std::nullopt, now));
    for (const Id& id : due) {
      Do([id, now](Transaction& txn) { return server::Publish(txn, id, now); },
         [](const Status&) {});
    }
    for (const Id& id : guests) {
      Do([id, now](Transaction& txn) { return server::EndGuest(txn, id, now); },
         [](const Status&) {});
    }
    return {};
  };
  // What could not be read or written now is due still at the next look.
  (void)look();
  if (now - retired_at_ >= base::kHourMs || now < retired_at_) Retire(now);
  ground_.scheduler.After(10 * base::kMinuteMs, [this, life = life_] {
    if (life == life_) LookAtTheClock();
  });
}

// As server/sync/retention.cc, but for people, whose way reaches further than the network's file.
void ServerHost::Retire(TimeMs now) {
  const auto look = [&]() -> Status {
    ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
    ASSIGN_OR_RETURN(const std::vector<Id> ends, server::UnnotedEnds(*snapshot));
    ASSIGN_OR_RETURN(server::DueNow found, server::DueForRetention(*snapshot, {}, now));
    for (const Id& id : ends) {
      Do([id, now](Transaction& txn) { return server::NoteEnd(txn, id, now); },
         [](const Status&) {});
    }
    if (found.due.empty()) return {};
    Do([due = std::move(found.due),
        now](Transaction& txn) { return server::CarryOut(txn, due, now); },
       [this](const Status& done) {
         if (done.ok()) witness_.Retired();
       });
    return {};
  };
  if (look().ok()) retired_at_ = now;
}

void ServerHost::GoBackTo(const test::MemoryVfs::Image& backup) {
  Stop(End::kKilled);
  ground_.vfs.PutBack(kDisk, backup);
  went_back_ = true;
}

Status ServerHost::Vacuum() {
  if (!IsUp()) return Gone();
  const Status done = store_->Scrub();
  ground_.trace.Say("server", {6, done.ok()},
                    [&] { return "writes its file anew: " + done.ToString(); });
  (void)IsDark();
  return done;
}

void ServerHost::EndDevices(const std::vector<Id>& devices) {
  for (const Id& device : devices) EndStreamsOf(device);
}

void ServerHost::Stop(End how) {
  if (!IsUp()) return;
  ground_.trace.Say("server", {2, static_cast<uint64_t>(how)}, [&] {
    return std::string(how == End::kStopped  ? "stops"
                       : how == End::kKilled ? "is killed"
                                             : "loses power");
  });
  if (how == End::kKilled) ground_.vfs.Kill(kDisk);
  if (how == End::kPowerCut && !ground_.vfs.PowerIsOff(kDisk)) ground_.vfs.CutPower(kDisk, dice_);
  ++life_;
  std::vector<Waiting> waiting = std::exchange(waiting_, {});
  std::map<StreamId, std::unique_ptr<Stream>> streams = std::exchange(streams_, {});
  commit_due_ = false;
  std::vector<Listener> listeners;
  for (const auto& [id, stream] : streams) listeners.push_back(stream->listener);
  streams.clear();
  store_.reset();
  feed_.reset();
  disclosures_.reset();
  for (const Waiting& one : waiting) one.done(Gone());
  for (const Listener& listener : listeners) listener.end(Gone());
}

bool ServerHost::IsDark() {
  if (!ground_.vfs.PowerIsOff(kDisk)) return false;
  Stop(End::kPowerCut);
  ground_.scheduler.After(dice_.Between(1, 60) * base::kSecondMs, [this] { Start(); });
  return true;
}

// ---- Writing

void ServerHost::Write(Waiting waiting) {
  if (!IsUp()) return waiting.done(Gone());
  if (SAMSTIG_PLANTED(ack_before_commit) && waiting.push) {
    // Judged in a transaction that is thrown away, and answered at once.
    Result<std::unique_ptr<Transaction>> txn = store_->Begin();
    if (txn.ok()) waiting.done(waiting.work(**txn));
    waiting.done = [](const Status&) {};
  }
  waiting_.push_back(std::move(waiting));
  if (std::exchange(commit_due_, true)) return;
  ground_.scheduler.After(dice_.Between(1, 20), [this, life = life_] {
    if (life == life_) CommitGroup();
  });
}

Status ServerHost::Commit(const std::vector<Waiting>& group, std::vector<Status>& answers) {
  server::Changes changes;  // Without the rows, which live as long as the transaction.
  const Status committed = [&]() -> Status {
    ASSIGN_OR_RETURN(std::unique_ptr<Transaction> txn, store_->Begin());
    for (const Waiting& waiting : group) {
      RETURN_IF_ERROR(txn->Savepoint());
      const uint64_t before = txn->Writes();
      answers.push_back(waiting.work(*txn));
      if (!answers.back().ok() && txn->Writes() != before)
        RETURN_IF_ERROR(txn->RollbackToSavepoint());
    }
    RETURN_IF_ERROR(txn->Commit());
    feed_->Committed(txn->Committed());
    changes = txn->Committed();
    changes.rows.clear();
    return {};
  }();
  if (!committed.ok()) return committed;
  ServerWitness::Pushes pushes;
  for (size_t i = 0; i < group.size(); ++i) {
    if (group[i].push && answers[i].ok()) pushes.push_back(group[i].push);
  }
  ground_.trace.Say("server", {3, changes.to, group.size()}, [&] {
    return "commits up to " + std::to_string(changes.to) + ", " + std::to_string(group.size()) +
           " works";
  });
  witness_.Committed(*store_, changes.touched, pushes);
  feed_->Announce();
  return committed;
}

void ServerHost::CommitGroup() {
  commit_due_ = false;
  const std::vector<Waiting> group = std::exchange(waiting_, {});
  std::vector<Status> answers;
  const Status committed = Commit(group, answers);
  if (!committed.ok()) {
    ground_.trace.Say("server", {4, static_cast<uint64_t>(committed.reason())},
                      [&] { return "cannot commit: " + committed.ToString(); });
  }
  const uint64_t life = life_;
  if (IsDark()) {
    for (const Waiting& waiting : group) waiting.done(Gone());
    return;
  }
  for (size_t i = 0; i < group.size() && life == life_; ++i) {
    group[i].done(committed.ok() ? answers[i] : committed);
  }
}

// ---- Calls

Result<server::Actor> ServerHost::Authenticate(const std::string& token) {
  if (!IsUp()) return Gone();
  ASSIGN_OR_RETURN(const server::Token parsed, server::Token::Parse(token));
  ASSIGN_OR_RETURN(std::unique_ptr<Snapshot> snapshot, store_->Read());
  ASSIGN_OR_RETURN(const server::CheckedToken checked,
                   server::CheckToken(*snapshot, parsed.Hash(), clock_.Now()));
  if (clock_.Now() - checked.last_seen >= server::kLastSeenStepMs) {
    Write({[device = checked.actor.device, now = clock_.Now()](Transaction& txn) {
             return server::TouchDevice(txn, device, now);
           },
           [](const Status&) {}, nullptr});
  }
  return checked.actor;
}

void ServerHost::Push(const std::string& token, const std::string& bytes, Answer answer) {
  const auto start = [&]() -> Status {
    ASSIGN_OR_RETURN(const server::Actor actor, Authenticate(token));
    v1::PushRequest request;
    if (!request.ParseFromString(bytes)) return {v1::REASON_MALFORMED, "no PushRequest"};
    if (version_ == Version::kForeign) {
      return {v1::REASON_VERSION_UNSUPPORTED, "this server speaks another protocol"};
    }
    RETURN_IF_ERROR(server::CheckVersion(request.version_min(), request.version_max()));
    std::vector<std::string> mutations(request.mutations().begin(), request.mutations().end());
    ASSIGN_OR_RETURN(PushBatch parsed, PushBatch::Parse(mutations));
    auto push = std::make_shared<JudgedPush>(actor.device, std::move(parsed), std::move(mutations));
    Write({[this, push, actor](Transaction& txn) -> Status {
             ASSIGN_OR_RETURN(std::optional<server::DeviceRow> row, txn.Device(actor.device));
             push->last_before = row ? row->last_number : 0;
             if (version_ == Version::kOlder) RETURN_IF_ERROR(Age(*push, push->last_before));
             return push->batch.Run(txn, actor, clock_.Now());
           },
           [this, push, answer](const Status& status) {
             if (!status.ok()) return answer(status);
             v1::PushResponse response;
             for (const v1::Outcome& outcome : push->batch.outcomes())
               *response.add_outcomes() = outcome;
             response.set_next_number(push->batch.next_number());
             response.set_server_time_ms(clock_.Now());
             response.set_epoch(store_->Epoch().ToBytes());
             response.set_epoch_start_seq(store_->EpochStart());
             answer(response.SerializeAsString());
           },
           push});
    return {};
  };
  const Status started = start();
  if (!started.ok()) answer(started);
}

// An intent that it does not know is a field that it cannot name.
Status ServerHost::Age(JudgedPush& push, uint64_t last) const {
  constexpr int kNewestKnown = v1::Mutation::kSetLevel;
  constexpr uint32_t kUnnamed = 1'000;
  constexpr uint32_t kBytesField = 2;
  std::vector<std::string> aged;
  for (const std::string& bytes : push.bytes) {
    v1::Mutation mutation;
    if (!mutation.ParseFromString(bytes)) return {v1::REASON_MALFORMED, "no Mutation"};
    // What is parked for what it builds on is kept as it came, which this stand-in could not do.
    const bool known = mutation.intent_case() <= kNewestKnown || mutation.number() <= last ||
                       mutation.depends_on_size() > 0;
    if (known) {
      aged.push_back(bytes);
      continue;
    }
    mutation.clear_intent();
    std::string unknown = mutation.SerializeAsString();
    for (uint32_t tag = kUnnamed << 3 | kBytesField; tag > 0; tag >>= 7) {
      unknown.push_back(static_cast<char>((tag & 0x7f) | (tag > 0x7f ? 0x80 : 0)));
    }
    unknown.push_back(0);
    aged.push_back(std::move(unknown));
  }
  ASSIGN_OR_RETURN(push.batch, PushBatch::Parse(std::move(aged)));
  return {};
}

void ServerHost::RequestCode(const std::string& email, Answer answer) {
  const auto code = std::make_shared<std::string>();
  Write({[this, email, code](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(std::optional<server::CodeToSend> made,
                            sign_in_.RequestCode(txn, kNetwork, email, clock_.Now()));
           *code = made ? std::string(made->code.Reveal()) : "";
           return {};
         },
         [code, answer](const Status& status) {
           answer(status.ok() ? Result<std::string>(*code) : Result<std::string>(status));
         },
         nullptr});
}

void ServerHost::RedeemCode(const std::string& email, const std::string& code, const Id& device,
                            Answer answer) {
  const auto redeemed = std::make_shared<std::optional<server::SignedIn>>();
  Write({[this, email, code, device, redeemed](Transaction& txn) -> Status {
           redeemed->reset();
           server::RedeemRequest request{kNetwork, email, server::Secret(code), "telefon", device};
           ASSIGN_OR_RETURN(*redeemed, sign_in_.RedeemCode(txn, request, clock_.Now()));
           return {};
         },
         [this, redeemed, answer](const Status& status) {
           if (!status.ok()) return answer(status);
           if (!*redeemed) return answer(Status(v1::REASON_WRONG_CODE, "wrong or old"));
           const server::SignedIn& signed_in = **redeemed;
           // An earlier token of the same device is over.
           EndStreamsOf(signed_in.actor.device);
           v1::RedeemCodeResponse response;
           response.set_token(std::string(signed_in.token.Reveal()));
           response.set_device_id(signed_in.actor.device.ToBytes());
           response.set_person_id(signed_in.actor.person.ToBytes());
           answer(response.SerializeAsString());
         },
         nullptr});
}

void ServerHost::Split(const Id& person, const Id& device, Answer answer) {
  const auto made = std::make_shared<std::optional<server::SignedIn>>();
  Write({[this, person, device, made](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(
               *made, sign_in_.SplitDevice(txn, kNetwork, {person, device}, "", clock_.Now()));
           return {};
         },
         [made, answer](const Status& status) {
           if (!status.ok()) return answer(status);
           v1::SplitDeviceResponse response;
           response.set_token(std::string((*made)->token.Reveal()));
           response.set_device_id((*made)->actor.device.ToBytes());
           answer(response.SerializeAsString());
         },
         nullptr});
}

void ServerHost::Revoke(const Id& person, const Id& device) {
  Write({[person, device](Transaction& txn) { return server::RevokeDevice(txn, person, device); },
         [this, device](const Status& status) {
           if (status.ok()) EndStreamsOf(device);
         },
         nullptr});
}

void ServerHost::Forget(const Id& device) {
  Write({[this, device](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(std::optional<server::DeviceRow> row, txn.Device(device));
           if (!row) return {};
           row->signed_in = row->last_seen = clock_.Now() - server::kTokenLifeMs - base::kDayMs;
           return txn.PutDevice(*row);
         },
         [](const Status&) {}, nullptr});
}

void ServerHost::Apply(const Id& person, const std::string& request_id,
                       const v1::Mutation& mutation,
                       std::function<void(Result<v1::Outcome>)> answer) {
  const auto outcome = std::make_shared<v1::Outcome>();
  Write({[this, person, request_id, mutation, outcome](Transaction& txn) -> Status {
           ASSIGN_OR_RETURN(*outcome,
                            server::Apply(txn, {person, {}}, request_id, mutation, clock_.Now()));
           return {};
         },
         [outcome, answer](const Status& status) {
           answer(status.ok() ? Result<v1::Outcome>(*outcome) : Result<v1::Outcome>(status));
         },
         nullptr});
}

}  // namespace samstig::sim
