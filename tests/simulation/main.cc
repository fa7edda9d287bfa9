// SPDX-License-Identifier: Apache-2.0
// samstig_simulate: many small worlds, each from one seed; says which promise of the design broke
// in which.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/plants.h"
#include "tests/simulation/run.h"
#include "tests/simulation/self_test.h"
#include "tests/simulation/shrink.h"

namespace samstig::sim {
namespace {

using Wall = std::chrono::steady_clock;

struct Options {
  uint64_t seeds = 100;
  std::optional<uint64_t> first;
  Level level = Level::kStormy;
  double minutes = 0;  // 0: no limit.
  bool verbose = false;
  bool list_faults = false;
  bool shrink = false;
  uint64_t writes = 0;  // 0: each seed's own number.
  std::vector<std::string> without;
  bool self_test = false;
  uint64_t self_test_seeds = 200;
  std::string plant;

  Story StoryOf(uint64_t seed) const { return {seed, level, writes, without}; }
};

constexpr char kHelp[] =
    R"(samstig_simulate [--seeds N] [--seed S] [--level calm|stormy|radioactive] [--minutes M] [--shrink]
                 [--writes N] [--without A,B,C] [--verbose] [--faults]

  --seeds N    so many seeds (100); with --seed and --verbose: 1
  --seed S     the first of them; without, one by chance, which is printed
  --level L    calm: slow lines and tunnels; stormy: everything (stormy);
               radioactive: history itself goes back, is copied, rots
  --minutes M  stop after so much real time, whatever is left
  --shrink     tell each seed that fails again, as shortly as it still fails
  --writes N   at most so many writes in each seed; what --shrink found
  --without L  leave these kinds of mishap out; the same
  --verbose    tell all that happens in the first seed
  --faults     say at the end how often each fault struck, and how much of what was written
  --plant NAME, --self-test [--seeds N]: in samstig_simulate_planted, with this bug; with each, to see it found
)";

double Seconds(Wall::duration time) { return std::chrono::duration<double>(time).count(); }

std::vector<std::string> NamesIn(const std::string& list) {
  std::vector<std::string> names;
  std::string name;
  std::istringstream all(list);
  while (std::getline(all, name, ',')) names.push_back(name);
  return names;
}

std::optional<Level> LevelNamed(std::string_view name) {
  for (const Level level : {Level::kCalm, Level::kStormy, Level::kRadioactive}) {
    if (name == NameOf(level)) return level;
  }
  return std::nullopt;
}

std::optional<Options> Parse(int argc, char** argv) {
  Options options;
  bool seeds_given = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--verbose") {
      options.verbose = true;
      continue;
    }
    if (name == "--self-test") {
      options.self_test = true;
      continue;
    }
    if (name == "--shrink") {
      options.shrink = true;
      continue;
    }
    if (name == "--faults") {
      options.list_faults = true;
      continue;
    }
    if (i + 1 == argc) return std::nullopt;
    const char* value = argv[++i];
    if (name == "--seeds") {
      options.seeds = std::strtoull(value, nullptr, 10);
      seeds_given = true;
    } else if (name == "--seed") {
      options.first = std::strtoull(value, nullptr, 10);
    } else if (name == "--minutes") {
      options.minutes = std::strtod(value, nullptr);
      if (!seeds_given) options.seeds = UINT64_MAX;
    } else if (name == "--plant") {
      options.plant = value;
    } else if (name == "--writes") {
      options.writes = std::strtoull(value, nullptr, 10);
    } else if (name == "--without") {
      options.without = NamesIn(value);
    } else if (name == "--level" && LevelNamed(value)) {
      options.level = *LevelNamed(value);
    } else {
      return std::nullopt;
    }
  }
  if (options.first && !seeds_given && options.minutes == 0) options.seeds = 1;
  if (options.verbose) options.seeds = 1;
  if (options.self_test && seeds_given) options.self_test_seeds = options.seeds;
  return options;
}

void TellFailure(const Options& options, uint64_t seed, const Report& report) {
  // Run again, to keep the words: thousands of seeds are run without.
  Story story = options.StoryOf(seed);
  Report again = Run(story, Telling::kEnding);
  std::printf("\nseed %llu broke %s: %s\n", static_cast<unsigned long long>(seed),
              report.invariant.c_str(), report.how.c_str());
  if (again.hash != report.hash)
    std::printf("I21 broken as well: run again, the seed went another way\n");
  if (options.shrink) {
    story = Shrink(story, report);
    again = Run(story, Telling::kEnding);
    std::printf("shrunk to %llu writes, %llu events: %s\n",
                static_cast<unsigned long long>(again.writes),
                static_cast<unsigned long long>(again.events), again.how.c_str());
  }
  std::printf("the last that happened:\n");
  for (const std::string& line : again.ending) std::printf("  %s\n", line.c_str());
  std::printf("all of it: %s --verbose\n", CommandFor(story).c_str());
}

// Every so many seeds one is run twice: the same seed is to go the same way (I21).
constexpr uint64_t kTwiceEvery = 20;

int Simulate(const Options& options) {
  const uint64_t first = options.first
                             ? *options.first
                             : (static_cast<uint64_t>(std::random_device()()) % 1'000'000'000);
  if (options.verbose) (void)Run(options.StoryOf(first), Telling::kAll);
  const Wall::time_point began = Wall::now();
  Wall::time_point told = began;
  uint64_t run = 0, failed = 0, faults = 0, writes = 0;
  TimeMs simulated = 0;
  std::map<int, uint64_t> kinds;
  std::map<std::string, uint64_t, std::less<>> by_name;
  if (!options.first) std::printf("seeds from %llu\n", static_cast<unsigned long long>(first));
  for (; run < options.seeds; ++run) {
    const double spent = Seconds(Wall::now() - began);
    if (options.minutes > 0 && spent > options.minutes * 60) break;
    if (Seconds(Wall::now() - told) > 10) {
      told = Wall::now();
      std::fprintf(stderr, "  %llu seeds, %llu failed, %.0f s\n",
                   static_cast<unsigned long long>(run), static_cast<unsigned long long>(failed),
                   spent);
    }
    const uint64_t seed = first + run;
    Report report = Run(options.StoryOf(seed), Telling::kNothing);
    if (!report.failed && run % kTwiceEvery == 0 &&
        Run(options.StoryOf(seed), Telling::kNothing).hash != report.hash) {
      report.failed = true;
      report.invariant = "I21";
      report.how = "run twice, the seed went two ways";
    }
    simulated += report.simulated;
    writes += report.writes;
    for (const auto& [kind, count] : report.kinds) kinds[kind] += count;
    for (const auto& [name, count] : report.faults) {
      by_name[name] += count;
      faults += count;
    }
    if (!report.failed) continue;
    ++failed;
    TellFailure(options, seed, report);
    std::fflush(stdout);
    if (failed == 10) std::printf("enough: what follows is not told\n");
    if (failed >= 10) break;
  }
  const double real = Seconds(Wall::now() - began);
  if (options.list_faults) {
    for (const auto& [name, count] : by_name) {
      std::printf("%10llu  %s\n", static_cast<unsigned long long>(count), name.c_str());
    }
    std::printf("%10llu  writes taken by devices, of %zu kinds: number of the intent, how many\n",
                static_cast<unsigned long long>(writes), kinds.size());
    for (const auto& [kind, count] : kinds) {
      std::printf("%s%d: %llu", kind == kinds.begin()->first ? "            " : ", ", kind,
                  static_cast<unsigned long long>(count));
    }
    std::printf("\n");
  }
  const double hours = static_cast<double>(simulated) / static_cast<double>(base::kHourMs);
  std::printf(
      "simulation: %llu seeds, %llu failed, %.0f simulated hours at %.0f x real time, %llu "
      "faults\n",
      static_cast<unsigned long long>(run + (failed >= 10 ? 1 : 0)),
      static_cast<unsigned long long>(failed), hours, hours * 3600 / real,
      static_cast<unsigned long long>(faults));
  return failed > 0 ? 1 : 0;
}

}  // namespace
}  // namespace samstig::sim

int main(int argc, char** argv) {
  const std::optional<samstig::sim::Options> options = samstig::sim::Parse(argc, argv);
  if (!options) {
    std::fputs(samstig::sim::kHelp, stderr);
    return 2;
  }
  if (!options->plant.empty() && !samstig::sim::SwitchOn(options->plant)) {
    std::fprintf(stderr, "this program has no plant %s\n", options->plant.c_str());
    return 2;
  }
  if (options->self_test) return samstig::sim::SelfTest(options->self_test_seeds) > 0 ? 1 : 0;
  return samstig::sim::Simulate(*options);
}
