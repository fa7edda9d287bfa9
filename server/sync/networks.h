// SPDX-License-Identifier: Apache-2.0
// All networks of this server: one SQLite file each in the data folder, opened at start. A lock
// file keeps a second server off the same data.
#ifndef SAMSTIG_SERVER_SYNC_NETWORKS_H_
#define SAMSTIG_SERVER_SYNC_NETWORKS_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/sync/network.h"

namespace samstig::server {

// Thread-safe. Networks live as long as this does, replaced ones as closed shells: a call under way
// may hold one for as long as it likes and is answered UNAVAILABLE.
class Networks {
 public:
  // Makes or opens the store of one network: (slug, name) to make, ("slug", "") to open.
  using StoreFactory = std::function<Result<std::unique_ptr<Store>>(const std::string& slug,
                                                                    const std::string& name)>;

  Networks(StoreFactory factory, const base::Clock& clock, Network::Options options)
      : factory_(std::move(factory)), clock_(clock), options_(options) {}

  // Opens one that exists.
  Status Open(const std::string& slug);
  // ALREADY_EXISTS; MALFORMED unless slug is [a-z0-9-]{3,32} and name 1 to 200 bytes.
  Result<Network*> Create(const std::string& slug, const std::string& name);
  // Closes the network, runs `while_closed`, and opens its store again as another Network, also
  // when `while_closed` failed. The Status of what failed first. When the store does not open, the
  // closed Network stays in its place, and this may be tried again. `closed` is told of the Network
  // that is no more; `opened`, unless something failed, of the new one before anybody can find it.
  // One call at a time.
  Status Replace(
      const std::string& slug, const std::function<Status()>& while_closed,
      const std::function<void(Network&)>& closed,
      const std::function<void(Network&)>& opened = [](Network&) {});
  // nullptr when there is none.
  Network* Find(const std::string& slug);
  std::vector<Network*> All();

 private:
  const StoreFactory factory_;
  const base::Clock& clock_;
  const Network::Options options_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Network>> networks_;
  std::vector<std::unique_ptr<Network>> replaced_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_NETWORKS_H_
