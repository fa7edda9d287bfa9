// SPDX-License-Identifier: Apache-2.0
// What the browser gives the core: its clock, its randomness and three files that are there whole
// (the database, its journal and its log). Functions of the TypeScript in src/core.ts.
#ifndef SAMSTIG_CLIENT_LIB_WASM_HOST_H_
#define SAMSTIG_CLIENT_LIB_WASM_HOST_H_

#include <cstdint>

#include "domain/base/clock.h"
#include "domain/base/id.h"

#define SAMSTIG_IMPORT(name) __attribute__((import_module("samstig"), import_name(name)))

namespace samstig::browser {

extern "C" {
// Milliseconds since 1970.
SAMSTIG_IMPORT("now_ms") double samstig_now_ms();
// Fit for secrets.
SAMSTIG_IMPORT("random") void samstig_random(void* bytes, uint32_t size);

// Files by their number. What is not a number of bytes is 0 for done, kFailed, or kNoRoom.
SAMSTIG_IMPORT("file_size") double samstig_file_size(int32_t file);
// The bytes that were there to be read.
SAMSTIG_IMPORT("file_read")
int32_t samstig_file_read(int32_t file, void* bytes, int32_t size, double offset);
SAMSTIG_IMPORT("file_write")
int32_t samstig_file_write(int32_t file, const void* bytes, int32_t size, double offset);
SAMSTIG_IMPORT("file_truncate") int32_t samstig_file_truncate(int32_t file, double size);
SAMSTIG_IMPORT("file_sync") int32_t samstig_file_sync(int32_t file);
}
inline constexpr int32_t kFailed = -1;
inline constexpr int32_t kNoRoom = -2;

class HostClock : public base::Clock {
 public:
  base::TimeMs Now() const override { return static_cast<base::TimeMs>(samstig_now_ms()); }
};

class HostRandom : public base::Random {
 public:
  uint64_t Next() override {
    uint64_t value = 0;
    samstig_random(&value, sizeof(value));
    return value;
  }
};

}  // namespace samstig::browser

#endif  // SAMSTIG_CLIENT_LIB_WASM_HOST_H_
