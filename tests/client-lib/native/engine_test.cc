// SPDX-License-Identifier: Apache-2.0
// The engine's mailbox: in which order what arrives is handed to the core.
#include "client-lib/native/engine.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "tests/support/fake_clock.h"
#include "tests/support/fake_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using client::Call;
using client::Engine;
using client::SyncCore;
using client::Transport;
using rules::Scope;

const Scope kCohort = Scope::OfCohort(IdNamed("cohort"));

// Calls go nowhere; the story answers them when it likes.
class HeldTransport final : public Transport {
 public:
  struct Held {
    std::string request;
    OnFrame on_frame;
    OnDone on_done;
  };

  std::unique_ptr<Call> Start(Method method, const std::string&, std::string request, int,
                              OnFrame on_frame, OnDone on_done) override {
    const std::lock_guard lock(mutex_);
    calls_[method] = {std::move(request), std::move(on_frame), std::move(on_done)};
    begun_.notify_all();
    return std::make_unique<Call>();
  }

  Held WaitFor(Method method) {
    std::unique_lock lock(mutex_);
    begun_.wait(lock, [&] { return calls_.contains(method); });
    return calls_[method];
  }

 private:
  std::mutex mutex_;
  std::condition_variable begun_;
  std::map<Method, Held> calls_;
};

TEST(EngineTest, TheAnswerToAPushDoesNotWaitForFrames) {
  FakeClock clock;
  SeededRandom random{SeedOr(3)};
  TempDir dir;
  FakeServer server(clock);
  server.page_rows = 1;
  server.Has(AThread().By("bo"), {kCohort});
  for (const char* name : {"one", "two", "three"})
    server.Has(APost().Named(name).By("bo"), {kCohort});
  server.Grants(IdNamed("anna"), kCohort);
  const std::string token = server.SignsIn(IdNamed("anna"), IdNamed("phone"));

  auto core = Must(SyncCore::Open(Must(client::LocalStore::Open(dir.File("anna"))), clock, random));
  ASSERT_THAT(core->SignedIn({"demo", IdNamed("anna"), IdNamed("phone")}, token), IsOk());
  HeldTransport transport;
  std::mutex mutex;
  std::condition_variable told;
  std::optional<uint64_t> revision_when_judged;
  Engine* self = nullptr;
  Engine::News news;
  news.changed = [] {};
  news.synced_once = [](const client::SyncedOnce&) {};
  news.judged = [&](const v1::Outcome&) {
    const uint64_t revision = self->With([](SyncCore& c) { return c.Revision(); });
    const std::lock_guard lock(mutex);
    revision_when_judged = revision;
    told.notify_all();
  };
  Engine engine(std::move(core), transport, clock, news);
  self = &engine;
  ASSERT_THAT(engine.With([](SyncCore& c) { return c.Enqueue(MutationOf(WritesPost("Hej!"), 0)); }),
              IsOk());
  engine.With([](SyncCore& c) { c.Start(); });
  const HeldTransport::Held pull = transport.WaitFor(Transport::Method::kPull);
  const HeldTransport::Held push = transport.WaitFor(Transport::Method::kPush);

  // All of it is in the mailbox before the core is free; but for the first frame, which the engine
  // may have in hand.
  engine.With([&](SyncCore&) {
    FakeServer::Stream stream = server.Pull(token, pull.request);
    size_t frames = 0;
    while (const std::optional<std::string> frame = Must(stream.Next())) {
      pull.on_frame(*frame);
      ++frames;
    }
    EXPECT_GT(frames, 2u);
    push.on_frame(Must(server.Push(token, push.request)));
    push.on_done({});
  });
  std::unique_lock lock(mutex);
  told.wait(lock, [&] { return revision_when_judged.has_value(); });
  EXPECT_EQ(*revision_when_judged, 0u) << "judged before the copy came to a checkpoint";
}

}  // namespace
}  // namespace samstig::test
