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
