// SPDX-License-Identifier: Apache-2.0
// Wire: the network between the devices and the server. Messages take their time, get lost, come
// twice and late; a line can be dead in one direction, or in both, for as long as a holiday. What a
// stream carries comes in order or not at all, as TCP and gRPC's framing give it; a frame that is
// cut through is no frame.
#ifndef SAMSTIG_TESTS_SIMULATION_WIRE_H_
#define SAMSTIG_TESTS_SIMULATION_WIRE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/dice.h"
#include "tests/simulation/ground.h"
#include "tests/simulation/server_host.h"

namespace samstig::sim {

class Wire {
 public:
  struct Call;
  using CallPtr = std::shared_ptr<Call>;

  // One device's way to the server.
  struct Line {
    std::string name;  // The device's, for the trace.
    bool offline = false;
    TimeMs up_dead_until = 0;
    TimeMs down_dead_until = 0;
    std::vector<std::weak_ptr<Call>> open;
  };

  using OnFrame = std::function<void(std::string frame)>;
  using OnEnd = std::function<void(Status status)>;
  using OnAnswer = std::function<void(Result<std::string> answer)>;

  Wire(Ground& ground, ServerHost& server)
      : ground_(ground), server_(server), dice_(ground.seed, "wire") {}

  CallPtr Push(Line& line, const std::string& token, std::string request, OnAnswer on_answer);
  CallPtr Pull(Line& line, const std::string& token, std::string request, OnFrame on_frame,
               OnEnd on_end);
  // A call of the other kinds: `ask` is run when it arrives, with what takes the answer back.
  CallPtr Ask(Line& line, std::function<void(OnAnswer)> ask, OnAnswer on_answer);
  // The caller is gone; nothing is heard of the call any more. The server learns of it when it can.
  void Cancel(const CallPtr& call);

  // ---- Mishaps

  // Nothing goes either way until GoOnline. Open calls end, sooner or later.
  void GoOffline(Line& line);
  void GoOnline(Line& line) { line.offline = false; }
  enum class Direction { kUp, kDown };
  void Kill(Line& line, Direction direction, TimeMs until);

 private:
  bool IsLost(const Line& line, Direction direction, double chance, const char* fault);
  TimeMs Delay() { return dice_.Between(ground_.weather.min_delay, ground_.weather.max_delay); }
  // The caller will notice that no answer comes, in one of the ways of networks; or never.
  void FailLater(const CallPtr& call, TimeMs began);
  void AnswerLater(const CallPtr& call, Result<std::string> answer, TimeMs began);
  // The stream is broken; both sides find out on their own.
  void Break(const CallPtr& call);
  void Deliver(const CallPtr& call, std::string frame);
  void DeliverEnd(const CallPtr& call, const Status& status);
  void End(const CallPtr& call, const Status& status);
  CallPtr Open(Line& line);

  Ground& ground_;
  ServerHost& server_;
  Dice dice_;
};

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_WIRE_H_
