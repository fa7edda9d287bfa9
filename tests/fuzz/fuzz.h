// SPDX-License-Identifier: Apache-2.0
// What the fuzzers share. Each is one file with LLVMFuzzerTestOneInput
// (https://llvm.org/docs/LibFuzzer.html): built with libFuzzer by ./dev fuzz, and with replay.cc as
// the test that runs over its corpus.
#ifndef SAMSTIG_TESTS_FUZZ_FUZZ_H_
#define SAMSTIG_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

// Ends the program: what was promised does not hold for this input.
#define FUZZ_MUST(condition)                                                       \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)

namespace samstig::fuzz {

inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// One of the things that an input says to do, in order: which of them, and with what bytes.
struct Piece {
  uint8_t verb = 0;
  std::string bytes;
};

// An input as pieces: a byte for the verb, two for the size (the low one first), the bytes. The
// last may be cut short.
inline std::vector<Piece> PiecesOf(const uint8_t* data, size_t size) {
  std::vector<Piece> pieces;
  std::string_view rest = TextOf(data, size);
  while (rest.size() >= 3) {
    const auto at = [&](size_t i) { return static_cast<uint8_t>(rest[i]); };
    const size_t wanted = at(1) | static_cast<size_t>(at(2)) << 8;
    const uint8_t verb = at(0);
    rest.remove_prefix(3);
    pieces.push_back({verb, std::string(rest.substr(0, wanted))});
    rest.remove_prefix(pieces.back().bytes.size());
  }
  return pieces;
}

}  // namespace samstig::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

#endif  // SAMSTIG_TESTS_FUZZ_FUZZ_H_
