// SPDX-License-Identifier: Apache-2.0
#include "client-lib/core/server_clock.h"

#include <charconv>
#include <optional>
#include <string>

namespace samstig::client {

namespace {

constexpr char kAhead[] = "server_ahead_ms";

}  // namespace

Result<ServerClock> ServerClock::Open(LocalStore& store, const base::Clock& device) {
  ServerClock clock(store, device);
  ASSIGN_OR_RETURN(const std::optional<std::string> ahead, store.Meta(kAhead));
  if (ahead) std::from_chars(ahead->data(), ahead->data() + ahead->size(), clock.ahead_);
  return clock;
}

void ServerClock::Hear(base::TimeMs server_time) {
  if (server_time <= 0) return;
  const base::TimeMs off = server_time - Now();
  if (-kTolerance <= off && off <= kTolerance) return;
  ahead_ += off;
  (void)Save();
}

Status ServerClock::Save() {
  ASSIGN_OR_RETURN(LocalStore::Transaction txn, store_->Begin(LocalStore::Durability::kSoon));
  RETURN_IF_ERROR(store_->SetMeta(kAhead, std::to_string(ahead_)));
  return txn.Commit();
}

}  // namespace samstig::client
