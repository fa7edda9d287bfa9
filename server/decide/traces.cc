// SPDX-License-Identifier: Apache-2.0
#include "server/decide/traces.h"

#include <algorithm>
#include <limits>
#include <string_view>

#include "domain/rules/keys.h"
#include "domain/rules/limits.h"
#include "domain/rules/mentions.h"
#include "server/decide/case.h"

namespace samstig::server {

using rules::KeyName;

namespace {

constexpr int kMaxThreads = 1'000;

Result<std::optional<v1::Entity>> Load(Reader& reader, const std::string& id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> bytes, reader.Get(IdIn(id)));
  v1::Entity entity;
  if (!bytes) return std::optional<v1::Entity>();
  if (!entity.ParseFromString(*bytes)) {
    return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  }
  return std::make_optional(std::move(entity));
}

// The thread of a post that the person said something to.
Status NoteThreadOf(Reader& reader, const std::string& post, Traces& traces) {
  ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader, post));
  if (!entity) return {};
  const std::string& thread = entity->post().thread_id();
  traces.thread_of[post] = thread;
  traces.threads.insert(thread);
  return {};
}

// What the entity says about where the person was and is.
Status Note(Reader& reader, const v1::Entity& entity, const std::string& person, Traces& traces) {
  const v1::Membership& hat = entity.membership();
  if (hat.role() == v1::ROLE_COACH && hat.person_id() == person) {
    traces.coached.insert(hat.cohort_id());
  }
  if (hat.role() == v1::ROLE_GUEST && hat.person_id() == person) {
    traces.visited.insert(hat.cohort_id());
  }
  if (entity.submission().person_id() == person) traces.submissions.insert(entity.id());
  if (entity.author() != person) {
    if (rules::IsMentioned(entity.post(), IdIn(person))) {
      traces.mentioned_in.insert(entity.post().thread_id());
    }
    return {};
  }
  if (entity.has_thread()) traces.threads.insert(entity.id());
  if (entity.has_post()) traces.threads.insert(entity.post().thread_id());
  if (entity.has_reaction()) return NoteThreadOf(reader, entity.reaction().post_id(), traces);
  if (entity.has_flag()) return NoteThreadOf(reader, entity.flag().post_id(), traces);
  return {};
}

bool IsOwnNote(const v1::Entity& entity, const std::string& person) {
  if (entity.author() != person) return false;
  return entity.has_draft() || entity.has_tool() || entity.has_team() || entity.has_parked() ||
         entity.has_read_mark() || entity.has_subscription() || entity.has_notice_settings();
}

// Of the person: posts written. Of others: posts that mention the person.
void CountPost(const v1::Entity& entity, const Id& person,
               std::map<std::string, v1::ThreadTrace>& threads) {
  const std::string& thread = entity.post().thread_id();
  if (entity.author() == person.bytes()) {
    threads[thread].set_posts(threads[thread].posts() + 1);
  } else if (rules::IsMentioned(entity.post(), person)) {
    threads[thread].set_mentions(threads[thread].mentions() + 1);
  }
}

Status CheckChoice(v1::ErasureChoice choice, v1::ErasureChoice last, const char* what) {
  if (choice >= v1::ERASURE_CHOICE_DELETE && choice <= last) return {};
  return {v1::REASON_OUT_OF_RANGE, std::string("there is no such choice for ") + what};
}

Status CheckChoices(const v1::ErasureChoices& choices) {
  RETURN_IF_ERROR(CheckChoice(choices.posts(), v1::ERASURE_CHOICE_KEEP_WITH_ROLE, "posts"));
  RETURN_IF_ERROR(CheckChoice(choices.work(), v1::ERASURE_CHOICE_ANONYMISE, "work"));
  RETURN_IF_ERROR(rules::CheckRange(choices.threads_size(), "threads", 0, kMaxThreads));
  std::set<std::string> seen;
  for (const v1::ThreadErasure& thread : choices.threads()) {
    RETURN_IF_ERROR(Id::Parse(thread.thread_id(), "thread_id").status());
    RETURN_IF_ERROR(CheckChoice(thread.choice(), v1::ERASURE_CHOICE_KEEP_WITH_ROLE, "a thread"));
    if (!seen.insert(thread.thread_id()).second) {
      return {v1::REASON_MALFORMED, "a thread is named twice"};
    }
  }
  return {};
}

}  // namespace

Result<Traces> FindTraces(Reader& reader, const Id& person) {
  Traces traces;
  const std::string_view wanted = person.bytes();
  // Most entities have nothing to do with the person, and are not even parsed.
  bool parses = true;
  RETURN_IF_ERROR(reader
                      .ReadEntities(0, std::numeric_limits<int64_t>::max(),
                                    [&](uint64_t, const Id&, std::string_view bytes) {
                                      if (bytes.find(wanted) == std::string_view::npos) return;
                                      v1::Entity entity;
                                      parses = entity.ParseFromArray(
                                                   bytes.data(), static_cast<int>(bytes.size())) &&
                                               parses;
                                      traces.entities.push_back(std::move(entity));
                                    })
                      .status());
  if (!parses) return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
  for (const v1::Entity& entity : traces.entities) {
    RETURN_IF_ERROR(Note(reader, entity, person.ToBytes(), traces));
  }
  return traces;
}

Result<bool> IsLastOrganiser(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const std::vector<Id> hats, reader.Find({KeyName::kMembershipsAt, Id()}));
  bool is_one = false;
  for (const Id& id : hats) {
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> hat, Load(reader, id.ToBytes()));
    if (!hat || hat->membership().role() != v1::ROLE_ORGANISER || hat->membership().ended())
      continue;
    if (hat->membership().person_id() != person.bytes()) return false;
    is_one = true;
  }
  return is_one;
}

Result<v1::NetworkTrace> CountTraces(Reader& reader, const Id& person) {
  ASSIGN_OR_RETURN(const Traces traces, FindTraces(reader, person));
  v1::NetworkTrace counted;
  counted.set_submissions(static_cast<uint32_t>(traces.submissions.size()));
  std::map<std::string, v1::ThreadTrace> threads;
  for (const std::string& thread : traces.threads) threads[thread];
  uint32_t notes = 0;
  for (const v1::Entity& entity : traces.entities) {
    if (IsOwnNote(entity, person.ToBytes())) ++notes;
    if (entity.has_post()) CountPost(entity, person, threads);
  }
  counted.set_own_notes(notes);
  for (auto& [id, thread] : threads) {
    ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, Load(reader, id));
    thread.set_thread_id(id);
    if (entity) thread.set_title(entity->thread().title());
    *counted.add_threads() = thread;
  }
  ASSIGN_OR_RETURN(const bool last, IsLastOrganiser(reader, person));
  counted.set_last_organiser(last);
  return counted;
}

Status CheckErasure(Reader& reader, const Id& person, const v1::ErasureChoices& choices) {
  RETURN_IF_ERROR(CheckChoices(choices));
  if (choices.threads_size() > 0) {
    ASSIGN_OR_RETURN(const Traces traces, FindTraces(reader, person));
    for (const v1::ThreadErasure& thread : choices.threads()) {
      const std::string& id = thread.thread_id();
      if (traces.threads.contains(id) || traces.mentioned_in.contains(id)) continue;
      return {v1::REASON_NOT_FOUND, "there is nothing of the person's in a thread that is named"};
    }
  }
  ASSIGN_OR_RETURN(const bool last, IsLastOrganiser(reader, person));
  if (!last) return {};
  return {v1::REASON_LAST_ORGANISER, "nobody else is an organiser of the network"};
}

}  // namespace samstig::server
