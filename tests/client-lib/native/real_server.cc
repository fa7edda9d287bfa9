// SPDX-License-Identifier: Apache-2.0
#include "tests/client-lib/native/real_server.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <sstream>
#include <vector>

#include "domain/rules/keys.h"
#include "samstig/v1/account_service.grpc.pb.h"
#include "samstig/v1/blob_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/api/account_handler.h"
#include "server/api/blob_handler.h"
#include "server/api/grpc_server.h"
#include "server/api/sync_handler.h"
#include "server/auth/sign_in.h"
#include "server/observe/log.h"
#include "server/store/sqlite/sqlite_keeper.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/sync/erasures.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {

using base::Id;
using base::Status;
using rules::Scope;

namespace {

class LastMail : public server::Mailer {
 public:
  Status Ready() override { return {}; }
  void Send(server::Mail mail) override {
    const std::lock_guard lock(mutex_);
    body_ = mail.body;
  }
  std::string Code() const {
    const std::lock_guard lock(mutex_);
    return body_.substr(body_.find("\n    ") + 5, server::kCodeDigits);
  }

 private:
  mutable std::mutex mutex_;
  std::string body_;
};

// What the watched service and the test share.
struct Watch {
  mutable std::mutex mutex;
  std::condition_variable news;
  std::map<std::pair<std::string, uint32_t>, int> arrived;
  int64_t chunks = 0;
  int64_t stats = 0;
  RealServer::Hold hold = RealServer::Hold::kNothing;
  bool refuses = false;
  int spoils_in = 0;
  int spoils_out = 0;
  int cut_after = -1;
  std::vector<uint64_t> offsets;
  std::vector<grpc::ServerUnaryReactor*> held;
};

// The real service with somebody at its door.
class WatchedBlobs final : public v1::BlobService::CallbackService {
 public:
  WatchedBlobs(std::unique_ptr<grpc::Service> real, Watch& watch)
      : real_(std::move(real)),
        blobs_(dynamic_cast<v1::BlobService::CallbackService*>(real_.get())),
        watch_(watch) {}

  grpc::ServerUnaryReactor* StatBlob(grpc::CallbackServerContext* context,
                                     const v1::StatBlobRequest* request,
                                     v1::StatBlobResponse* response) override {
    {
      const std::lock_guard lock(watch_.mutex);
      ++watch_.stats;
    }
    return blobs_->StatBlob(context, request, response);
  }

  grpc::ServerUnaryReactor* PutChunk(grpc::CallbackServerContext* context,
                                     const v1::PutChunkRequest* request,
                                     v1::PutChunkResponse* response) override {
    const std::lock_guard lock(watch_.mutex);
    ++watch_.arrived[{request->sha256(), request->index()}];
    ++watch_.chunks;
    watch_.news.notify_all();
    if (watch_.refuses) {
      grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
      reactor->Finish({grpc::StatusCode::UNAVAILABLE, "refused by the test"});
      return reactor;
    }
    if (watch_.hold == RealServer::Hold::kBeforeStoring) {
      watch_.held.push_back(context->DefaultReactor());
      return watch_.held.back();
    }
    if (watch_.spoils_in > 0) {
      --watch_.spoils_in;
      auto* spoilt = const_cast<v1::PutChunkRequest*>(request);
      (*spoilt->mutable_data())[0] ^= 1;
    }
    return blobs_->PutChunk(context, request, response);
  }

  grpc::ServerWriteReactor<v1::GetBlobResponse>* GetBlob(
      grpc::CallbackServerContext* context, const v1::GetBlobRequest* request) override {
    const std::lock_guard lock(watch_.mutex);
    watch_.offsets.push_back(request->offset());
    if (watch_.spoils_out > 0 || watch_.cut_after >= 0) {
      auto* spoiler = new Faulty(watch_.spoils_out > 0, watch_.cut_after);
      watch_.spoils_out = std::max(0, watch_.spoils_out - 1);
      watch_.cut_after = -1;
      return spoiler;
    }
    return blobs_->GetBlob(context, request);
  }

 private:
  // Gives bytes of its own making; or so many messages of zeros, and then breaks off.
  class Faulty final : public grpc::ServerWriteReactor<v1::GetBlobResponse> {
   public:
    Faulty(bool spoils, int left) : spoils_(spoils), left_(spoils ? 1 : left) {
      message_.set_data(std::string(spoils ? 10 : 1'000, '\0'));
      Go();
    }
    void OnWriteDone(bool ok) override { ok ? Go() : Finish(grpc::Status::CANCELLED); }
    void OnDone() override { delete this; }

   private:
    void Go() {
      if (left_-- > 0) return StartWrite(&message_);
      Finish(spoils_ ? grpc::Status::OK
                     : grpc::Status(grpc::StatusCode::UNAVAILABLE, "cut by the test"));
    }
    v1::GetBlobResponse message_;
    const bool spoils_;
    int left_;
  };

  const std::unique_ptr<grpc::Service> real_;
  v1::BlobService::CallbackService* const blobs_;
  Watch& watch_;
};

}  // namespace

struct RealServer::State {
  State()
      : networks(
            [this](const std::string& slug, const std::string& name) {
              return server::OpenSqliteStore(dir.File(slug + ".db"), slug, name, random);
            },
            clock, {}) {
    network = Must(networks.Create("stigen", "Kommunens ledarstig"));
    Listen("127.0.0.1:0");
  }

  void Listen(const std::string& where) {
    std::vector<server::NamedService> services;
    services.push_back(
        {v1::AccountService::service_full_name(),
         server::MakeAccountService(networks, sessions, sign_in, mailer, erasures, metrics)});
    services.push_back({v1::SyncService::service_full_name(),
                        server::MakeSyncService(networks, sessions, metrics, log)});
    services.push_back({v1::BlobService::service_full_name(),
                        std::make_unique<WatchedBlobs>(
                            server::MakeBlobService(networks, sessions, metrics), watch)});
    grpc = Must(server::GrpcServer::Start({where, false, 4 << 20}, std::move(services), log));
    address = "127.0.0.1:" + std::to_string(grpc->port());
  }

  void LetGo() {
    const std::lock_guard lock(watch.mutex);
    for (grpc::ServerUnaryReactor* reactor : watch.held) {
      reactor->Finish({grpc::StatusCode::UNAVAILABLE, "held by the test"});
    }
    watch.held.clear();
  }

  void Write(const server::Network::Work& work) {
    if (!network->WriteNow(work).ok()) std::abort();
  }

  TempDir dir;
  FakeClock clock;
  SeededRandom random{1};
  std::ostringstream log_text;
  server::Log log{server::LogLevel::kDebug, server::LogFormat::kJson, log_text};
  server::Metrics metrics;
  LastMail mailer;
  server::SignIn sign_in{server::Secret("the server's key"), random};
  server::Sessions sessions{clock};
  server::Networks networks;
  const std::unique_ptr<server::Keeper> keeper = server::MakeSqliteKeeper(&server::NewBlobNamer);
  server::Keeping keeping{networks,
                          *keeper,
                          clock,
                          log,
                          {[this](const std::string& slug) { return dir.File(slug + ".db"); },
                           dir.File("backups"),
                           {},
                           {}}};
  server::ErasureBook book{dir.File("erasures")};
  server::Erasures erasures{networks,
                            keeping,
                            book,
                            clock,
                            random,
                            log,
                            [this](const Id& device) { sessions.End(device); }};
  server::Network* network = nullptr;
  Watch watch;
  std::unique_ptr<server::GrpcServer> grpc;
  std::string address;
};

RealServer::RealServer() : state_(std::make_unique<State>()) {
  const Scope cohort = Scope::OfCohort(IdNamed("cohort"));
  for (const char* name : {"anna", "bo"}) {
    const Id person = IdNamed(name);
    const v1::Entity entity = APerson(name).WithId(person);
    state_->Write([&](server::Transaction& txn) -> Status {
      RETURN_IF_ERROR(txn.Put(person, entity.SerializeAsString(), {}, {}).status());
      RETURN_IF_ERROR(txn.PutAccount({person, std::string(name) + "@example.org"}));
      RETURN_IF_ERROR(txn.GiveScope(person, Scope::OfPerson(person)));
      RETURN_IF_ERROR(txn.GiveScope(person, Scope::Network()));
      return txn.GiveScope(person, cohort);
    });
  }
  Has(ACohort().Running());
  Has(AThread().By("bo"));
}

RealServer::~RealServer() { state_->LetGo(); }

const std::string& RealServer::address() const { return state_->address; }

void RealServer::Stops() {
  state_->LetGo();
  state_->grpc.reset();
}
void RealServer::StartsAgain() { state_->Listen(state_->address); }

std::string RealServer::LastCode() const { return state_->mailer.Code(); }

void RealServer::SignsIn(client::Client& client, const std::string& name) {
  const std::string email = name + "@example.org";
  EXPECT_THAT(client.RequestCode("stigen", email), IsOk());
  EXPECT_THAT(client.RedeemCode("stigen", email, LastCode(), name + "s telefon"), IsOk());
}

void RealServer::Revokes(const std::string& name) {
  state_->Write([&](server::Transaction& txn) {
    return txn.TakeScope(IdNamed(name), Scope::OfCohort(IdNamed("cohort")));
  });
}

void RealServer::Has(const v1::Entity& entity) {
  state_->Write([&](server::Transaction& txn) {
    return txn
        .Put(Id::FromBytes(entity.id()), entity.SerializeAsString(),
             {Scope::OfCohort(IdNamed("cohort"))}, rules::KeysOf(entity))
        .status();
  });
}

std::map<std::pair<std::string, uint32_t>, int> RealServer::Arrived() const {
  const std::lock_guard lock(state_->watch.mutex);
  return state_->watch.arrived;
}

int64_t RealServer::stats() const {
  const std::lock_guard lock(state_->watch.mutex);
  return state_->watch.stats;
}

bool RealServer::WaitForChunks(int64_t count) {
  std::unique_lock lock(state_->watch.mutex);
  return state_->watch.news.wait_for(lock, std::chrono::minutes(1),
                                     [&] { return state_->watch.chunks >= count; });
}

void RealServer::Holds(Hold hold) {
  {
    const std::lock_guard lock(state_->watch.mutex);
    state_->watch.hold = hold;
  }
  if (hold == Hold::kNothing) state_->LetGo();
}

void RealServer::RefusesChunks(bool refuses) {
  const std::lock_guard lock(state_->watch.mutex);
  state_->watch.refuses = refuses;
}

void RealServer::SpoilsIncoming(int times) {
  const std::lock_guard lock(state_->watch.mutex);
  state_->watch.spoils_in = times;
}

void RealServer::SpoilsOutgoing(int times) {
  const std::lock_guard lock(state_->watch.mutex);
  state_->watch.spoils_out = times;
}

void RealServer::CutsReadingAfter(int messages) {
  const std::lock_guard lock(state_->watch.mutex);
  state_->watch.cut_after = messages;
}

std::vector<uint64_t> RealServer::Offsets() const {
  const std::lock_guard lock(state_->watch.mutex);
  return state_->watch.offsets;
}

}  // namespace samstig::test
