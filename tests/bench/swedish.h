// SPDX-License-Identifier: Apache-2.0
// Texts for loads: words of a real programme, the frequent ones often, so that they take as much
// room as people's own when they are compressed (gzip in pages of 64 KiB: 0.39 of their bytes;
// the programme itself 0.38).
#ifndef SAMSTIG_TESTS_BENCH_SWEDISH_H_
#define SAMSTIG_TESTS_BENCH_SWEDISH_H_

#include <cstddef>
#include <string>

namespace samstig::bench {

// 400 bytes of Swedish, never the same twice. Thread-safe.
std::string Text(size_t n);

}  // namespace samstig::bench

#endif  // SAMSTIG_TESTS_BENCH_SWEDISH_H_
