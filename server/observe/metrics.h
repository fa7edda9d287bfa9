// SPDX-License-Identifier: Apache-2.0
// What the server counts, in Prometheus' terms. Numbers of the whole server only: no label ever
// names a person, a device or a network.
#ifndef SAMSTIG_SERVER_OBSERVE_METRICS_H_
#define SAMSTIG_SERVER_OBSERVE_METRICS_H_

#include <memory>
#include <string>
#include <string_view>

#include "domain/base/result.h"
#include "samstig/v1/mutation.pb.h"

namespace samstig::server {

// Thread-safe. Counting costs some tens of nanoseconds.
class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // One call finished. `method` is one of our own names ("SyncService/Push"), never the caller's;
  // `code` a canonical code from 0 (OK) to 16 (UNAUTHENTICATED).
  void CountRpc(std::string_view method, int code);
  void CountOutcome(v1::OutcomeKind kind);
  // One group commit: how long it took, and how many works it carried.
  void ObserveCommit(double seconds, size_t works);
  void StreamOpened();
  void StreamClosed();
  // Answers to browsers that come in pieces.
  void WebStreamOpened();
  void WebStreamClosed();
  enum class WebRefusal {
    kNoRoom,     // As many streams were open as may be.
    kOvertaken,  // A newer stream of the same caller took its place.
  };
  void CountWebRefusal(WebRefusal why);
  void CountMail(bool sent);
  // What became of mails with notices.
  enum class NoticeMail { kWritten, kSent, kRefused, kLater, kGivenUp };
  void CountNoticeMail(NoticeMail what);
  // What a device found out about its copy, each once for a Pull.
  enum class Copy {
    kForked,    // It knows a history that this server was taken back from.
    kDiffers,   // Its digest is not the server's: it asks where.
    kRepaired,  // It asks for the leaves that differ.
  };
  void CountCopy(Copy trouble);

  // All of it in Prometheus' text format.
  std::string Serialize() const;

 private:
  struct Families;
  const std::unique_ptr<Families> families_;
};

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_OBSERVE_METRICS_H_
