// SPDX-License-Identifier: Apache-2.0
// Weather: how often which fault strikes. Each seed has its own: a fault is often missing
// altogether, so that rare combinations are met pure as well (swarm testing, Groce et al. 2012).
#ifndef SAMSTIG_TESTS_SIMULATION_WEATHER_H_
#define SAMSTIG_TESTS_SIMULATION_WEATHER_H_

#include <cstdint>

#include "tests/simulation/dice.h"

namespace samstig::sim {

// Each has all that the one before has. Radioactive: what takes history itself back, or doubles it.
enum class Level { kCalm, kStormy, kRadioactive };

inline const char* NameOf(Level level) {
  return level == Level::kCalm ? "calm" : level == Level::kStormy ? "stormy" : "radioactive";
}

struct Weather {
  // The morning's, and that of the quiet phase.
  bool is_fair = false;

  // The line. Chances are in percent.
  TimeMs min_delay = 5, max_delay = 60;
  double request_lost = 0;
  double answer_lost = 0;
  double push_doubled = 0;
  double stream_cut = 0;   // At each frame.
  double slow_reader = 0;  // At each frame.

  // Mean time between mishaps of each kind to each machine; 0: never.
  TimeMs offline_every = 0;  // A tunnel, a flight, a cottage for days.
  TimeMs one_sided_every = 0;
  TimeMs device_crash_every = 0;
  TimeMs device_trouble_every = 0;  // Its disk.
  TimeMs device_clock_every = 0;
  TimeMs server_crash_every = 0;
  TimeMs server_trouble_every = 0;
  TimeMs revoke_every = 0;
  double flip_at_page = 0;         // Somebody's rights change between two pages for them.
  bool token_expires = false;      // Once, somebody is away for more than the 180 days of a token.
  TimeMs read_trouble_every = 0;   // Of each disk: what is on it cannot be read for a moment.
  TimeMs swizzle_every = 0;        // Lines fall silent one by one, and come back in another order.
  TimeMs other_version_every = 0;  // An older server for a while, or one that refuses all.
  TimeMs newer_kind_every = 0;     // Something of a kind that nobody here knows yet.
  double vacuum_at_page = 0;       // The server's file is written anew between two pages.
  bool season_ends = false;        // The round is over, and ten weeks pass on the server's clock.
  bool somebody_is_erased = false;
  TimeMs server_clock_every = 0;  // It is set forth or back, and right again after a while.

  // Radioactive only.
  TimeMs rot_every = 0;      // A bit of a device's confirmed copy flips.
  TimeMs restore_every = 0;  // The server goes back to one of the last backups.
  bool is_cloned = false;    // A telephone's file is copied onto another, and both are used.

  bool IsFair() const { return is_fair; }
};

inline Weather FairWeather() {
  Weather w;
  w.is_fair = true;
  return w;
}

inline Weather MakeWeather(Level level, uint64_t seed) {
  Dice dice(seed, "weather");
  Weather w;
  const auto sometimes = [&](double percent, auto value) {
    return dice.Chance(percent) ? value : 0;
  };
  const auto every = [&](TimeMs from, TimeMs to) { return dice.Between(from, to); };
  w.offline_every = every(base::kHourMs, 8 * base::kHourMs);
  if (level == Level::kCalm) {
    w.max_delay = dice.Between(20, 300);
    w.request_lost = static_cast<double>(dice.Below(3));
    w.answer_lost = static_cast<double>(dice.Below(3));
    w.stream_cut = static_cast<double>(dice.Below(3));
    w.server_crash_every = sometimes(20, every(4 * base::kHourMs, 12 * base::kHourMs));
    return w;
  }
  w.max_delay = dice.Chance(50) ? 3'000 : dice.Between(20, 1'000);
  w.request_lost = sometimes(70, static_cast<double>(dice.Below(31)));
  w.answer_lost = sometimes(70, static_cast<double>(dice.Below(31)));
  w.push_doubled = sometimes(60, static_cast<double>(dice.Below(51)));
  w.stream_cut = sometimes(70, static_cast<double>(dice.Below(31)));
  w.slow_reader = sometimes(50, static_cast<double>(dice.Below(31)));
  w.one_sided_every = sometimes(60, every(base::kHourMs, 8 * base::kHourMs));
  w.device_crash_every = sometimes(80, every(base::kHourMs / 2, 8 * base::kHourMs));
  w.device_trouble_every = sometimes(60, every(base::kHourMs, 8 * base::kHourMs));
  w.device_clock_every = sometimes(50, every(base::kHourMs, 12 * base::kHourMs));
  w.server_crash_every = sometimes(80, every(base::kHourMs / 2, 6 * base::kHourMs));
  w.server_trouble_every = sometimes(60, every(base::kHourMs / 2, 6 * base::kHourMs));
  w.revoke_every = sometimes(50, every(4 * base::kHourMs, 24 * base::kHourMs));
  w.flip_at_page = sometimes(50, static_cast<double>(dice.Below(21)));
  w.token_expires = dice.Chance(10);
  w.swizzle_every = sometimes(30, every(2 * base::kHourMs, 8 * base::kHourMs));
  w.other_version_every = sometimes(30, every(2 * base::kHourMs, 12 * base::kHourMs));
  w.newer_kind_every = sometimes(30, every(base::kHourMs, 8 * base::kHourMs));
  w.vacuum_at_page = sometimes(30, static_cast<double>(dice.Below(31)));
  w.season_ends = dice.Chance(8);
  w.somebody_is_erased = dice.Chance(10);
  // By dice of its own: the other stories are told as they were before there was this.
  Dice server_clock(seed, "server clock");
  if (server_clock.Chance(25)) {
    w.server_clock_every = server_clock.Between(2 * base::kHourMs, 12 * base::kHourMs);
  }
  if (level != Level::kRadioactive) return w;
  // With the others once seed 38 is understood (docs/simulation.md).
  w.read_trouble_every = sometimes(40, every(base::kHourMs, 8 * base::kHourMs));
  w.rot_every = sometimes(60, every(base::kHourMs, 8 * base::kHourMs));
  w.restore_every = sometimes(60, every(2 * base::kHourMs, 12 * base::kHourMs));
  w.is_cloned = dice.Chance(40);
  // To erase again after a restore is the business of a book beside the network's file.
  if (w.restore_every > 0) w.somebody_is_erased = false;
  return w;
}

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_WEATHER_H_
