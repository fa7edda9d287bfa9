// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/swedish.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace samstig::bench {
namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (static_cast<unsigned char>(c) & 0x80);
}

// All words of the programme, the most frequent first.
std::vector<std::string> ReadWords() {
  std::ifstream file(SAMSTIG_PROGRAMMES "/kommunens-ledarstig/programme.yaml");
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  std::map<std::string, size_t> counts;
  for (auto at = all.begin(); at != all.end();) {
    const auto begin = std::find_if(at, all.end(), IsLetter);
    at = std::find_if_not(begin, all.end(), IsLetter);
    if (at != begin) ++counts[std::string(begin, at)];
  }
  if (counts.empty()) {
    std::cerr << "no words in " SAMSTIG_PROGRAMMES << std::endl;
    std::abort();
  }
  std::vector<std::pair<std::string, size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> words;
  for (auto& [word, count] : sorted) words.push_back(std::move(word));
  return words;
}

}  // namespace

std::string Text(size_t n) {
  static const std::vector<std::string> words = ReadWords();
  constexpr size_t kBytes = 400;
  constexpr double kTwoTo31 = 2147483648.0;
  std::string text = "Inlägg " + std::to_string(n) + ":";
  uint64_t dice = n;
  while (text.size() < kBytes) {
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    // Zipf's law: the chance of a word is as one to its rank.
    const double rank = std::pow(words.size(), static_cast<double>(dice >> 33) / kTwoTo31);
    text.append(" ").append(words[static_cast<size_t>(rank) - 1]);
  }
  // Whole letters alone.
  text.resize(kBytes - 4);
  while ((static_cast<unsigned char>(text.back()) & 0x80) != 0) text.pop_back();
  text.append(kBytes - text.size(), '.');
  return text;
}

}  // namespace samstig::bench
