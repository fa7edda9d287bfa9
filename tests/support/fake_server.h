// SPDX-License-Identifier: Apache-2.0
// A network's server in memory: speaks Push and Pull in their exact bytes, judges by the real
// rules, and keeps a real log by scope. It knows no permissions; a story says what is parked.
// Faults are the link's, not its. One thread.
#ifndef SAMSTIG_TESTS_SUPPORT_FAKE_SERVER_H_
#define SAMSTIG_TESTS_SUPPORT_FAKE_SERVER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/base/clock.h"
#include "domain/base/id.h"
#include "domain/base/result.h"
#include "domain/rules/scope.h"
#include "samstig/v1/entity.pb.h"
#include "samstig/v1/mutation.pb.h"
#include "samstig/v1/sync_service.pb.h"

namespace samstig::test {

class FakeServer {
 public:
  explicit FakeServer(const base::Clock& clock) : clock_(clock) {}

  // ---- Who may come, and what they may read

  // A token for the device. Everybody reads u/person.
  std::string SignsIn(const base::Id& person, const base::Id& device);
  // The token is refused with this from now on.
  void Ends(const std::string& token, v1::Reason reason);
  void Grants(const base::Id& person, const rules::Scope& scope);
  void Revokes(const base::Id& person, const rules::Scope& scope);

  // ---- What is in it

  // Puts the entity as it is into exactly these scopes.
  void Has(const v1::Entity& entity, const rules::Scopes& scopes);
  // The same for bytes of a kind that this version does not know.
  void HasBytes(const base::Id& id, const std::string& bytes, const rules::Scopes& scopes);
  // Somebody's write from elsewhere, judged by the rules. Aborts when they refuse it.
  void Applies(const base::Id& person, const v1::Mutation& mutation);

  // Anna's thing, with these bytes as its version after the one that she wrote.
  void HasVersion(const base::Id& id, const std::string& bytes);

  // ---- How it judges

  // The reason to park a mutation, REASON_UNSPECIFIED for none.
  std::function<v1::Reason(const v1::Mutation&)> parks = [](const v1::Mutation&) {
    return v1::REASON_UNSPECIFIED;
  };
  // The reason not to judge it now.
  std::function<v1::Reason(const v1::Mutation&)> retries = [](const v1::Mutation&) {
    return v1::REASON_UNSPECIFIED;
  };
  // Every call is refused with this.
  base::Status refuses;
  // How far its clock is ahead of everybody else's.
  base::TimeMs clock_ahead = 0;
  // Rows in a page.
  size_t page_rows = 100;

  // ---- The protocol

  base::Result<std::string> Push(const std::string& token, std::string_view request);

  // One Pull.
  class Stream {
   public:
    // The next frame; nullopt when there is none now.
    base::Result<std::optional<std::string>> Next();
    // Nothing will come any more.
    bool ended() const { return ended_; }

   private:
    friend class FakeServer;
    Stream(FakeServer& server, std::string token, v1::PullRequest request)
        : server_(&server), token_(std::move(token)), request_(std::move(request)) {}
    FakeServer* server_;
    std::string token_;
    v1::PullRequest request_;
    uint64_t seen_ = 0;
    std::map<rules::Scope, uint64_t> positions_;
    bool begun_ = false;
    bool ended_ = false;
  };
  Stream Pull(const std::string& token, std::string_view request);

  // GroupService.ProposeGroups: one group, of whoever asks alone.
  base::Result<std::string> ProposeGroups(const std::string& token, std::string_view request);
  // EntityService.ListVersions: every version of the caller's own there ever was.
  base::Result<std::string> ListVersions(const std::string& token, std::string_view request);

  // ---- What happened

  uint64_t seq() const { return seq_; }
  // How often the device's mutation took effect.
  int TimesApplied(const base::Id& device, uint64_t number) const;
  size_t pushes() const { return pushes_; }
  size_t rows_sent() const { return rows_sent_; }
  const v1::PullRequest& last_pull() const { return last_pull_; }
  // What the person should hold: exact bytes by id.
  std::map<base::Id, std::string> VisibleTo(const base::Id& person) const;
  std::optional<v1::Entity> Entity(const base::Id& id) const;

 private:
  struct Session {
    base::Id person;
    base::Id device;
    v1::Reason ended = v1::REASON_UNSPECIFIED;
  };
  struct DeviceState {
    uint64_t last_number = 0;
    std::map<uint64_t, std::pair<std::string, v1::Outcome>> judged;  // Bytes and outcome.
  };
  struct Stored {
    std::string bytes;
    std::set<rules::Scope> scopes;
  };
  // One line for each entity, moved to the end when it changes.
  struct Log {
    std::map<uint64_t, base::Id> by_seq;
    std::map<base::Id, uint64_t> seq_of;
  };
  struct GrantState {
    uint64_t since = 0;
    uint64_t until = 0;
  };

  base::Result<Session> Caller(const std::string& token) const;
  v1::Outcome Judge(const Session& caller, const std::string& bytes);
  base::Result<uint64_t> Apply(const base::Id& person, const v1::Mutation& mutation, bool& merged);
  void Store(const base::Id& id, const std::string& bytes, const std::set<rules::Scope>& scopes);
  void Remove(const base::Id& id);
  void Append(const rules::Scope& scope, const base::Id& id);
  std::set<rules::Scope> ScopesOf(const v1::Entity& entity) const;
  v1::Cursor Here() const;

  const base::Clock& clock_;
  const base::Id epoch_ = base::Id::FromName("epoch", "first");
  uint64_t seq_ = 0;
  std::map<std::string, Session> sessions_;
  std::map<base::Id, DeviceState> devices_;
  std::map<base::Id, Stored> entities_;
  std::map<base::Id, std::vector<std::string>> versions_;
  std::map<rules::Scope, Log> log_;
  std::map<base::Id, std::map<rules::Scope, GrantState>> grants_;
  std::map<std::pair<base::Id, uint64_t>, int> applied_;
  size_t pushes_ = 0;
  size_t rows_sent_ = 0;
  v1::PullRequest last_pull_;
};

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_SUPPORT_FAKE_SERVER_H_
