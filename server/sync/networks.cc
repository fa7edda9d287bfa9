// SPDX-License-Identifier: Apache-2.0
#include "server/sync/networks.h"

#include "domain/base/text.h"
#include "domain/rules/limits.h"

namespace samstig::server {

Status Networks::Open(const std::string& slug) {
  const std::lock_guard lock(mutex_);
  if (networks_.contains(slug)) return {};
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, factory_(slug, ""));
  networks_.emplace(slug, std::make_unique<Network>(std::move(store), clock_, options_));
  return {};
}

Result<Network*> Networks::Create(const std::string& slug, const std::string& name) {
  RETURN_IF_ERROR(rules::CheckSlug(slug, "network", 3, 32));
  RETURN_IF_ERROR(base::CheckLine(name, "name", rules::kMaxNameBytes));
  const std::lock_guard lock(mutex_);
  if (networks_.contains(slug)) {
    return Status(v1::REASON_ALREADY_EXISTS, "there is a network " + slug + " already");
  }
  ASSIGN_OR_RETURN(std::unique_ptr<Store> store, factory_(slug, name));
  auto network = std::make_unique<Network>(std::move(store), clock_, options_);
  Network* made = network.get();
  networks_.emplace(slug, std::move(network));
  return made;
}

Status Networks::Replace(const std::string& slug, const std::function<Status()>& while_closed,
                         const std::function<void(Network&)>& closed,
                         const std::function<void(Network&)>& opened) {
  Network* old = Find(slug);
  if (old == nullptr) return {v1::REASON_NO_SUCH_NETWORK, "there is no network " + slug};
  old->Close();
  closed(*old);
  const Status done = while_closed();
  // Without the lock: bringing an old backup's schema up to date may take a while.
  Result<std::unique_ptr<Store>> store = factory_(slug, "");
  if (!store.ok()) return done.ok() ? store.status() : done;
  auto network = std::make_unique<Network>(*std::move(store), clock_, options_);
  if (done.ok()) opened(*network);
  const std::lock_guard lock(mutex_);
  std::unique_ptr<Network>& place = networks_[slug];
  replaced_.push_back(std::move(place));
  place = std::move(network);
  return done;
}

Network* Networks::Find(const std::string& slug) {
  const std::lock_guard lock(mutex_);
  const auto found = networks_.find(slug);
  return found == networks_.end() ? nullptr : found->second.get();
}

std::vector<Network*> Networks::All() {
  const std::lock_guard lock(mutex_);
  std::vector<Network*> all;
  for (const auto& [slug, network] : networks_) all.push_back(network.get());
  return all;
}

}  // namespace samstig::server
