// SPDX-License-Identifier: Apache-2.0
#include "server/notify/news.h"

#include <algorithm>
#include <limits>
#include <set>

#include "domain/rules/names.h"
#include "domain/rules/notice_teller.h"

namespace samstig::server {

using rules::KeyName;
using rules::Notice;

namespace {

constexpr TimeMs kWeeklyAhead = 7 * base::kDayMs;

class ReaderSource : public rules::EntitySource {
 public:
  explicit ReaderSource(Reader& reader) : reader_(reader) {}

  Result<std::optional<v1::Entity>> Get(const Id& id) override {
    ASSIGN_OR_RETURN(std::optional<std::string> bytes, reader_.Get(id));
    if (!bytes) return std::optional<v1::Entity>();
    v1::Entity entity;
    if (!entity.ParseFromString(*bytes)) {
      return Status(v1::REASON_DATA_DAMAGED, "a stored entity does not parse");
    }
    return std::optional<v1::Entity>(std::move(entity));
  }

  Result<std::vector<v1::Entity>> Find(const rules::Key& key) override {
    ASSIGN_OR_RETURN(std::vector<Id> ids, reader_.Find(key));
    std::vector<v1::Entity> entities;
    for (const Id& id : ids) {
      ASSIGN_OR_RETURN(std::optional<v1::Entity> entity, Get(id));
      if (entity) entities.push_back(std::move(*entity));
    }
    return entities;
  }

 private:
  Reader& reader_;
};

// When a device made the id, which it says itself (UUIDv7, RFC 9562); nullopt for an id made from a
// name.
std::optional<TimeMs> MadeByItsId(const std::string& id) {
  if (id.size() != Id::kSize || (static_cast<uint8_t>(id[6]) >> 4) != 7) return std::nullopt;
  TimeMs time = 0;
  for (int i = 0; i < 6; ++i) time = (time << 8) | static_cast<uint8_t>(id[static_cast<size_t>(i)]);
  return time;
}

// The exact tag, then the same language elsewhere, then whichever there is.
std::string InLanguage(const v1::LocalText& text, const std::string& language) {
  const auto& texts = text.by_language();
  if (const auto exact = texts.find(language); exact != texts.end()) return exact->second;
  const auto primary = [](const std::string& tag) { return tag.substr(0, tag.find('-')); };
  std::string best_tag;
  std::string best;
  for (const auto& [tag, words] : texts) {
    const bool same = primary(tag) == primary(language);
    const bool best_is_same = !best_tag.empty() && primary(best_tag) == primary(language);
    // The map has no order of its own; the first tag in the alphabet wins among equals.
    if (best_tag.empty() || (same && !best_is_same) || (same == best_is_same && tag < best_tag)) {
      best_tag = tag;
      best = words;
    }
  }
  return best;
}

class Gatherer {
 public:
  Gatherer(Reader& reader, const NoticeMark& mark, const v1::NoticeSettings& settings,
           const std::string& language, NewsFor what, TimeMs now)
      : reader_(reader),
        source_(reader),
        teller_(source_, mark.person),
        mark_(mark),
        settings_(settings),
        language_(language),
        what_(what),
        now_(now) {}

  Result<std::vector<NewsItem>> Run() {
    ASSIGN_OR_RETURN(restored_at_, reader_.RestoredAt());
    ASSIGN_OR_RETURN(restored_to_, reader_.RestoredTo());
    ASSIGN_OR_RETURN(std::vector<Grant> grants, reader_.GrantsOf(mark_.person));
    for (const Grant& grant : grants) {
      if (!grant.until) held_.insert(grant.scope);
    }
    for (const Scope& scope : held_) {
      if (IsToldFrom(scope)) RETURN_IF_ERROR(ReadScope(scope));
    }
    if (what_ == NewsFor::kDigest) {
      RETURN_IF_ERROR(AddDeadlines());
      RETURN_IF_ERROR(AddGoing());
    }
    return std::move(news_);
  }

 private:
  struct Candidate {
    v1::Entity entity;
    Seq seq;
    uint64_t nth;
  };

  // Where people who work together write. Of a desk the person is told only while taking part in
  // its cohort: the own work stays readable after leaving, but mails end.
  bool IsToldFrom(const Scope& scope) const {
    switch (scope.letter()) {
      case 'd':
        return held_.contains(Scope::OfCohort(scope.first()));
      case 'u':
      case 'v':
      case 'm':
      case 'o':
      case 'n':
        return false;
      default:
        return true;
    }
  }

  Seq ToldSeq(v1::NoticeKind kind) const {
    const Seq told =
        rules::IsUrgent(kind) ? std::max(mark_.told_seq, mark_.soon_seq) : mark_.told_seq;
    return std::max(told, restored_to_);
  }
  uint64_t ToldNth(v1::NoticeKind kind) const {
    return rules::IsUrgent(kind) ? std::max(mark_.told_nth, mark_.soon_nth) : mark_.told_nth;
  }

  Status ReadScope(const Scope& scope) {
    const Seq from =
        std::max(restored_to_, what_ == NewsFor::kSoon ? std::max(mark_.told_seq, mark_.soon_seq)
                                                       : mark_.told_seq);
    ASSIGN_OR_RETURN(const Seq last, reader_.LastSeqIn(scope));
    if (last <= from) return {};
    // First all, then the looking up: the log is not to be read by two at once.
    std::vector<Candidate> candidates;
    bool damaged = false;
    RETURN_IF_ERROR(
        reader_.ReadLog(scope, from, std::numeric_limits<int64_t>::max(), [&](const LogRow& row) {
          if (row.gone || !seen_.insert(row.id).second) return true;
          Candidate candidate{{}, row.seq, row.nth};
          const auto size = static_cast<int>(row.bytes.size());
          damaged |= !candidate.entity.ParseFromArray(row.bytes.data(), size);
          if (CanBeNews(candidate.entity)) {
            candidates.push_back(std::move(candidate));
          }
          return true;
        }));
    if (damaged) return {v1::REASON_DATA_DAMAGED, "a stored entity does not parse"};
    for (const Candidate& candidate : candidates) RETURN_IF_ERROR(Consider(candidate));
    return {};
  }

  bool CanBeNews(const v1::Entity& entity) const {
    switch (entity.body_case()) {
      case v1::Entity::kPost:
      case v1::Entity::kFeedback:
      case v1::Entity::kAssignment:
      case v1::Entity::kAnnouncement:
      case v1::Entity::kNudge:
      case v1::Entity::kSubmission:
      case v1::Entity::kFlag:
        return entity.author() != mark_.person.bytes();
      default:
        return false;
    }
  }

  Status Consider(const Candidate& candidate) {
    const v1::Entity& entity = candidate.entity;
    ASSIGN_OR_RETURN(std::optional<Notice> notice, teller_.Tell(entity));
    if (!notice || !IsWanted(notice->kind)) return {};
    const bool changed = rules::IsNewsWhenChanged(entity.body_case());
    if (candidate.seq <= ToldSeq(notice->kind)) return {};
    if (!changed && candidate.nth <= ToldNth(notice->kind)) return {};
    // Of an assignment it is not known when its latest version came.
    const bool dated = !entity.has_assignment() || entity.assignment().version() <= 1;
    if (dated && notice->at < now_ - kOldestNews) return {};
    // What devices send again after a restore was told of before it.
    const std::optional<TimeMs> made = MadeByItsId(entity.id());
    if (restored_at_ > 0 && !changed && made && *made < restored_at_) return {};
    return Add(*notice, entity);
  }

  Status AddDeadlines() {
    const TimeMs ahead =
        settings_.rhythm() == v1::MAIL_RHYTHM_WEEKLY ? kWeeklyAhead : rules::kDeadlineAhead;
    ASSIGN_OR_RETURN(const std::set<Id> places, teller_.Places());
    for (const Id& cohort : places) {
      if (!held_.contains(Scope::OfCohort(cohort))) continue;
      ASSIGN_OR_RETURN(std::vector<v1::Entity> assignments,
                       source_.Find({KeyName::kAssignmentsOfCohort, cohort}));
      for (const v1::Entity& assignment : assignments) {
        ASSIGN_OR_RETURN(std::optional<Notice> notice,
                         teller_.TellDeadline(assignment, now_, ahead));
        // Each becomes near once; the times between the digests leave no gap.
        if (!notice || notice->at <= mark_.told_ms || !IsWanted(notice->kind)) continue;
        ASSIGN_OR_RETURN(const bool readable, MayRead(assignment));
        if (readable) RETURN_IF_ERROR(Add(*notice, assignment));
      }
    }
    return {};
  }

  // What goes from the person's cohorts: told once, when it begins to be near.
  Status AddGoing() {
    ASSIGN_OR_RETURN(const std::set<Id> cohorts, teller_.Cohorts());
    for (const Id& cohort : cohorts) {
      if (!held_.contains(Scope::OfCohort(cohort))) continue;
      ASSIGN_OR_RETURN(const std::vector<Notice> going, teller_.TellGoing(cohort, now_));
      for (const Notice& notice : going) {
        if (notice.at <= mark_.told_ms || !IsWanted(notice.kind)) continue;
        ASSIGN_OR_RETURN(const std::optional<v1::Entity> entity, source_.Get(cohort));
        if (entity) RETURN_IF_ERROR(Add(notice, *entity));
      }
    }
    return {};
  }

  Result<bool> MayRead(const v1::Entity& entity) {
    ASSIGN_OR_RETURN(const Scopes scopes, reader_.ScopesOf(Id::FromBytes(entity.id())));
    return std::any_of(scopes.begin(), scopes.end(),
                       [&](const Scope& scope) { return held_.contains(scope); });
  }

  bool IsWanted(v1::NoticeKind kind) const {
    return rules::WantsMail(settings_, kind) &&
           (what_ == NewsFor::kDigest || rules::IsUrgent(kind));
  }

  Status Add(const Notice& notice, const v1::Entity& entity) {
    NewsItem item;
    item.kind = notice.kind;
    item.why = notice.why;
    ASSIGN_OR_RETURN(const Id cohort_id, teller_.CohortOf(entity));
    ASSIGN_OR_RETURN(std::optional<v1::Entity> cohort, source_.Get(cohort_id));
    if (cohort) item.cohort = InLanguage(cohort->cohort().name(), language_);
    // One for a group or for a single leader may say in its title why it was given.
    const bool for_all = entity.has_assignment() &&
                         entity.assignment().target_case() == v1::Assignment::TARGET_NOT_SET;
    if (for_all) item.assignment = InLanguage(entity.assignment().title(), language_);
    news_.push_back(std::move(item));
    return {};
  }

  Reader& reader_;
  ReaderSource source_;
  rules::NoticeTeller teller_;
  const NoticeMark& mark_;
  const v1::NoticeSettings& settings_;
  const std::string& language_;
  const NewsFor what_;
  const TimeMs now_;
  TimeMs restored_at_ = 0;
  Seq restored_to_ = 0;
  std::set<Scope> held_;
  std::set<Id> seen_;
  std::vector<NewsItem> news_;
};

}  // namespace

Result<std::vector<NewsItem>> GatherNews(Reader& reader, const NoticeMark& mark,
                                         const v1::NoticeSettings& settings,
                                         const std::string& language, NewsFor what, TimeMs now) {
  return Gatherer(reader, mark, settings, language, what, now).Run();
}

Result<v1::NoticeSettings> SettingsOf(Reader& reader, const Id& person) {
  ReaderSource source(reader);
  ASSIGN_OR_RETURN(std::optional<v1::Entity> stored, source.Get(rules::NoticeSettingsId(person)));
  return rules::NoticeSettingsOf(stored ? &*stored : nullptr);
}

}  // namespace samstig::server
