// SPDX-License-Identifier: Apache-2.0
#include "server/groups/rearrange.h"

#include <gecode/int.hh>
#include <gecode/search.hh>
#include <memory>

namespace samstig::server::groups {

namespace {

using Gecode::BoolVar;
using Gecode::BoolVarArgs;
using Gecode::IntArgs;
using Gecode::IntVar;
using Gecode::IntVarArgs;
using Gecode::IntVarArray;

struct Question {
  const Costs& costs;
  const std::vector<size_t>& free;
  const std::vector<Room>& rooms;
};

// A room's number for each free person, and what that costs.
class Seating : public Gecode::Space {
 public:
  enum class Counts { kYes, kNo };

  Seating(const Question& question, Counts counts)
      : question_(&question),
        room_(*this, static_cast<int>(question.free.size()), 0,
              static_cast<int>(question.rooms.size()) - 1) {
    FillRooms();
    KeepLinesApart();
    NameLikeRoomsInOneOrder();
    if (counts == Counts::kYes) CountCosts();
    branch(*this, room_, Gecode::INT_VAR_SIZE_MIN(),
           Gecode::INT_VAL([](const Space& home, IntVar room, int i) {
             return static_cast<const Seating&>(home).CheapestRoom(room, i);
           }));
  }

  Seating(Seating& other) : Space(other), question_(other.question_) {
    room_.update(*this, other.room_);
    cost_.update(*this, other.cost_);
  }
  Space* copy() override { return new Seating(*this); }

  // For branch and bound: the next one is cheaper.
  void constrain(const Space& best) override {
    const IntVarArray& so_far = static_cast<const Seating&>(best).cost_;
    IntArgs bound(so_far.size());
    for (int i = 0; i < so_far.size(); ++i) bound[i] = so_far[i].val();
    rel(*this, cost_, Gecode::IRT_LE, bound);
  }

  void CostLessThan(const Cost& below) {
    IntArgs bound(static_cast<int>(kWishes));
    for (size_t wish = 0; wish < kWishes; ++wish) bound[static_cast<int>(wish)] = below[wish];
    rel(*this, cost_, Gecode::IRT_LE, bound);
  }

  std::vector<size_t> Rooms() const {
    std::vector<size_t> rooms;
    for (const IntVar& room : room_) rooms.push_back(static_cast<size_t>(room.val()));
    return rooms;
  }

 private:
  size_t people() const { return question_->free.size(); }

  const Cost& Between(size_t i, size_t j) const {
    return question_->costs.Of(question_->free[i], question_->free[j]);
  }

  // What it costs to put a person with those who stay in a room.
  Cost WithStaying(size_t i, const Room& room) const {
    Cost sum{};
    for (const size_t other : room.staying) {
      Add(sum, question_->costs.Of(question_->free[i], other));
    }
    return sum;
  }

  void FillRooms() {
    Gecode::IntSetArgs seats(static_cast<int>(question_->rooms.size()));
    for (size_t r = 0; r < question_->rooms.size(); ++r) {
      const int count = static_cast<int>(question_->rooms[r].seats);
      seats[static_cast<int>(r)] = Gecode::IntSet(count, count);
    }
    count(*this, room_, seats);
  }

  void KeepLinesApart() {
    for (size_t i = 0; i < people(); ++i) {
      for (size_t j = i + 1; j < people(); ++j) {
        if (!question_->costs.Apart(question_->free[i], question_->free[j])) continue;
        rel(*this, room_[static_cast<int>(i)], Gecode::IRT_NQ, room_[static_cast<int>(j)]);
      }
      for (size_t r = 0; r < question_->rooms.size(); ++r) {
        for (const size_t other : question_->rooms[r].staying) {
          if (!question_->costs.Apart(question_->free[i], other)) continue;
          rel(*this, room_[static_cast<int>(i)], Gecode::IRT_NQ, static_cast<int>(r));
        }
      }
    }
  }

  // Empty rooms of one size differ in nothing but their number: the first person in any of them
  // is in the first of them, and so on. Without this each answer is there many times over.
  void NameLikeRoomsInOneOrder() {
    std::map<size_t, std::vector<int>> like;
    for (size_t r = 0; r < question_->rooms.size(); ++r) {
      const Room& room = question_->rooms[r];
      if (room.staying.empty()) like[room.seats].push_back(static_cast<int>(r));
    }
    for (const auto& [seats, rooms] : like) {
      if (rooms.size() > 1) precede(*this, room_, IntArgs(rooms));
    }
  }

  void CountCosts() {
    std::array<IntArgs, kWishes> weights;
    std::array<BoolVarArgs, kWishes> together;
    for (size_t i = 0; i < people(); ++i) {
      for (size_t j = i + 1; j < people(); ++j) {
        const Cost& cost = Between(i, j);
        if (cost == Cost{}) continue;
        const BoolVar same(*this, 0, 1);
        rel(*this, room_[static_cast<int>(i)], Gecode::IRT_EQ, room_[static_cast<int>(j)], same);
        for (size_t wish = 0; wish < kWishes; ++wish) {
          if (cost[wish] == 0) continue;
          weights[wish] << cost[wish];
          together[wish] << same;
        }
      }
    }
    IntVarArgs sums;
    for (size_t wish = 0; wish < kWishes; ++wish) {
      const IntVar sum(*this, 0, Gecode::Int::Limits::max / 4);
      linear(*this, weights[wish], together[wish], Gecode::IRT_EQ, sum);
      sums << SumWithStaying(wish, sum);
    }
    cost_ = IntVarArray(*this, sums);
  }

  // `among_free`, and what the free people cost with those who stay.
  IntVar SumWithStaying(size_t wish, const IntVar& among_free) {
    IntVarArgs parts;
    parts << among_free;
    for (size_t i = 0; i < people(); ++i) {
      IntArgs by_room;
      bool any = false;
      for (const Room& room : question_->rooms) {
        by_room << WithStaying(i, room)[wish];
        any = any || by_room[by_room.size() - 1] != 0;
      }
      if (!any) continue;
      const IntVar part(*this, 0, Gecode::Int::Limits::max / 4);
      element(*this, by_room, room_[static_cast<int>(i)], part);
      parts << part;
    }
    if (parts.size() == 1) return among_free;
    const IntVar sum(*this, 0, Gecode::Int::Limits::max / 4);
    linear(*this, parts, Gecode::IRT_EQ, sum);
    return sum;
  }

  // The room that costs a person least with who is there by now: so that already the first answer
  // is a good one.
  int CheapestRoom(const IntVar& room, int i) const {
    int best = room.min();
    Cost least{};
    bool any = false;
    for (Gecode::IntVarValues value(room); value(); ++value) {
      Cost cost =
          WithStaying(static_cast<size_t>(i), question_->rooms[static_cast<size_t>(value.val())]);
      for (int j = 0; j < room_.size(); ++j) {
        if (j == i || !room_[j].assigned() || room_[j].val() != value.val()) continue;
        Add(cost, Between(static_cast<size_t>(i), static_cast<size_t>(j)));
      }
      if (any && !(cost < least)) continue;
      any = true;
      best = value.val();
      least = cost;
    }
    return best;
  }

  const Question* question_;
  IntVarArray room_;
  IntVarArray cost_;
};

Gecode::Search::Options OneThread(Gecode::Search::Stop* stop) {
  Gecode::Search::Options options;
  options.threads = 1;  // Two would race, and not find the same twice.
  options.stop = stop;
  return options;
}

}  // namespace

std::optional<Arrangement> Rearrange(const Costs& costs, const std::vector<size_t>& free,
                                     const std::vector<Room>& rooms, const Cost& below,
                                     unsigned long max_failures) {
  const Question question{costs, free, rooms};
  const auto start = std::make_unique<Seating>(question, Seating::Counts::kYes);
  start->CostLessThan(below);
  const std::unique_ptr<Gecode::Search::Stop> stop(Gecode::Search::Stop::fail(max_failures));
  Gecode::BAB<Seating> search(start.get(), OneThread(stop.get()));
  std::optional<Arrangement> best;
  while (const std::unique_ptr<Seating> next{search.next()}) best = {next->Rooms(), false};
  if (best) best->proved = !search.stopped();
  return best;
}

Found FindAny(const Costs& costs, const std::vector<size_t>& free, const std::vector<Room>& rooms,
              unsigned long max_failures, Arrangement& found) {
  const Question question{costs, free, rooms};
  const auto start = std::make_unique<Seating>(question, Seating::Counts::kNo);
  const std::unique_ptr<Gecode::Search::Stop> stop(Gecode::Search::Stop::fail(max_failures));
  Gecode::DFS<Seating> search(start.get(), OneThread(stop.get()));
  const std::unique_ptr<Seating> first(search.next());
  if (first == nullptr) return search.stopped() ? Found::kCutOff : Found::kNo;
  found = {first->Rooms(), false};
  return Found::kYes;
}

}  // namespace samstig::server::groups
