// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/leaving.h"

#include <vector>

#include "domain/base/sha256.h"

namespace samstig::client {

namespace {

// So many hexadecimal digits.
constexpr size_t kConfirmationDigits = 16;

std::string WordOf(std::string_view hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string word;
  for (const char c : hash.substr(0, kConfirmationDigits / 2)) {
    word.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    word.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return word;
}

}  // namespace

Result<OnlyHere> WhatIsOnlyHere(SyncCore& core) {
  OnlyHere work;
  ASSIGN_OR_RETURN(const std::vector<OutboxItem> items, core.OutboxItems());
  ASSIGN_OR_RETURN(const std::vector<OwnBlob> blobs, core.blobs().Own());
  base::Sha256Sum sum;
  sum.Add(core.account()->device.bytes());
  for (const OutboxItem& item : items) {
    ++(item.state == WriteState::kParked ? work.parked : work.waiting);
    sum.Add(std::to_string(item.number) + ",");
  }
  for (const OwnBlob& blob : blobs) {
    if (blob.there) continue;
    ++work.attachments;
    sum.Add(blob.sha256);
  }
  if (work.waiting + work.parked + work.attachments > 0) work.confirmation = WordOf(sum.Finish());
  return work;
}

}  // namespace samstig::client
