// SPDX-License-Identifier: Apache-2.0
#include <utility>
#include <vector>

#include "client-lib/include/samstig/markdown.h"
#include "client-lib/wasm/client.h"
#include "client-lib/wasm/named_ids.h"
#include "domain/rules/local_copy.h"

namespace samstig::browser {

using base::Ok;
using bridge::Answer;
using bridge::Question;

namespace {

class CoreCopy : public rules::LocalCopy {
 public:
  explicit CoreCopy(SyncCore& core) : core_(core) {}

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    Result<client::Shown> shown = core_.Get(id);
    if (shown.ok()) return std::optional<v1::Entity>(std::move(shown->entity));
    if (shown.status().reason() == v1::REASON_NOT_FOUND) return std::optional<v1::Entity>();
    return shown.status();
  }

  Result<std::vector<v1::Entity>> Find(const rules::Key& key) override {
    ASSIGN_OR_RETURN(std::vector<client::Shown> found, core_.Find(key));
    std::vector<v1::Entity> entities;
    entities.reserve(found.size());
    for (client::Shown& shown : found) entities.push_back(std::move(shown.entity));
    return entities;
  }

  Result<bool> IsIn(const Id& id, const rules::Scope& scope) override {
    return core_.IsIn(id, scope);
  }

 private:
  SyncCore& core_;
};

void Add(const client::Shown& shown, Answer& answer) {
  bridge::Shown& out = *answer.add_shown();
  out.set_entity(shown.entity.SerializeAsString());
  out.set_pending(shown.pending);
}

// ---- The rule-book

template <typename Ids, typename Field>
void AddIds(const Ids& ids, Field& field) {
  for (const Id& id : ids) field.Add(id.ToBytes());
}

Status AddAudience(SyncCore& core, const std::string& thread_id, Answer& answer) {
  ASSIGN_OR_RETURN(const Id id, Id::Parse(thread_id, "thread"));
  ASSIGN_OR_RETURN(const client::Shown thread, core.Get(id));
  if (!thread.entity.has_thread()) return {v1::REASON_NOT_FOUND, "that is no thread"};
  CoreCopy copy(core);
  ASSIGN_OR_RETURN(const rules::Audience audience,
                   rules::AudienceOf(copy, core.account()->person, thread.entity.thread()));
  bridge::Audience& out = *answer.mutable_audience();
  AddIds(audience.people, *out.mutable_people());
  AddIds(audience.municipalities, *out.mutable_municipalities());
  AddIds(audience.own_hr, *out.mutable_own_hr());
  AddIds(audience.line_of_command, *out.mutable_line_of_command());
  out.set_seen(core.AsOf().SerializeAsString());
  return Ok();
}

Status AddUnread(SyncCore& core, const std::string& thread_id, Answer& answer) {
  ASSIGN_OR_RETURN(const Id id, Id::Parse(thread_id, "thread"));
  CoreCopy copy(core);
  ASSIGN_OR_RETURN(const rules::Talk talk, rules::TalkIn(copy, core.account()->person, id));
  answer.mutable_unread()->set_posts(talk.unread.posts);
  answer.mutable_unread()->set_mentions(talk.unread.mentions);
  answer.mutable_unread()->set_all(talk.posts);
  answer.mutable_unread()->set_last_ms(talk.last_ms);
  return Ok();
}

Status AddNotices(SyncCore& core, base::TimeMs since, Answer& answer) {
  CoreCopy copy(core);
  ASSIGN_OR_RETURN(const std::vector<rules::Notice> notices,
                   rules::NoticesSince(copy, core.account()->person, since, core.ServerTime()));
  for (const rules::Notice& notice : notices) {
    bridge::Notice& out = *answer.add_notices();
    out.set_kind(notice.kind);
    out.set_why(static_cast<int32_t>(notice.why));
    out.set_place(notice.place.ToBytes());
    if (!notice.who.IsNil()) out.set_who(notice.who.ToBytes());
    out.set_at_ms(notice.at);
  }
  return Ok();
}

}  // namespace

Status BrowserClient::CarryReading(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kGet: {
      ASSIGN_OR_RETURN(const Id id, Id::Parse(question.get(), "id"));
      const Result<client::Shown> shown = core_->Get(id);
      if (shown.ok()) Add(*shown, answer);
      return shown.status().reason() == v1::REASON_NOT_FOUND ? Ok() : shown.status();
    }
    case Question::kFind:
      return Find(question.find(), answer);
    case Question::kSearch:
      return Search(question.search(), answer);
    default: {
      ASSIGN_OR_RETURN(const Id id, Id::Parse(question.is_in().id(), "id"));
      const std::optional<rules::Scope> scope = rules::Scope::FromText(question.is_in().scope());
      if (!scope) return {v1::REASON_MALFORMED, "that is no scope"};
      ASSIGN_OR_RETURN(const bool in, core_->IsIn(id, *scope));
      answer.set_yes(in);
      return Ok();
    }
  }
}

Status BrowserClient::Find(const bridge::Find& find, Answer& answer) {
  Id owner;
  if (!find.owner().empty()) {
    ASSIGN_OR_RETURN(owner, Id::Parse(find.owner(), "owner"));
  }
  ASSIGN_OR_RETURN(const std::vector<client::Shown> found,
                   core_->Find({static_cast<rules::KeyName>(find.key()), owner}));
  for (const client::Shown& shown : found) Add(shown, answer);
  return Ok();
}

Status BrowserClient::Search(const bridge::Search& search, Answer& answer) {
  for (bool more = true; more;) {
    ASSIGN_OR_RETURN(more, core_->IndexSome());
  }
  ASSIGN_OR_RETURN(const std::vector<client::SearchHit> hits,
                   core_->FindWords(search.words(), search.limit()));
  for (const client::SearchHit& hit : hits) {
    bridge::Hit& out = *answer.add_hits();
    out.set_id(hit.id.ToBytes());
    out.set_snippet(hit.snippet);
    out.set_pending(hit.pending);
  }
  return Ok();
}

Status BrowserClient::CarryRules(const Question& question, Answer& answer) {
  switch (question.what_case()) {
    case Question::kHtml:
      answer.set_bytes(client::HtmlOf(question.html()));
      return Ok();
    case Question::kServerTime:
      answer.set_number(static_cast<uint64_t>(core_->ServerTime()));
      return Ok();
    default:
      break;
  }
  if (!core_->account()) return NotSignedIn();
  switch (question.what_case()) {
    case Question::kAudience:
      return AddAudience(*core_, question.audience(), answer);
    case Question::kUnread:
      return AddUnread(*core_, question.unread(), answer);
    case Question::kNotices:
      return AddNotices(*core_, question.notices(), answer);
    default: {
      ASSIGN_OR_RETURN(const Id id, NamedIdOf(question.named_id(), core_->account()->person));
      answer.set_bytes(id.ToBytes());
      return Ok();
    }
  }
}

}  // namespace samstig::browser
