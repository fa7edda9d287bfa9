// SPDX-License-Identifier: Apache-2.0
// One run of samstig: the local copy it works on, what it sends, how it names things. A verb is a
// function of a Session.
//
// A copy is opened when a verb first needs it, and catches up with the server for a moment (not
// with
// --offline). A write is on disk before anything is sent, and is tried at once; what cannot be sent
// now goes out with a later run. Not thread-safe.
#ifndef SAMSTIG_CLI_SESSION_H_
#define SAMSTIG_CLI_SESSION_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/candidates.h"
#include "cli/copy.h"
#include "cli/exit.h"
#include "cli/globals.h"
#include "cli/output.h"
#include "cli/place.h"
#include "domain/base/clock.h"

namespace samstig::cli {

// What became of writes.
enum class Fate { kConfirmed, kKept, kParked };

struct Sent {
  // Of the last write, on this device.
  uint64_t number = 0;
  Fate fate = Fate::kKept;
  // Why it is parked or not sent.
  Status why;
};

class Session {
 public:
  Session(Globals globals, Output& output, const base::Clock& clock, Environment environment)
      : globals_(std::move(globals)),
        output_(output),
        clock_(clock),
        environment_(std::move(environment)) {}

  const Globals& globals() const { return globals_; }
  Output& out() { return output_; }
  // The server's time as far as it is known here.
  base::TimeMs Now() const { return client_ ? client_->ServerTime() : clock_.Now(); }
  std::optional<std::string> Variable(const char* name) const { return environment_(name); }

  // ---- The copy.

  // The copy of who is signed in, caught up as far as a moment allows. NOT_SIGNED_IN before that.
  // Opens once; later calls are free.
  Result<Copy*> Open();
  enum class Freshness { kCatchUp, kAsItIs };
  Result<Copy*> Open(Freshness freshness);
  // Where it is, also when it cannot be opened.
  Result<std::string> PathOfCopy() const;
  // The library alone, signed in or not, in the file for this network.
  Result<client::Client*> OpenForSignIn(const std::string& network);
  // After a sign-in: notes the server for later runs.
  void NoteServer();
  // How to reach the server for calls that need no copy.
  client::Options ServerOptions() const;
  // Why the last try to catch up failed, if it did.
  const Status& offline() const { return offline_; }

  // ---- Naming.

  // Resolves what a person wrote, among the candidates of a kind.
  Result<Id> Find(std::string_view given, std::string_view what,
                  const std::function<Candidates(Copy&)>& kind);
  // An option that can be left out when there is only one.
  Result<Id> FindOrOnly(std::string_view given, std::string_view what, std::string_view option,
                        const std::function<Candidates(Copy&)>& kind);
  // Remembers what was listed, so that numbers work.
  void NoteListing(std::vector<Id> ids);

  // ---- Writing.

  // Takes the writes, in this order, and tries to send them.
  Result<Sent> Send(v1::Mutation mutation);
  // Whether a write makes sense only if the one before it does.
  enum class Ties { kNone, kToTheOneBefore };
  Result<Sent> Send(std::vector<v1::Mutation> mutations, Ties ties);
  // In place of a Parked entity, which is let go of.
  Result<Sent> SendInstead(const Id& parked, v1::Mutation mutation);
  // After writes that name files: tries to send those too.
  void SendFiles();
  // Says what became of it: "<done>: confirmed". The document gets "state", "number" and perhaps
  // "reason" and "detail" beside what it has.
  Exit Tell(const Sent& sent, const std::string& done, Json document);

  // A file with words that are nowhere else yet: removed when the run ends well, named when it does
  // not.
  void KeepUntilSafe(std::string path) { unsafe_files_.push_back(std::move(path)); }
  const std::vector<std::string>& unsafe_files() const { return unsafe_files_; }

 private:
  Result<client::Client*> OpenAt(const std::string& path);
  void CatchUp(std::chrono::milliseconds time);
  Result<Sent> Deliver(const std::vector<std::shared_ptr<client::Write>>& writes);
  void Wait(client::Write& last);
  Sent Judge(const std::vector<std::shared_ptr<client::Write>>& writes);

  const Globals globals_;
  Output& output_;
  const base::Clock& clock_;
  const Environment environment_;
  std::string path_;
  Notes notes_;
  std::unique_ptr<client::Client> client_;
  std::unique_ptr<Copy> copy_;
  Status offline_;
  std::vector<std::string> unsafe_files_;
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_SESSION_H_
