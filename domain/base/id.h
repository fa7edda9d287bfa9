// SPDX-License-Identifier: Apache-2.0
// Ids: 16 bytes. New ones are UUIDv7 (RFC 9562), so that they sort by the time they were made,
// which keeps SQLite's trees dense. Where two writers must arrive at the same id, it is a UUIDv8
// made from a name. In text, as people and JSON see it: 8-4-4-4-12 hexadecimal digits.
#ifndef SAMSTIG_DOMAIN_BASE_ID_H_
#define SAMSTIG_DOMAIN_BASE_ID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domain/base/clock.h"
#include "domain/base/result.h"

namespace samstig::base {

class Id {
 public:
  static constexpr size_t kSize = 16;

  Id() = default;  // The nil id: "none".

  // Aborts unless there are 16 bytes: for bytes that were checked before.
  static Id FromBytes(std::string_view bytes);
  // BAD_ID unless there are 16 bytes that are not all zero. `what` names the field in the detail.
  static Result<Id> Parse(std::string_view bytes, std::string_view what);
  // From the text form, any case.
  static std::optional<Id> FromText(std::string_view text);
  // UUIDv8 from a name: the same name always gives the same id. `space` keeps kinds of names apart.
  static Id FromName(std::string_view space, std::string_view name);

  bool IsNil() const { return *this == Id(); }
  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  std::string ToBytes() const { return std::string(bytes()); }
  std::string ToText() const;

  std::strong_ordering operator<=>(const Id&) const = default;
  bool operator==(const Id&) const = default;

 private:
  friend class IdSource;
  std::array<uint8_t, kSize> bytes_{};
};

struct IdHash {
  size_t operator()(const Id& id) const {
    // The last bytes are the random ones in UUIDv7 and hash bits in UUIDv8.
    size_t h;
    std::memcpy(&h, id.bytes().data() + Id::kSize - sizeof(h), sizeof(h));
    return h;
  }
};

// Random bits come in through here, so that tests and the simulation own them. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual uint64_t Next() = 0;
};

// Makes UUIDv7s that ascend strictly within one source even when the clock stands still or jumps
// back (RFC 9562 §6.2, method 1). Not thread-safe.
class IdSource {
 public:
  IdSource(const Clock& clock, Random& random) : clock_(clock), random_(random) {}
  Id Next();

 private:
  const Clock& clock_;
  Random& random_;
  uint64_t last_ms_ = 0;
  uint32_t counter_ = 0;
};

}  // namespace samstig::base

#endif  // SAMSTIG_DOMAIN_BASE_ID_H_
