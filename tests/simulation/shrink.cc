// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/shrink.h"

#include <algorithm>
#include <utility>

namespace samstig::sim {

const std::vector<MishapKind>& MishapKinds() {
  static const std::vector<MishapKind> kinds = {
      {"loss", [](Weather& w) { w.request_lost = w.answer_lost = 0; }},
      {"doubles", [](Weather& w) { w.push_doubled = 0; }},
      {"cuts", [](Weather& w) { w.stream_cut = 0; }},
      {"slow", [](Weather& w) { w.slow_reader = 0; }},
      {"delay", [](Weather& w) { w.max_delay = std::min<TimeMs>(w.max_delay, 60); }},
      {"offline", [](Weather& w) { w.offline_every = 0; }},
      {"one-sided", [](Weather& w) { w.one_sided_every = 0; }},
      {"swizzle", [](Weather& w) { w.swizzle_every = 0; }},
      {"device-crashes", [](Weather& w) { w.device_crash_every = 0; }},
      {"device-disks", [](Weather& w) { w.device_trouble_every = 0; }},
      {"clocks", [](Weather& w) { w.device_clock_every = 0; }},
      {"server-clock", [](Weather& w) { w.server_clock_every = 0; }},
      {"server-crashes", [](Weather& w) { w.server_crash_every = 0; }},
      {"server-disk", [](Weather& w) { w.server_trouble_every = 0; }},
      {"reads", [](Weather& w) { w.read_trouble_every = 0; }},
      {"revocations", [](Weather& w) { w.revoke_every = 0; }},
      {"rights", [](Weather& w) { w.flip_at_page = 0; }},
      {"versions", [](Weather& w) { w.other_version_every = 0; }},
      {"newer-kinds", [](Weather& w) { w.newer_kind_every = 0; }},
      {"vacuum", [](Weather& w) { w.vacuum_at_page = 0; }},
      {"season", [](Weather& w) { w.season_ends = false; }},
      {"erasure", [](Weather& w) { w.somebody_is_erased = false; }},
      {"rot", [](Weather& w) { w.rot_every = 0; }},
      {"restores", [](Weather& w) { w.restore_every = 0; }},
      {"clones", [](Weather& w) { w.is_cloned = false; }},
  };
  return kinds;
}

Weather WeatherOf(const Story& story) {
  Weather weather = MakeWeather(story.level, story.seed);
  for (const MishapKind& kind : MishapKinds()) {
    if (std::find(story.without.begin(), story.without.end(), kind.name) != story.without.end())
      kind.leave_out(weather);
  }
  return weather;
}

std::string CommandFor(const Story& story) {
  std::string command = "./dev simulate --level " + std::string(NameOf(story.level)) + " --seed " +
                        std::to_string(story.seed);
  if (story.writes > 0) command += " --writes " + std::to_string(story.writes);
  std::string without;
  for (const std::string& name : story.without) without += (without.empty() ? "" : ",") + name;
  return without.empty() ? command : command + " --without " + without;
}

Story Shrink(Story story, const Report& failed) {
  const auto still_fails = [&](const Story& shorter) {
    const Report report = Run(shorter, Telling::kNothing);
    return report.failed && report.invariant == failed.invariant;
  };
  const auto leave_out = [&] {
    for (const MishapKind& kind : MishapKinds()) {
      const auto& out = story.without;
      if (std::find(out.begin(), out.end(), kind.name) != out.end()) continue;
      Story shorter = story;
      shorter.without.push_back(kind.name);
      if (still_fails(shorter)) story = std::move(shorter);
    }
  };
  const auto write_less = [&] {
    // Those after the promise broke were not written; of those before, as few as will do.
    uint64_t enough = story.writes == 0 ? failed.writes : story.writes;
    for (uint64_t step = enough / 2; step > 0; step /= 2) {
      if (step >= enough) continue;
      Story shorter = story;
      shorter.writes = enough - step;
      if (!still_fails(shorter)) continue;
      enough = shorter.writes;
      story = std::move(shorter);
    }
  };
  write_less();
  leave_out();
  write_less();
  return story;
}

}  // namespace samstig::sim
