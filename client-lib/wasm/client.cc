// SPDX-License-Identifier: Apache-2.0
#include "client-lib/wasm/client.h"

#include <utility>
#include <variant>

#include "client-lib/core/local_store.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;
using bridge::Question;

namespace {

// One of the files of the host; the others are named after it.
constexpr char kDatabase[] = "local";

// ---- What the core wants done

class EffectWriter {
 public:
  EffectWriter(Answer& answer, const std::string& token) : answer_(answer), token_(token) {}

  void operator()(client::StartPush& push) { Start(*Add().mutable_start_push(), push.request); }
  void operator()(client::CancelPush&) { Add().mutable_cancel_push(); }
  void operator()(client::StartPull& pull) { Start(*Add().mutable_start_pull(), pull.request); }
  void operator()(client::CancelPull&) { Add().mutable_cancel_pull(); }
  void operator()(client::StartSplit&) { Start(*Add().mutable_start_split(), {}); }
  void operator()(client::SetTimer& timer) { Add().set_set_timer(timer.at); }
  void operator()(client::Changed&) { Add().mutable_changed(); }
  void operator()(client::Judged& judged) { Add().set_judged(judged.outcome.SerializeAsString()); }
  void operator()(client::SignInNeeded&) { Add().mutable_sign_in_needed(); }
  void operator()(client::SyncedOnce&) {}  // Nobody asks for it here.

 private:
  bridge::Effect& Add() { return *answer_.add_effects(); }
  void Start(bridge::Call& call, std::string request) {
    call.set_request(std::move(request));
    call.set_token(token_);
  }

  Answer& answer_;
  const std::string& token_;
};

}  // namespace

Status NotSignedIn() { return {v1::REASON_NOT_SIGNED_IN, "nobody is signed in"}; }

Status DoesNotParse(const char* what) {
  return {v1::REASON_MALFORMED, std::string(what) + " does not parse"};
}

bridge::Failure FailureOf(const Status& status) {
  bridge::Failure failure;
  failure.set_reason(status.reason());
  failure.set_detail(status.detail());
  return failure;
}

Status StatusOf(const bridge::Failure& failure) {
  if (failure.reason() == 0) return Ok();
  const auto reason = static_cast<v1::Reason>(failure.reason());
  return {v1::Reason_IsValid(reason) ? reason : v1::REASON_INTERNAL, failure.detail()};
}

Answer BrowserClient::Ask(const Question& question) {
  Answer answer;
  const Status status = core_ ? Carry(question, answer) : CarryClosed(question, answer);
  if (!status.ok()) {
    answer.Clear();
    answer.set_reason(status.reason());
    answer.set_detail(status.detail());
  }
  if (core_) AddEffects(answer);
  return answer;
}

void BrowserClient::AddEffects(Answer& answer) {
  EffectWriter write(answer, core_->token());
  for (client::Effect& effect : core_->TakeEffects()) std::visit(write, effect);
}

Status BrowserClient::Open() {
  ASSIGN_OR_RETURN(std::unique_ptr<LocalStore> store, LocalStore::Open(kDatabase));
  ASSIGN_OR_RETURN(asked_, Asked::Open(*store));
  ASSIGN_OR_RETURN(core_, SyncCore::Open(std::move(store), clock_, random_));
  return Ok();
}

Status BrowserClient::CarryClosed(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kOpen:
      return Open();
    case Question::kClose:
      return Ok();
    case Question::kRescue:
      return AddRescued(answer);
    default:
      return {v1::REASON_INTERNAL, "the database is not open"};
  }
}

Status BrowserClient::Carry(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kOpen:
      return {v1::REASON_INTERNAL, "the database is open already"};
    case Question::kClose:
      upload_.reset();
      asked_.reset();
      core_.reset();
      return Ok();
    case Question::kAccount:
      AddAccount(answer);
      return Ok();
    case Question::kSignedIn:
      return SignIn(question.signed_in());
    case Question::kNewId:
      answer.set_bytes(ids_.Next().ToBytes());
      return Ok();
    case Question::kWrite:
      return Write(question.write(), answer);
    case Question::kAgain:
      return Again(question.again(), answer);
    case Question::kOutbox:
      return AddOutbox(answer);
    case Question::kOutcomeOf:
      return AddOutcome(question.outcome_of(), answer);
    case Question::kGet:
    case Question::kFind:
    case Question::kSearch:
    case Question::kIsIn:
      return CarryReading(question, answer);
    case Question::kNamedId:
    case Question::kAudience:
    case Question::kUnread:
    case Question::kNotices:
    case Question::kHtml:
    case Question::kServerTime:
      return CarryRules(question, answer);
    case Question::kStart:
    case Question::kStop:
    case Question::kNudge:
    case Question::kTick:
    case Question::kPushReply:
    case Question::kPushFailed:
    case Question::kPullFrame:
    case Question::kPullEnded:
    case Question::kSplitReply:
    case Question::kSplitFailed:
    case Question::kWhy:
    case Question::kSettle:
      return CarrySyncing(question, answer);
    case Question::kKeepBlob:
    case Question::kCheckBlob:
    case Question::kOwnBlobs:
    case Question::kNextBlob:
    case Question::kBeginUpload:
    case Question::kUploadStat:
    case Question::kUploadChunk:
    case Question::kUploadFailed:
    case Question::kBlobIsThere:
    case Question::kFetchingBlob:
    case Question::kMayHaveBlob:
    case Question::kDroppedBlobs:
    case Question::kDeletedBlob:
      return CarryBlobs(question, answer);
    case Question::kRescue:
      return AddRescued(answer);
    case Question::kLeaving:
      return AddLeaving(answer);
    case Question::WHAT_NOT_SET:
      break;
  }
  return {v1::REASON_MALFORMED, "the question is empty"};
}

// ---- Account

void BrowserClient::AddAccount(Answer& answer) const {
  const std::optional<client::Account>& account = core_->account();
  if (!account) return;
  bridge::Account& out = *answer.mutable_account();
  out.set_network(account->network);
  out.set_person(account->person.ToBytes());
  out.set_device(account->device.ToBytes());
  out.set_token(core_->token());
}

Status BrowserClient::SignIn(const bridge::SignedIn& signed_in) {
  ASSIGN_OR_RETURN(const Id person, Id::Parse(signed_in.person(), "person"));
  ASSIGN_OR_RETURN(const Id device, Id::Parse(signed_in.device(), "device"));
  return core_->SignedIn({signed_in.network(), person, device}, signed_in.token());
}

}  // namespace samstig::browser
