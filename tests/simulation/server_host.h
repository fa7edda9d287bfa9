// SPDX-License-Identifier: Apache-2.0
// ServerHost: the server's real judgement, sync and store on one simulated machine. It stands in
// for what the real server has around them: threads, gRPC, and the process itself, which may crash
// between any two writes to its disk. Group commit as in server/sync/network.cc, streams as in
// server/api/pull_stream.cc.
#ifndef SAMSTIG_TESTS_SIMULATION_SERVER_HOST_H_
#define SAMSTIG_TESTS_SIMULATION_SERVER_HOST_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "samstig/v1/blob_service.pb.h"
#include "samstig/v1/sync_service.pb.h"
#include "server/auth/sign_in.h"
#include "server/decide/actor.h"
#include "server/store/store.h"
#include "server/sync/follow.h"
#include "server/sync/push.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/server_witness.h"

namespace samstig::sim {

using base::Id;
using base::Result;
using base::Status;

class ServerHost {
 public:
  // What a caller of Pull hears. `frame` returns nothing until Taken.
  struct Listener {
    std::function<void(std::string frame)> frame;
    std::function<void(Status status)> end;
  };
  using Answer = std::function<void(Result<std::string> response)>;
  using StreamId = uint64_t;

  ServerHost(Ground& ground, ServerWitness& witness);
  ~ServerHost();

  // ---- The process

  bool IsUp() const { return store_ != nullptr; }
  // Starts it, again and again until the disk lets it.
  void Start();
  enum class End { kStopped, kKilled, kPowerCut };
  // A copy of the network as it is, as a backup has it.
  test::MemoryVfs::Image BackUp() const { return ground_.vfs.Copy(kDisk); }
  // Ends it, and puts the backup in the place of what there was. To be started again.
  void GoBackTo(const test::MemoryVfs::Image& backup);
  // Another version runs in the place of this one: an older one, that does not know the newest
  // intents; or one that speaks no version of the protocol that anybody here does.
  enum class Version { kThis, kOlder, kForeign };
  void Becomes(Version version) { version_ = version; }
  // Ends it now. Everybody who waits for an answer hears UNAVAILABLE, which may get lost on the
  // way.
  void Stop(End how);
  // Called when a stream for the person has built a page that is not the last.
  void OnPage(std::function<void(const Id& person)> hook) { page_hook_ = std::move(hook); }

  // ---- Calls, as they arrive from the line

  void Push(const std::string& token, const std::string& request, Answer answer);
  // 0 when it has ended at once.
  StreamId Pull(const std::string& token, const std::string& request, Listener listener);
  // The line has taken the frame; the next may come.
  void Taken(StreamId stream);
  // The reader is gone.
  void Close(StreamId stream);
  // The answer is the code, as it would be mailed.
  void RequestCode(const std::string& email, Answer answer);
  void RedeemCode(const std::string& email, const std::string& code, const Id& device,
                  Answer answer);
  // The person ends a device elsewhere.
  // SplitDevice: the SplitDeviceResponse.
  void Split(const Id& person, const Id& device, Answer answer);
  void Revoke(const Id& person, const Id& device);
  // BlobService, in server_blobs.cc: a StatBlobResponse, a PutChunkResponse.
  void StatBlob(const std::string& token, const v1::StatBlobRequest& request, Answer answer);
  void PutChunk(const std::string& token, const v1::PutChunkRequest& request, Answer answer);
  // The device was not seen for more than the life of a token.
  void Forget(const Id& device);
  // An intent from a program of the person's without a device.
  void Apply(const Id& person, const std::string& request_id, const v1::Mutation& mutation,
             std::function<void(Result<v1::Outcome>)> answer);

  // At once and without faults, before the world begins to move.
  void Found(const std::function<Status(server::Transaction&)>& work);
  // What programs of the organisers' or the operator's do on the server itself.
  void Do(std::function<Status(server::Transaction&)> work, std::function<void(Status)> done) {
    Write({std::move(work), std::move(done), nullptr});
  }
  // The file is written anew, without what was deleted.
  Status Vacuum();
  // The person's devices are unknown from now on.
  void EndDevices(const std::vector<Id>& devices);

  WallClock& clock() { return clock_; }
  server::Store& store() { return *store_; }

  static constexpr char kDisk[] = "server";
  static constexpr char kNetwork[] = "byn";

 private:
  struct Stream;
  struct Waiting {
    std::function<Status(server::Transaction&)> work;
    std::function<void(Status)> done;
    std::shared_ptr<JudgedPush> push;  // Only of a push.
  };

  // Does what is due now, and looks again in a while.
  void LookAtTheClock();
  void Retire(TimeMs now);
  // What an older server makes of the push's mutations from this number on.
  Status Age(JudgedPush& push, uint64_t last) const;
  void Write(Waiting waiting);
  void CommitGroup();
  Status Commit(const std::vector<Waiting>& group, std::vector<Status>& answers);
  // Notices that the power went while something was written. True if so.
  bool IsDark();
  Result<server::Actor> Authenticate(const std::string& token);
  // Hashes the blob's chunks, and commits what that gave. BAD_HASH when they are not the whole.
  void Conclude(const std::string& key, const std::string& sha256, uint64_t size,
                std::function<void(Status)> done);

  // Does what the stream's Follow says is next.
  void GoOn(StreamId id);
  void Build(StreamId id);
  // Builds the page when that is on disk.
  void Disclose(StreamId id, const server::Scopes& desks);
  void SendLive(StreamId id, const server::LiveMessage& message);
  void Send(StreamId id, const v1::PullResponse& page, const std::string& bytes);
  void Poke(StreamId id);
  void EndStream(StreamId id, const Status& status);
  // The device's token is no longer good.
  void EndStreamsOf(const Id& device);

  Ground& ground_;
  ServerWitness& witness_;
  Dice dice_;
  WallClock clock_;
  Dice epochs_;
  server::SignIn sign_in_;
  std::unique_ptr<server::Store> store_;
  uint64_t life_ = 0;  // Counts the starts; what was scheduled in an earlier one is void.
  std::vector<Waiting> waiting_;
  bool commit_due_ = false;
  Version version_ = Version::kThis;
  bool went_back_ = false;
  TimeMs retired_at_ = 0;
  std::unique_ptr<server::Feed> feed_;
  std::unique_ptr<server::Disclosures> disclosures_;
  std::map<StreamId, std::unique_ptr<Stream>> streams_;
  StreamId last_stream_ = 0;
  std::function<void(const Id& person)> page_hook_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_SERVER_HOST_H_
