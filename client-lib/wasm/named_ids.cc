// SPDX-License-Identifier: Apache-2.0
#include "client-lib/wasm/named_ids.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domain/rules/names.h"

namespace samstig::browser {

using base::Id;
using base::Result;
using base::Status;

namespace {

// What an id is made of: i, an id; t, a text; p, a person's id, which may be left out.
struct Kind {
  std::string_view name;
  std::string_view parts;
  Id (*make)(const std::vector<Id>& ids, const std::vector<std::string>& texts);
};

using Ids = std::vector<Id>;
using Texts = std::vector<std::string>;

constexpr std::array<Kind, 17> kKinds = {{
    {"municipality", "tt",
     [](const Ids&, const Texts& t) { return rules::MunicipalityId(t[0], t[1]); }},
    {"programme", "t", [](const Ids&, const Texts& t) { return rules::ProgrammeId(t[0]); }},
    {"theme", "tt", [](const Ids&, const Texts& t) { return rules::ThemeId(t[0], t[1]); }},
    {"seat", "ii", [](const Ids& i, const Texts&) { return rules::SeatId(i[0], i[1]); }},
    {"dataTerms", "", [](const Ids&, const Texts&) { return rules::DataTermsId(); }},
    {"termsAcceptance", "i",
     [](const Ids& i, const Texts&) { return rules::TermsAcceptanceId(i[0]); }},
    {"enrolment", "iit",
     [](const Ids& i, const Texts& t) { return rules::EnrolmentId(i[0], i[1], t[0]); }},
    {"work", "pi", [](const Ids& i, const Texts&) { return rules::WorkId(i[0], i[1]); }},
    {"readMark", "pi", [](const Ids& i, const Texts&) { return rules::ReadMarkId(i[0], i[1]); }},
    {"reaction", "pi", [](const Ids& i, const Texts&) { return rules::ReactionId(i[0], i[1]); }},
    {"subscription", "pi",
     [](const Ids& i, const Texts&) { return rules::SubscriptionId(i[0], i[1]); }},
    {"flag", "pi", [](const Ids& i, const Texts&) { return rules::FlagId(i[0], i[1]); }},
    {"nudge", "pi", [](const Ids& i, const Texts&) { return rules::NudgeId(i[0], i[1]); }},
    {"noticeSettings", "p",
     [](const Ids& i, const Texts&) { return rules::NoticeSettingsId(i[0]); }},
    {"place", "pi", [](const Ids& i, const Texts&) { return rules::PlaceId(i[0], i[1]); }},
    {"retention", "", [](const Ids&, const Texts&) { return rules::RetentionId(); }},
    {"end", "i", [](const Ids& i, const Texts&) { return rules::EndId(i[0]); }},
}};

}  // namespace

Result<Id> NamedIdOf(const bridge::NamedId& named, const Id& me) {
  for (const Kind& kind : kKinds) {
    if (kind.name != named.kind()) continue;
    std::vector<std::string> of(named.of().begin(), named.of().end());
    if (kind.parts.starts_with('p') && of.size() + 1 == kind.parts.size()) {
      of.insert(of.begin(), me.ToBytes());
    }
    if (of.size() != kind.parts.size()) {
      return Status(v1::REASON_MALFORMED, "the id is made of other parts");
    }
    Ids ids;
    Texts texts;
    for (size_t i = 0; i < of.size(); ++i) {
      if (kind.parts[i] == 't') {
        texts.push_back(of[i]);
        continue;
      }
      ASSIGN_OR_RETURN(const Id id, Id::Parse(of[i], "of"));
      ids.push_back(id);
    }
    return kind.make(ids, texts);
  }
  return Status(v1::REASON_MALFORMED, "there is no such kind of named id");
}

}  // namespace samstig::browser
