// SPDX-License-Identifier: Apache-2.0
#include "server/observe/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <mutex>

namespace samstig::server {
namespace {

// The names of google.rpc.Code, by number.
constexpr std::array<const char*, 17> kCodeNames = {
    "OK",        "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
    "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
    "ABORTED",   "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED"};
constexpr size_t kUnknownCode = 2;

using RpcCounters = std::array<prometheus::Counter*, kCodeNames.size()>;

const prometheus::Histogram::BucketBoundaries kCommitSeconds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
const prometheus::Histogram::BucketBoundaries kCommitWorks = {1, 2, 5, 10, 25, 50, 100, 250, 500};

}  // namespace

struct Metrics::Families {
  prometheus::Registry registry;

  prometheus::Family<prometheus::Counter>& rpcs =
      prometheus::BuildCounter()
          .Name("samstig_rpcs_total")
          .Help("Calls finished, by method and canonical code")
          .Register(registry);
  prometheus::Family<prometheus::Counter>& mutations = prometheus::BuildCounter()
                                                           .Name("samstig_mutations_total")
                                                           .Help("Mutations judged, by outcome")
                                                           .Register(registry);
  prometheus::Counter& applied = mutations.Add({{"outcome", "applied"}});
  prometheus::Counter& merged = mutations.Add({{"outcome", "merged"}});
  prometheus::Counter& parked = mutations.Add({{"outcome", "parked"}});
  prometheus::Counter& retry = mutations.Add({{"outcome", "retry"}});
  prometheus::Histogram& commit_seconds =
      prometheus::BuildHistogram()
          .Name("samstig_commit_seconds")
          .Help("Time from a group's first work to its bytes on disk")
          .Register(registry)
          .Add({}, kCommitSeconds);
  prometheus::Histogram& commit_works = prometheus::BuildHistogram()
                                            .Name("samstig_commit_works")
                                            .Help("Works that shared one commit")
                                            .Register(registry)
                                            .Add({}, kCommitWorks);
  prometheus::Gauge& live_streams = prometheus::BuildGauge()
                                        .Name("samstig_live_streams")
                                        .Help("Pulls that are open now")
                                        .Register(registry)
                                        .Add({});
  prometheus::Gauge& web_streams = prometheus::BuildGauge()
                                       .Name("samstig_web_streams")
                                       .Help("Streams to browsers that are open now")
                                       .Register(registry)
                                       .Add({});
  prometheus::Family<prometheus::Counter>& web_refusals =
      prometheus::BuildCounter()
          .Name("samstig_web_refused_total")
          .Help("Streams to browsers that were refused or ended early, by why")
          .Register(registry);
  prometheus::Counter& web_no_room = web_refusals.Add({{"why", "no_room"}});
  prometheus::Counter& web_overtaken = web_refusals.Add({{"why", "overtaken"}});
  prometheus::Family<prometheus::Counter>& mails = prometheus::BuildCounter()
                                                       .Name("samstig_mails_total")
                                                       .Help("Mails handed over or given up")
                                                       .Register(registry);
  prometheus::Counter& mails_sent = mails.Add({{"result", "sent"}});
  prometheus::Counter& mails_failed = mails.Add({{"result", "failed"}});
  prometheus::Family<prometheus::Counter>& notices =
      prometheus::BuildCounter()
          .Name("samstig_notice_mails_total")
          .Help("Mails with notices, by what became of them")
          .Register(registry);
  prometheus::Counter& notices_written = notices.Add({{"result", "written"}});
  prometheus::Counter& notices_sent = notices.Add({{"result", "sent"}});
  prometheus::Counter& notices_refused = notices.Add({{"result", "refused"}});
  prometheus::Counter& notices_later = notices.Add({{"result", "later"}});
  prometheus::Counter& notices_given_up = notices.Add({{"result", "given_up"}});
  prometheus::Family<prometheus::Counter>& copies =
      prometheus::BuildCounter()
          .Name("samstig_copies_healed_total")
          .Help("Devices' copies that parted from the server's, by what was found")
          .Register(registry);
  prometheus::Counter& copies_forked = copies.Add({{"found", "forked"}});
  prometheus::Counter& copies_differ = copies.Add({{"found", "differs"}});
  prometheus::Counter& copies_repaired = copies.Add({{"found", "repaired"}});

  // prometheus-cpp looks a counter up by its labels under a lock and allocates for it; this map
  // does not.
  std::mutex mutex;
  std::map<std::string, RpcCounters, std::less<>> rpc_counters;
};

Metrics::Metrics() : families_(std::make_unique<Families>()) {}
Metrics::~Metrics() = default;

void Metrics::CountRpc(std::string_view method, int code) {
  const size_t index = code >= 0 && static_cast<size_t>(code) < kCodeNames.size()
                           ? static_cast<size_t>(code)
                           : kUnknownCode;
  prometheus::Counter* counter;
  {
    const std::lock_guard lock(families_->mutex);
    auto found = families_->rpc_counters.find(method);
    if (found == families_->rpc_counters.end()) {
      found = families_->rpc_counters.emplace(std::string(method), RpcCounters{}).first;
    }
    counter = found->second[index];
    if (counter == nullptr) {
      counter =
          &families_->rpcs.Add({{"method", std::string(method)}, {"code", kCodeNames[index]}});
      found->second[index] = counter;
    }
  }
  counter->Increment();
}

void Metrics::CountOutcome(v1::OutcomeKind kind) {
  switch (kind) {
    case v1::OUTCOME_KIND_APPLIED:
      return families_->applied.Increment();
    case v1::OUTCOME_KIND_MERGED:
      return families_->merged.Increment();
    case v1::OUTCOME_KIND_PARKED:
      return families_->parked.Increment();
    case v1::OUTCOME_KIND_RETRY:
      return families_->retry.Increment();
    case v1::OUTCOME_KIND_UNSPECIFIED:
    case v1::OutcomeKind_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::OutcomeKind_INT_MAX_SENTINEL_DO_NOT_USE_:
      return;
  }
}

void Metrics::ObserveCommit(double seconds, size_t works) {
  families_->commit_seconds.Observe(seconds);
  families_->commit_works.Observe(static_cast<double>(works));
}

void Metrics::StreamOpened() { families_->live_streams.Increment(); }
void Metrics::StreamClosed() { families_->live_streams.Decrement(); }

void Metrics::WebStreamOpened() { families_->web_streams.Increment(); }
void Metrics::WebStreamClosed() { families_->web_streams.Decrement(); }

void Metrics::CountWebRefusal(WebRefusal why) {
  switch (why) {
    case WebRefusal::kNoRoom:
      return families_->web_no_room.Increment();
    case WebRefusal::kOvertaken:
      return families_->web_overtaken.Increment();
  }
}

void Metrics::CountMail(bool sent) {
  (sent ? families_->mails_sent : families_->mails_failed).Increment();
}

void Metrics::CountNoticeMail(NoticeMail what) {
  switch (what) {
    case NoticeMail::kWritten:
      return families_->notices_written.Increment();
    case NoticeMail::kSent:
      return families_->notices_sent.Increment();
    case NoticeMail::kRefused:
      return families_->notices_refused.Increment();
    case NoticeMail::kLater:
      return families_->notices_later.Increment();
    case NoticeMail::kGivenUp:
      return families_->notices_given_up.Increment();
  }
}

void Metrics::CountCopy(Copy trouble) {
  switch (trouble) {
    case Copy::kForked:
      return families_->copies_forked.Increment();
    case Copy::kDiffers:
      return families_->copies_differ.Increment();
    case Copy::kRepaired:
      return families_->copies_repaired.Increment();
  }
}

std::string Metrics::Serialize() const {
  return prometheus::TextSerializer().Serialize(families_->registry.Collect());
}

}  // namespace samstig::server
