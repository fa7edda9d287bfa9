// SPDX-License-Identifier: Apache-2.0
// Engine: one thread that carries out what the SyncCore asks for (calls, timers, news), and a lock
// round the core for everybody else. Calls on the core come from any thread; what comes from the
// network waits in a mailbox of bounded size, so that a fast server cannot fill this machine's
// memory.
#ifndef SAMSTIG_CLIENT_LIB_NATIVE_ENGINE_H_
#define SAMSTIG_CLIENT_LIB_NATIVE_ENGINE_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "client-lib/transport/transport.h"
#include "domain/base/clock.h"

namespace samstig::client {

class Engine {
 public:
  // What the core tells to people rather than to the network. Called on the engine's thread,
  // without the lock on the core.
  struct News {
    std::function<void()> changed;
    std::function<void(const v1::Outcome&)> judged;
    std::function<void(const SyncedOnce&)> synced_once;
  };

  // `transport` and `clock` must outlive it.
  Engine(std::unique_ptr<SyncCore> core, Transport& transport, const base::Clock& clock, News news);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();  // Cancels what is under way and waits for its thread.

  // fn(SyncCore&) alone with the core; what the core then asks for is carried out soon after.
  template <typename Fn>
  auto With(Fn&& fn) {
    const std::lock_guard lock(core_mutex_);
    if constexpr (std::is_void_v<decltype(fn(*core_))>) {
      fn(*core_);
      PostEffects();
    } else {
      auto result = fn(*core_);
      PostEffects();
      return result;
    }
  }

  // Alone with the core. True says that another was put in its place: then the calls of the old one
  // are cancelled.
  void Replace(const std::function<bool(std::unique_ptr<SyncCore>&)>& fn);

  // The Transport takes calls from one thread at a time.
  std::unique_ptr<Call> StartCall(Transport::Method method, const std::string& token,
                                  std::string request, int timeout_ms, Transport::OnFrame on_frame,
                                  Transport::OnDone on_done);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // Which call something came from. A call that is over is nobody's any more.
  using Serial = uint64_t;
  struct PushEnded {
    Serial serial;
    Result<std::string> reply;
  };
  struct PullFrame {
    Serial serial;
    std::string frame;
  };
  struct PullEnded {
    Serial serial;
    Status status;
  };
  struct SplitEnded {
    Serial serial;
    Result<std::string> reply;
  };
  using Arrival = std::variant<PushEnded, PullFrame, PullEnded, SplitEnded>;

  void PostEffects();
  void Post(Arrival arrival);
  void PostFrame(Serial serial, std::string frame);

  void Run();
  void CarryOut(std::vector<Effect> effects);
  void CarryOut(StartPush& push);
  void CarryOut(CancelPush&);
  void CarryOut(StartPull& pull);
  void CarryOut(CancelPull&);
  void CarryOut(StartSplit&);
  void CarryOut(SetTimer& timer);
  void CarryOut(Changed&);
  void CarryOut(Judged& judged);
  void CarryOut(SignInNeeded&) {}  // Seen in WhyNotSynced.
  void CarryOut(SyncedOnce& once);
  // False when effects must be carried out first: what arrives may belong to a call that they end.
  bool HandIn(Arrival& arrival);
  void HandIn(SyncCore& core, PushEnded& ended);
  void HandIn(SyncCore& core, PullFrame& frame);
  void HandIn(SyncCore& core, PullEnded& ended);
  void HandIn(SyncCore& core, SplitEnded& ended);
  std::string Token();

  std::mutex core_mutex_;  // Before mailbox_mutex_, where both are held.
  std::unique_ptr<SyncCore> core_;

  Transport& transport_;
  std::mutex transport_mutex_;
  const base::Clock& clock_;
  const News news_;

  std::mutex mailbox_mutex_;
  std::condition_variable wake_;
  std::condition_variable room_;
  std::vector<Effect> effects_;
  std::deque<Arrival> arrivals_;
  size_t frame_bytes_ = 0;
  Serial pull_serial_ = 0;  // Of the pull under way; others' frames are not waited for.
  bool stopping_ = false;

  // The thread's own.
  Serial last_serial_ = 0;
  Serial push_serial_ = 0;
  Serial split_serial_ = 0;
  std::unique_ptr<Call> split_;
  std::unique_ptr<Call> push_;
  std::unique_ptr<Call> pull_;
  std::optional<SteadyTime> timer_;
  bool changed_ = false;

  std::thread thread_;
};

}  // namespace samstig::client

#endif  // SAMSTIG_CLIENT_LIB_NATIVE_ENGINE_H_
