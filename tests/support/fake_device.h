// SPDX-License-Identifier: Apache-2.0
// A device in a story: a SyncCore with its file, joined to a FakeServer by a link that the story
// makes lose, cut and garble what it wants. Nothing happens by itself: Settle carries out all that
// can happen now, Step one thing of it, Wait lets time pass. One thread.
#ifndef SAMSTIG_TESTS_SUPPORT_FAKE_DEVICE_H_
#define SAMSTIG_TESTS_SUPPORT_FAKE_DEVICE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client-lib/core/sync_core.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_server.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {

class FakeDevice {
 public:
  FakeDevice(FakeServer& server, FakeClock& clock, SeededRandom& random, std::string_view person,
             std::string_view name = "phone");

  base::Id person() const { return person_; }
  base::Id id() const { return device_; }
  const std::string& token() const { return token_; }
  client::SyncCore& core() { return *core_; }
  client::LocalStore& store() { return *store_; }
  // Of the database that is in use now.
  const std::string& path() const { return path_; }

  // ---- The story's verbs

  // A fresh token for the same device.
  base::Status SignsIn();
  // Expects it to be taken, and gives its number.
  uint64_t Writes(const google::protobuf::Message& intent);
  // Starts, and lets everything happen that can.
  void ComesOnline();
  // SyncOnce, with time passing as it asks for. How it ended; nullopt when it does not end.
  std::optional<base::Status> SyncsOnce();
  // The power fails: what was in memory is gone, and the file is as the disk has it.
  void Crashes();
  // The file is opened again by the same program, cleanly closed before.
  void Restarts();

  // ---- Time

  // One effect's worth of traffic: a push answered, or a frame handed in. False when nothing is to
  // be done.
  bool Step();
  void Settle();
  // Lets time pass up to the next timer, or not at all if none is set. False if none.
  bool WaitForTimer();
  // Lets this much time pass, with everything that happens in it.
  void Wait(base::TimeMs time);

  // ---- The link

  struct Link {
    bool down = false;              // Every call fails with UNAVAILABLE.
    int lose_requests = 0;          // So many pushes do not reach the server.
    int lose_replies = 0;           // So many pushes reach it, but the answer is lost.
    int cut_after_frames = -1;      // Streams break after so many frames; -1 for never.
    int frames_until_silence = -1;  // Streams stop giving frames without ending.
    std::function<std::vector<std::string>(std::string)>
        mangle;  // What arrives instead of a frame.
  };
  Link link;

  // ---- What can be seen

  // The texts of the posts in the thread, in the order shown; those not confirmed with a trailing
  // "…".
  std::vector<std::string> Posts(const base::Id& thread);
  std::vector<std::string> WaitingTexts();
  std::vector<client::OutboxItem> Parked();
  const std::vector<v1::Outcome>& judged() const { return judged_; }
  int changes() const { return changes_; }
  std::optional<v1::Reason> sign_in_needed() const { return sign_in_needed_; }
  bool pulling() const { return stream_.has_value(); }
  std::optional<base::TimeMs> timer() const { return timer_; }
  // A push is under way, or something is going to wake the device.
  bool IsAlive() {
    Collect();
    return push_ || timer_;
  }
  std::vector<std::string> pushes_sent;  // The exact requests.
  // It has asked for an identity of its own; the story answers.
  bool asked_to_split() const { return splits_; }

 private:
  void Open(const std::string& path);
  void Collect();
  bool StepPush();
  bool StepPull();

  FakeServer& server_;
  FakeClock& clock_;
  SeededRandom& random_;
  const base::Id person_;
  const base::Id device_;
  std::string token_;
  TempDir dir_;
  std::string path_;
  int copies_ = 0;
  client::LocalStore* store_ = nullptr;
  std::unique_ptr<client::SyncCore> core_;

  std::optional<std::string> push_;
  std::optional<FakeServer::Stream> stream_;
  int frames_ = 0;
  std::optional<base::TimeMs> timer_;
  std::vector<v1::Outcome> judged_;
  int changes_ = 0;
  std::optional<v1::Reason> sign_in_needed_;
  std::vector<client::SyncedOnce> once_;
  bool splits_ = false;
};

// The text of a post, or of the intent that writes one.
std::string TextOf(const v1::Entity& post);
std::string TextOf(const v1::Mutation& mutation);

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAKE_DEVICE_H_
