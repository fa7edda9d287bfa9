// SPDX-License-Identifier: Apache-2.0
#include "cli/json.h"

#include <map>
#include <string_view>

#include "cli/dates.h"
#include "cli/reading.h"
#include "cli/words.h"
#include "domain/rules/membership.h"
#include "domain/rules/mentions.h"
#include "domain/rules/visit.h"

namespace samstig::cli {
namespace {

Json Named(const std::string& id, const std::string& name) {
  Json json;
  json["id"] = IdJson(id);
  json["name"] = name;
  return json;
}

template <typename List>
Json ListJson(const List& list) {
  Json json = Json::array();
  for (const std::string& item : list) json.push_back(item);
  return json;
}

Json HeadJson(const v1::Revision& head) {
  Json json;
  json["revision_id"] = IdJson(head.revision_id());
  json["claimed"] = TimeJson(head.claimed_ms());
  if (head.has_text()) json["text"] = head.text();
  if (head.has_report()) json["report"] = ToJson(head.report());
  return json;
}

template <typename Heads>
Json HeadsJson(const Heads& heads) {
  Json json = Json::array();
  for (const v1::Revision& head : heads) json.push_back(HeadJson(head));
  return json;
}

// Kind and body of an entity, with names where there are only ids.
struct BodyJson {
  Copy& copy;

  std::pair<std::string_view, Json> operator()(const v1::Municipality& m) const {
    return {"municipality", ToJson(m)};
  }
  std::pair<std::string_view, Json> operator()(const v1::Person& p) const {
    Json json;
    json["name"] = p.name();
    json["language"] = p.language();
    if (p.trace() != 0) json["stands_for"] = TraceWord(p.trace());
    return {"person", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Membership& m) const {
    Json json;
    json["person"] = Named(m.person_id(), copy.PersonName(m.person_id()));
    json["role"] = Name(m.role());
    if (m.has_municipality_id()) {
      json["municipality"] = Named(m.municipality_id(), copy.MunicipalityName(m.municipality_id()));
    }
    if (m.has_cohort_id()) json["cohort"] = Named(m.cohort_id(), copy.CohortName(m.cohort_id()));
    json["position"] = m.position();
    json["sector"] = m.sector();
    json["ended"] = m.ended();
    json["manager"] = nullptr;
    if (!m.manager_id().empty()) {
      json["manager"] = Named(m.manager_id(), copy.PersonName(m.manager_id()));
    }
    if (m.role() == v1::ROLE_GUEST) {
      json["subject"] = m.subject();
      json["ends"] = TimeJson(m.ends_ms());
      json["reads_until"] = TimeJson(rules::GuestUntil(m));
      json["headcount"] = m.headcount();
    }
    return {"membership", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Programme& p) const {
    return {"programme", ToJson(p)};
  }
  std::pair<std::string_view, Json> operator()(const v1::Theme& t) const {
    return {"theme", ToJson(t)};
  }
  std::pair<std::string_view, Json> operator()(const v1::Cohort& c) const {
    Json json = ToJson(c);
    json["code"] = copy.CohortCode(c);
    return {"cohort", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::CohortSeat& s) const {
    Json json;
    json["cohort_id"] = IdJson(s.cohort_id());
    json["municipality"] = Named(s.municipality_id(), copy.MunicipalityName(s.municipality_id()));
    json["state"] = Name(s.state());
    json["requested"] = s.requested();
    json["agreed"] = s.agreed();
    json["answer"] = s.answer();
    return {"cohort_seat", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Enrolment& e) const {
    Json json;
    json["cohort_id"] = IdJson(e.cohort_id());
    json["person"] = Named(e.person_id(), copy.PersonName(e.person_id()));
    json["municipality"] = Named(e.municipality_id(), copy.MunicipalityName(e.municipality_id()));
    json["state"] = Name(e.state());
    json["returning"] = e.returning();
    json["earlier_municipalities"] = Json::array();
    for (const std::string& id : e.earlier_municipality_ids()) {
      json["earlier_municipalities"].push_back(Named(id, copy.MunicipalityName(id)));
    }
    return {"enrolment", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Assignment& a) const {
    Json json;
    json["cohort_id"] = IdJson(a.cohort_id());
    json["theme_id"] = IdJson(a.theme_id());
    json["template_code"] = a.template_code();
    json["title"] = ToJson(a.title());
    json["brief"] = ToJson(a.brief());
    json["minutes"] = a.minutes();
    json["opens"] = TimeJson(a.opens_ms());
    json["due"] = TimeJson(a.due_ms());
    json["state"] = Name(a.state());
    json["version"] = a.version();
    json["for"] = nullptr;
    if (a.has_person_id()) json["for"] = Named(a.person_id(), copy.PersonName(a.person_id()));
    if (a.has_group_id()) json["for"] = Named(a.group_id(), ForWhom(copy, a));
    json["publish"] = TimeJson(a.publish_ms());
    json["change_note"] = a.change_note();
    return {"assignment", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Draft& d) const {
    Json json;
    json["assignment_id"] = IdJson(d.assignment_id());
    json["heads"] = HeadsJson(d.heads());
    return {"draft", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Submission& s) const {
    Json json;
    json["assignment_id"] = IdJson(s.assignment_id());
    json["cohort_id"] = IdJson(s.cohort_id());
    json["person"] = Named(s.person_id(), copy.PersonName(s.person_id()));
    json["attempt"] = s.attempt();
    json["state"] = Name(s.state());
    json["report"] = ToJson(s.report());
    json["claimed"] = TimeJson(s.claimed_ms());
    json["late"] = s.late();
    json["assignment_version"] = s.assignment_version();
    json["erased"] = s.erased();
    return {"submission", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Feedback& f) const {
    Json json;
    json["submission_id"] = IdJson(f.submission_id());
    json["verdict"] = Name(f.verdict());
    json["text"] = f.text();
    json["erased"] = f.erased();
    return {"feedback", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Thread& t) const {
    Json json;
    json["cohort_id"] = IdJson(t.cohort_id());
    json["title"] = t.title();
    json["assignment_id"] = IdJson(t.assignment_id());
    json["group_id"] = IdJson(t.group_id());
    json["municipality_id"] = IdJson(t.municipality_id());
    json["coaches_invited"] = t.coaches_invited();
    json["pinned"] = Json::array();
    for (const std::string& post : t.pinned()) json["pinned"].push_back(IdJson(post));
    return {"thread", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Post& p) const {
    Json json;
    json["thread_id"] = IdJson(p.thread_id());
    json["reply_to"] = IdJson(p.reply_to());
    json["withdrawn"] = p.withdrawn();
    json["text"] = TextOf(p);
    json["heads"] = HeadsJson(p.heads());
    json["mentions"] = Json::array();
    for (const std::string& person : rules::MentionedIn(p)) {
      json["mentions"].push_back(Named(person, copy.PersonName(person)));
    }
    json["from_submission"] = IdJson(p.from_submission());
    json["removal"] = nullptr;
    if (p.has_removal()) {
      json["removal"] = {{"cause", Name(p.removal().cause())},
                         {"note", p.removal().note()},
                         {"by", Named(p.removal().by(), copy.PersonName(p.removal().by()))},
                         {"at", TimeJson(p.removal().at_ms())}};
    }
    return {"post", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Subscription& s) const {
    Json json;
    json["thread_id"] = IdJson(s.thread_id());
    json["level"] = Name(s.level());
    json["level_why"] = Name(s.why());
    return {"subscription", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Flag& f) const {
    Json json;
    json["post_id"] = IdJson(f.post_id());
    json["thread_id"] = IdJson(f.thread_id());
    json["cause"] = Name(f.cause());
    json["note"] = f.note();
    json["state"] = Name(f.state());
    json["history"] = Json::array();
    for (const v1::FlagStep& step : f.history()) {
      json["history"].push_back({{"to", Name(step.to())},
                                 {"by", Named(step.by(), copy.PersonName(step.by()))},
                                 {"at", TimeJson(step.at_ms())},
                                 {"note", step.note()}});
    }
    return {"flag", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Parked& p) const {
    Json json;
    v1::Mutation mutation;
    const bool known = mutation.ParseFromString(p.mutation());
    json["reason"] = std::string(base::ReasonName(p.reason()));
    json["detail"] = p.detail();
    json["what"] = known ? std::string(Subject(mutation)) : "a write";
    json["text"] = known ? TextIn(mutation, copy.languages()) : "";
    json["number"] = known ? mutation.number() : 0;
    return {"parked", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::ReadMark& m) const {
    Json json;
    json["thread_id"] = IdJson(m.thread_id());
    json["read_to"] = TimeJson(m.read_to_ms());
    return {"read_mark", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Reaction& r) const {
    Json json;
    json["post_id"] = IdJson(r.post_id());
    json["symbols"] = Json::array();
    for (const int symbol : r.symbols())
      json["symbols"].push_back(Name(static_cast<v1::ReactionSymbol>(symbol)));
    return {"reaction", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Group& g) const {
    Json json;
    json["cohort_id"] = IdJson(g.cohort_id());
    json["name"] = g.name();
    json["people"] = Json::array();
    for (const std::string& person : g.person_ids()) {
      json["people"].push_back(Named(person, copy.PersonName(person)));
    }
    json["dissolved"] = g.dissolved();
    return {"group", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Nudge& n) const {
    Json json;
    json["assignment_id"] = IdJson(n.assignment_id());
    json["person"] = Named(n.person_id(), copy.PersonName(n.person_id()));
    json["text"] = n.text();
    json["count"] = n.count();
    json["last"] = TimeJson(n.last_ms());
    return {"nudge", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Announcement& a) const {
    Json json;
    json["cohort_id"] = IdJson(a.cohort_id());
    json["title"] = a.title();
    json["text"] = a.text();
    json["version"] = a.version();
    json["taken_down"] = a.taken_down();
    return {"announcement", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::DataTerms& t) const {
    Json json;
    json["version"] = t.version();
    json["text"] = ToJson(t.text());
    return {"data_terms", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Erasure& e) const {
    Json json;
    json["person_id"] = IdJson(e.person_id());
    json["done"] = TimeJson(e.done_ms());
    json["deleted"] = e.deleted();
    json["anonymised"] = e.anonymised();
    json["kept_with_role"] = e.kept_with_role();
    return {"erasure", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Disclosure& d) const {
    Json json;
    json["cohort_id"] = IdJson(d.cohort_id());
    json["reader"] = Named(d.reader_id(), copy.PersonName(d.reader_id()));
    json["days"] = Json::array();
    for (const uint32_t day : d.days()) json["days"].push_back(ToUtcDay(day));
    return {"disclosure", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Retention& r) const {
    Json json;
    json["rules"] = Json::array();
    for (const v1::RetentionRule& rule : r.rules()) {
      json["rules"].push_back({{"class", Name(rule.class_())}, {"days", rule.days()}});
    }
    return {"retention", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::TermsAcceptance& t) const {
    Json json;
    json["municipality"] = Named(t.municipality_id(), copy.MunicipalityName(t.municipality_id()));
    json["acceptances"] = Json::array();
    for (const v1::Acceptance& a : t.acceptances()) {
      json["acceptances"].push_back({{"version", a.version()},
                                     {"by", Named(a.by(), copy.PersonName(a.by()))},
                                     {"at", TimeJson(a.at_ms())}});
    }
    return {"terms_acceptance", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Tool& t) const {
    Json json;
    json["title"] = t.title();
    json["assignment_id"] = IdJson(t.assignment_id());
    json["dropped"] = t.dropped();
    json["text"] = JoinedText(t.heads());
    json["heads"] = HeadsJson(t.heads());
    return {"tool", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::Team& t) const {
    Json json;
    json["name"] = t.name();
    json["size"] = t.size();
    json["dropped"] = t.dropped();
    json["text"] = JoinedText(t.heads());
    json["heads"] = HeadsJson(t.heads());
    return {"team", json};
  }
  std::pair<std::string_view, Json> operator()(const v1::NoticeSettings& n) const {
    Json json;
    json["rhythm"] = Name(n.rhythm());
    json["time_zone"] = n.time_zone();
    json["digest_minute"] = n.digest_minute();
    json["digest_weekday"] = n.digest_weekday();
    json["quiet_from_minute"] = n.quiet_from_minute();
    json["quiet_to_minute"] = n.quiet_to_minute();
    json["off"] = Json::array();
    for (const int kind : n.off()) json["off"].push_back(Name(static_cast<v1::NoticeKind>(kind)));
    return {"notice_settings", json};
  }
  // What has no form yet, and what a newer version makes.
  std::pair<std::string_view, Json> operator()(const auto&) const {
    return {"unknown", Json::object()};
  }
};

}  // namespace

Json IdJson(const std::string& bytes) {
  const Id id = IdIn(bytes);
  return id.IsNil() ? Json(nullptr) : Json(id.ToText());
}

Json TimeJson(int64_t time) { return time == 0 ? Json(nullptr) : Json(ToRfc3339(time)); }

Json ToJson(const v1::LocalText& text) {
  // A map of its own, for an order that is always the same.
  const std::map<std::string, std::string> sorted(text.by_language().begin(),
                                                  text.by_language().end());
  Json json = Json::object();
  for (const auto& [language, words] : sorted) json[language] = words;
  return json;
}

Json ToJson(const v1::Report& report) {
  Json json;
  json["tried"] = report.tried();
  json["happened"] = report.happened();
  json["insight"] = report.insight();
  json["next_step"] = report.next_step();
  json["did_not_work"] = report.did_not_work();
  return json;
}

Json ToJson(const v1::Programme& p) {
  Json json;
  json["code"] = p.code();
  json["version"] = p.version();
  json["name"] = ToJson(p.name());
  json["summary"] = ToJson(p.summary());
  json["languages"] = ListJson(p.languages());
  json["price_cents"] = p.price_cents();
  json["currency"] = p.currency();
  return json;
}

Json ToJson(const v1::Theme& t) {
  Json json;
  json["programme_id"] = IdJson(t.programme_id());
  json["code"] = t.code();
  json["position"] = t.position();
  json["name"] = ToJson(t.name());
  json["summary"] = ToJson(t.summary());
  json["assignments"] = Json::array();
  for (const v1::AssignmentTemplate& assignment : t.assignments()) {
    Json item;
    item["code"] = assignment.code();
    item["minutes"] = assignment.minutes();
    item["title"] = ToJson(assignment.title());
    item["brief"] = ToJson(assignment.brief());
    json["assignments"].push_back(std::move(item));
  }
  return json;
}

Json ToJson(const v1::Cohort& c) {
  Json json;
  json["programme_id"] = IdJson(c.programme_id());
  json["round"] = c.round();
  json["name"] = ToJson(c.name());
  json["state"] = Name(c.state());
  json["enrolment_opens"] = TimeJson(c.enrolment_opens_ms());
  json["enrolment_closes"] = TimeJson(c.enrolment_closes_ms());
  json["starts"] = TimeJson(c.starts_ms());
  json["ends"] = TimeJson(c.ends_ms());
  json["price_cents"] = c.price_cents();
  json["currency"] = c.currency();
  json["vat_permille"] = c.vat_permille();
  json["seats"] = c.seats() == 0 ? Json(nullptr) : Json(c.seats());
  json["programme_version"] = c.programme_version();
  json["grace_days"] = static_cast<double>(c.grace_ms()) / static_cast<double>(base::kDayMs);
  return json;
}

Json ToJson(const v1::Municipality& m) {
  Json json;
  json["country"] = m.country();
  json["code"] = m.code();
  json["name"] = ToJson(m.name());
  json["languages"] = ListJson(m.languages());
  return json;
}

Json ToJson(const std::vector<Mistake>& mistakes) {
  Json all = Json::array();
  for (const Mistake& mistake : mistakes) {
    all.push_back({{"file", mistake.file},
                   {"line", mistake.line},
                   {"field", mistake.field},
                   {"problem", mistake.problem}});
  }
  return all;
}

Json ToJson(Copy& copy, const Shown& shown) {
  const auto [kind, body] = rules::VisitBody(shown.entity, BodyJson{copy});
  Json json;
  json["kind"] = std::string(kind);
  json["id"] = IdJson(shown.entity.id());
  json["author"] = Named(shown.entity.author(), copy.PersonName(shown.entity.author()));
  json["made"] = TimeJson(shown.entity.made_ms());
  json["pending"] = shown.pending;
  if (shown.entity.retired_ms() != 0) json["retired"] = TimeJson(shown.entity.retired_ms());
  json.update(body);
  return json;
}

}  // namespace samstig::cli
