// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/wire.h"

#include <algorithm>
#include <utility>

namespace samstig::sim {

struct Wire::Call {
  explicit Call(Line& l) : line(l) {}
  Line& line;
  bool over = false;    // The caller hears no more of it.
  bool broken = false;  // Nothing passes any more.
  OnAnswer on_answer;
  OnFrame on_frame;
  OnEnd on_end;
  ServerHost::StreamId stream = 0;
  TimeMs last_delivery = 0;
};

namespace {

// What the transport grants a push, and how soon its keepalive notices a dead stream
// (client-lib/native/engine.cc, client-lib/transport/grpc/grpc_transport.cc).
constexpr TimeMs kPushTimeout = 30 * base::kSecondMs;
constexpr TimeMs kKeepalive = 50 * base::kSecondMs;

Status Unreachable() { return {v1::REASON_UNAVAILABLE, "the line is dead"}; }

}  // namespace

Wire::CallPtr Wire::Open(Line& line) {
  auto call = std::make_shared<Call>(line);
  std::erase_if(line.open, [](const std::weak_ptr<Call>& old) { return old.expired(); });
  line.open.push_back(call);
  return call;
}

bool Wire::IsLost(const Line& line, Direction direction, double chance, const char* fault) {
  const TimeMs dead_until = direction == Direction::kUp ? line.up_dead_until : line.down_dead_until;
  if (line.offline || ground_.scheduler.Now() < dead_until) return true;
  if (!dice_.Chance(chance)) return false;
  ground_.faults.Add(fault);
  return true;
}

void Wire::End(const CallPtr& call, const Status& status) {
  if (std::exchange(call->over, true)) return;
  if (call->on_answer) call->on_answer(status);
  if (call->on_end) call->on_end(status);
}

// ---- One question, one answer

void Wire::FailLater(const CallPtr& call, TimeMs began) {
  const size_t how = dice_.Below(10);
  if (how == 0) return;  // Never: the caller's own patience has to end.
  const TimeMs now = ground_.scheduler.Now();
  const bool reset = how < 6;
  const TimeMs wait =
      reset ? dice_.Between(1, 5'000) : std::max<TimeMs>(began + kPushTimeout - now, 1);
  ground_.scheduler.After(wait, [this, call, reset] {
    End(call, reset ? Unreachable() : Status(v1::REASON_TIMED_OUT, "no answer in time"));
  });
}

void Wire::AnswerLater(const CallPtr& call, Result<std::string> answer, TimeMs began) {
  if (call->over) return;
  if (IsLost(call->line, Direction::kDown, ground_.weather.answer_lost, "answer lost")) {
    return FailLater(call, began);
  }
  ground_.scheduler.After(Delay(), [call, answer = std::move(answer)] {
    if (std::exchange(call->over, true)) return;
    call->on_answer(answer);
  });
}

Wire::CallPtr Wire::Ask(Line& line, std::function<void(OnAnswer)> ask, OnAnswer on_answer) {
  const CallPtr call = Open(line);
  call->on_answer = std::move(on_answer);
  const TimeMs began = ground_.scheduler.Now();
  if (line.offline) {
    ground_.scheduler.After(dice_.Between(1, 50), [this, call] { End(call, Unreachable()); });
    return call;
  }
  if (IsLost(line, Direction::kUp, ground_.weather.request_lost, "request lost")) {
    FailLater(call, began);
    return call;
  }
  ground_.scheduler.After(Delay(), [this, call, began, ask] {
    ask([this, call, began](Result<std::string> answer) {
      AnswerLater(call, std::move(answer), began);
    });
  });
  return call;
}

Wire::CallPtr Wire::Push(Line& line, const std::string& token, std::string request,
                         OnAnswer on_answer) {
  const auto ask = [this, token, request = std::move(request)](OnAnswer answer) {
    server_.Push(token, request, std::move(answer));
  };
  if (!line.offline && dice_.Chance(ground_.weather.push_doubled)) {
    ground_.faults.Add("push doubled");
    // Late enough to meet the one after it, sometimes.
    const TimeMs late = dice_.Chance(50) ? Delay() : dice_.Between(0, 90 * base::kSecondMs);
    ground_.scheduler.After(late, [ask] { ask([](const Result<std::string>&) {}); });
  }
  return Ask(line, ask, std::move(on_answer));
}

// ---- Streams

Wire::CallPtr Wire::Pull(Line& line, const std::string& token, std::string request,
                         OnFrame on_frame, OnEnd on_end) {
  const CallPtr call = Open(line);
  call->on_frame = std::move(on_frame);
  call->on_end = std::move(on_end);
  if (line.offline) {
    ground_.scheduler.After(dice_.Between(1, 50), [this, call] { End(call, Unreachable()); });
    return call;
  }
  if (IsLost(line, Direction::kUp, ground_.weather.request_lost, "request lost")) {
    Break(call);
    return call;
  }
  ground_.scheduler.After(Delay(), [this, call, token, request = std::move(request)] {
    if (call->over || call->broken) return;
    call->stream =
        server_.Pull(token, request,
                     {[this, call](std::string frame) { Deliver(call, std::move(frame)); },
                      [this, call](const Status& status) { DeliverEnd(call, status); }});
  });
  return call;
}

void Wire::Break(const CallPtr& call) {
  if (std::exchange(call->broken, true)) return;
  const TimeMs notice = dice_.Chance(50) ? dice_.Between(0, 5'000) : kKeepalive;
  ground_.scheduler.After(notice, [this, call] { End(call, Unreachable()); });
  ground_.scheduler.After(dice_.Between(0, 60 * base::kSecondMs),
                          [this, call] { server_.Close(call->stream); });
}

void Wire::Deliver(const CallPtr& call, std::string frame) {
  const TimeMs now = ground_.scheduler.Now();
  if (call->over || call->broken) {
    // The server writes into a pipe that nobody empties; it may take a while to notice.
    return;
  }
  if (dice_.Chance(ground_.weather.stream_cut)) {
    ground_.faults.Add(dice_.Chance(50) ? "stream cut between frames"
                                        : "stream cut inside a frame");
    return Break(call);
  }
  const TimeMs dead_until =
      std::max(call->line.down_dead_until, call->line.offline ? now + kKeepalive * 2 : 0);
  if (dead_until > now + kKeepalive) return Break(call);
  const TimeMs at = std::max({call->last_delivery, now + Delay(), dead_until});
  call->last_delivery = at;
  const bool slow = dice_.Chance(ground_.weather.slow_reader);
  if (slow) ground_.faults.Add("slow reader");
  const TimeMs taken =
      slow ? at - now + dice_.Between(0, 20 * base::kSecondMs) : dice_.Between(1, 20);
  ground_.scheduler.After(at - now, [call, frame = std::move(frame)]() mutable {
    if (!call->over && !call->broken) call->on_frame(std::move(frame));
  });
  ground_.scheduler.After(taken, [this, call] {
    if (!call->broken) server_.Taken(call->stream);
  });
}

void Wire::DeliverEnd(const CallPtr& call, const Status& status) {
  const TimeMs now = ground_.scheduler.Now();
  if (call->over || call->broken) return;
  if (IsLost(call->line, Direction::kDown, ground_.weather.answer_lost, "end of stream lost")) {
    return Break(call);
  }
  const TimeMs at = std::max(call->last_delivery, now + Delay());
  ground_.scheduler.After(at - now, [this, call, status] {
    if (!call->broken) End(call, status);
  });
}

void Wire::Cancel(const CallPtr& call) {
  if (!call || std::exchange(call->over, true) || !call->on_frame) return;
  const bool told = !call->line.offline && ground_.scheduler.Now() >= call->line.up_dead_until;
  const TimeMs notice = told ? Delay() : dice_.Between(0, 60 * base::kSecondMs);
  ground_.scheduler.After(notice, [this, call] { server_.Close(call->stream); });
}

// ---- Mishaps

void Wire::GoOffline(Line& line) {
  line.offline = true;
  for (const std::weak_ptr<Call>& open : std::exchange(line.open, {})) {
    const CallPtr call = open.lock();
    if (!call || call->over) continue;
    if (call->on_frame) {
      Break(call);
    } else {
      ground_.scheduler.After(dice_.Between(0, 5'000), [this, call] { End(call, Unreachable()); });
    }
  }
}

void Wire::Kill(Line& line, Direction direction, TimeMs until) {
  (direction == Direction::kUp ? line.up_dead_until : line.down_dead_until) = until;
  // Keepalive goes both ways, so it notices either.
  if (until - ground_.scheduler.Now() <= kKeepalive) return;
  for (const std::weak_ptr<Call>& open : line.open) {
    const CallPtr call = open.lock();
    if (!call || call->over || !call->on_frame) continue;
    ground_.scheduler.After(kKeepalive, [this, call] { Break(call); });
  }
}

}  // namespace samstig::sim
