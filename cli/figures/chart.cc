// SPDX-License-Identifier: Apache-2.0
#include "cli/figures/chart.h"

#include <algorithm>
#include <array>

#include "cli/text.h"

namespace samstig::cli::figures {

namespace {

constexpr size_t kShortest = 10;
constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

void Repeat(size_t times, const char* what, std::string& line) {
  for (size_t i = 0; i < times; ++i) line += what;
}

std::string Drawn(uint64_t count, uint64_t of, size_t room, Ink ink) {
  const size_t steps = ink == Ink::kBlocks ? 8 : 1;
  size_t filled = of == 0 ? 0 : static_cast<size_t>(std::min(count, of) * room * steps / of);
  // One person is never drawn as nobody.
  if (count > 0 && filled == 0) filled = 1;
  const size_t whole = filled / steps;
  const size_t part = filled % steps;
  std::string line;
  Repeat(whole, ink == Ink::kBlocks ? "█" : "#", line);
  line += kEighths[part];
  Repeat(room - whole - (part > 0 ? 1 : 0), ink == Ink::kBlocks ? "░" : ".", line);
  return line;
}

std::string Numbers(const Bar& bar) {
  return std::to_string(bar.count) + " of " + std::to_string(bar.of);
}

}  // namespace

std::string Chart(const std::vector<Bar>& bars, size_t width, Ink ink) {
  size_t labels = 0;
  size_t numbers = 0;
  for (const Bar& bar : bars) {
    labels = std::max(labels, std::min(WidthOf(bar.label), width / 3));
    numbers = std::max(numbers, Numbers(bar).size());
  }
  const size_t taken = labels + 2 + 2 + numbers;
  const size_t room = std::max(kShortest, width > taken ? width - taken : 0);
  std::string text;
  for (const Bar& bar : bars) {
    text += Pad(Clip(bar.label, labels), labels + 2);
    text += Drawn(bar.count, bar.of, room, ink) + "  " + Numbers(bar) + "\n";
  }
  return text;
}

}  // namespace samstig::cli::figures
