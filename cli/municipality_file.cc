// SPDX-License-Identifier: Apache-2.0
// samstig-municipalities/1 and samstig-demo/1.
#include <algorithm>
#include <set>

#include "cli/programme_file.h"
#include "cli/text.h"
#include "domain/base/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using base::Status;
using rules::TextShape;

namespace {

bool IsDigits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string PathTo(const std::string& list, const std::string& code, size_t index) {
  return list + "[" + (code.empty() ? std::to_string(index + 1) : code) + "]";
}

std::string CodeOf(const YAML::Node& item) {
  const bool has = item.IsMap() && item["code"] && item["code"].IsScalar();
  return has ? Clip(item["code"].Scalar(), 20) : std::string();
}

// The code of a municipality: the official number in quotes, once in a list.
std::string ReadCode(MapReader& reader, std::set<std::string>& used) {
  const std::string code = reader.Quoted("code");
  if (code.empty()) return code;
  if (code.size() < 3 || code.size() > 4 || !IsDigits(code)) {
    reader.Wrong("code", "“" + Clip(code, 20) + "” must be three or four digits");
  } else if (!used.insert(code).second) {
    reader.Wrong("code", code + " is used twice");
  }
  return code;
}

v1::Municipality ReadMunicipality(MapReader& reader, const std::string& country,
                                  std::set<std::string>& codes) {
  v1::Municipality municipality;
  municipality.set_country(country);
  municipality.set_code(ReadCode(reader, codes));
  *municipality.mutable_name() = reader.Text("name", {}, rules::kMaxNameBytes, TextShape::kLine);
  for (const std::string& language : reader.Languages("languages")) {
    municipality.add_languages(language);
    const auto& names = municipality.name().by_language();
    if (!names.empty() && !names.contains(language)) {
      reader.Wrong("name", "has no " + language + ", a language of the municipality");
    }
  }
  // For people who read the file; Samstig does not keep it.
  reader.OptionalLine("region", rules::kMaxNameBytes);
  reader.NothingElse();
  return municipality;
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// Demo addresses must never reach anybody (RFC 2606).
std::string ReadDemoEmail(MapReader& reader, std::set<std::string>& used) {
  const std::string email = reader.Line("email", 254);
  if (email.empty()) return email;
  const Status status = base::CheckEmail(email);
  if (!status.ok()) {
    reader.Wrong("email", "“" + Clip(email, 60) + "” is not of the form name@domain.example");
  } else if (!EndsWith(email, "example.org") && !EndsWith(email, ".example")) {
    reader.Wrong("email", "invented people have addresses in example.org or .example");
  } else if (!used.insert(base::NormalEmail(email)).second) {
    reader.Wrong("email", email + " is used twice");
  }
  return email;
}

class DemoReader {
 public:
  explicit DemoReader(Mistakes& mistakes) : mistakes_(mistakes) {}

  DemoFile Read(MapReader& top) {
    DemoFile demo;
    if (const auto node = top.Map("network")) {
      MapReader network(*node, "network", mistakes_);
      demo.network = network.Slug("slug", 3, 32);
      demo.network_name = network.Line("name", rules::kMaxNameBytes);
      network.NothingElse();
    }
    if (const auto node = top.Map("organiser"))
      demo.organiser = ReadPerson(*node, "organiser", Kind::kStaff);
    const std::vector<YAML::Node> coaches = top.List("coaches");
    for (size_t i = 0; i < coaches.size(); ++i) {
      demo.coaches.push_back(ReadPerson(coaches[i], PathTo("coaches", "", i), Kind::kStaff));
    }
    const std::vector<YAML::Node> municipalities = top.List("municipalities");
    for (size_t i = 0; i < municipalities.size(); ++i) {
      const std::string path = PathTo("municipalities", CodeOf(municipalities[i]), i);
      demo.municipalities.push_back(ReadPlace(municipalities[i], path));
    }
    if (const auto node = top.Map("cohort")) {
      MapReader cohort(*node, "cohort", mistakes_);
      demo.round = cohort.Whole("round", 1, 1'000);
      demo.cohort_name = cohort.Text("name", {}, rules::kMaxTitleBytes, TextShape::kLine);
      cohort.NothingElse();
    }
    top.NothingElse();
    return demo;
  }

 private:
  enum class Kind { kStaff, kLeader };

  DemoPerson ReadPerson(const YAML::Node& node, const std::string& path, Kind kind) {
    MapReader reader(node, path, mistakes_);
    DemoPerson person;
    person.name = reader.Line("name", rules::kMaxNameBytes);
    person.email = ReadDemoEmail(reader, emails_);
    if (kind == Kind::kLeader) {
      person.position = reader.Line("position", rules::kMaxNameBytes);
      person.sector = reader.Line("sector", 100);
    }
    reader.NothingElse();
    return person;
  }

  DemoMunicipality ReadPlace(const YAML::Node& node, const std::string& path) {
    MapReader reader(node, path, mistakes_);
    DemoMunicipality place;
    place.code = ReadCode(reader, codes_);
    if (const auto admin = reader.Map("admin")) {
      place.admin = ReadPerson(*admin, reader.Path("admin"), Kind::kStaff);
    }
    const std::vector<YAML::Node> leaders = reader.List("leaders");
    for (size_t i = 0; i < leaders.size(); ++i) {
      place.leaders.push_back(
          ReadPerson(leaders[i], PathTo(reader.Path("leaders"), "", i), Kind::kLeader));
    }
    reader.NothingElse();
    return place;
  }

  Mistakes& mistakes_;
  std::set<std::string> emails_;
  std::set<std::string> codes_;
};

}  // namespace

MunicipalityFile ReadMunicipalities(MapReader& top, Mistakes& mistakes) {
  MunicipalityFile file;
  const std::string country = top.Line("country", 20);
  const bool capitals = country.size() == 2 && country[0] >= 'A' && country[0] <= 'Z' &&
                        country[1] >= 'A' && country[1] <= 'Z';
  if (!country.empty() && !capitals)
    top.Wrong("country", "must be two capital letters (ISO 3166-1)");
  top.Line("source", rules::kMaxTextBytes);
  std::set<std::string> codes;
  const std::vector<YAML::Node> nodes = top.List("municipalities");
  for (size_t i = 0; i < nodes.size(); ++i) {
    const std::string path = PathTo("municipalities", CodeOf(nodes[i]), i);
    MapReader reader(nodes[i], path, mistakes);
    v1::Municipality municipality = ReadMunicipality(reader, country, codes);
    if (mistakes.none()) {
      v1::RegisterMunicipality intent;
      intent.set_id(rules::MunicipalityId(country, municipality.code()).ToBytes());
      *intent.mutable_municipality() = municipality;
      const rules::FoldResult judged = rules::Fold(nullptr, intent, {});
      if (!judged.ok()) mistakes.Add(reader.line(), path, judged.status());
    }
    file.municipalities.push_back(std::move(municipality));
  }
  top.NothingElse();
  return file;
}

DemoFile ReadDemo(MapReader& top, Mistakes& mistakes) { return DemoReader(mistakes).Read(top); }

}  // namespace samstig::cli
