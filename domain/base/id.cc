// SPDX-License-Identifier: Apache-2.0
#include "domain/base/id.h"

#include <algorithm>
#include <cstdlib>

#include "domain/base/hash.h"

namespace samstig::base {
namespace {

constexpr size_t kTextSize = 36;

bool IsDash(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Id Id::FromBytes(std::string_view bytes) {
  if (bytes.size() != kSize) std::abort();
  Id id;
  std::memcpy(id.bytes_.data(), bytes.data(), kSize);
  return id;
}

Result<Id> Id::Parse(std::string_view bytes, std::string_view what) {
  if (bytes.empty()) {
    return Status(v1::REASON_MISSING_FIELD, std::string(what) + " is missing");
  }
  if (bytes.size() != kSize) {
    return Status(v1::REASON_BAD_ID, std::string(what) + " has " + std::to_string(bytes.size()) +
                                         " bytes; an id has 16");
  }
  Id id = FromBytes(bytes);
  if (id.IsNil()) return Status(v1::REASON_BAD_ID, std::string(what) + " is all zero");
  return id;
}

std::optional<Id> Id::FromText(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  Id id;
  size_t nibble = 0;
  for (size_t i = 0; i < kTextSize; ++i) {
    if (IsDash(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const int digit = HexDigit(text[i]);
    if (digit < 0) return std::nullopt;
    uint8_t& byte = id.bytes_[nibble / 2];
    byte = static_cast<uint8_t>((byte << 4) | digit);
    ++nibble;
  }
  return id;
}

Id Id::FromName(std::string_view space, std::string_view name) {
  std::string key(space);
  key.push_back('\0');
  key.append(name);
  const Hash128 hash = HashOf(key);
  Id id;
  std::copy(hash.begin(), hash.end(), id.bytes_.begin());
  id.bytes_[6] = static_cast<uint8_t>((id.bytes_[6] & 0x0f) | 0x80);
  id.bytes_[8] = static_cast<uint8_t>((id.bytes_[8] & 0x3f) | 0x80);
  return id;
}

std::string Id::ToText() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(kTextSize);
  for (uint8_t byte : bytes_) {
    if (IsDash(text.size())) text.push_back('-');
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0f]);
  }
  return text;
}

Id IdSource::Next() {
  const auto now = static_cast<uint64_t>(std::max<TimeMs>(clock_.Now(), 0));
  constexpr uint32_t kCounterMax = 0xfff;
  if (now > last_ms_) {
    last_ms_ = now;
    counter_ = static_cast<uint32_t>(random_.Next() & 0x7ff);  // Leaves room to count up.
  } else if (counter_ < kCounterMax) {
    ++counter_;
  } else {
    ++last_ms_;  // Runs ahead of the clock rather than repeat or go back.
    counter_ = 0;
  }
  Id id;
  for (size_t i = 0; i < 6; ++i) {
    id.bytes_[i] = static_cast<uint8_t>(last_ms_ >> (8 * (5 - i)));
  }
  id.bytes_[6] = static_cast<uint8_t>(0x70 | (counter_ >> 8));
  id.bytes_[7] = static_cast<uint8_t>(counter_);
  const uint64_t bits = random_.Next();
  std::memcpy(id.bytes_.data() + 8, &bits, sizeof(bits));
  id.bytes_[8] = static_cast<uint8_t>((id.bytes_[8] & 0x3f) | 0x80);
  return id;
}

}  // namespace samstig::base
