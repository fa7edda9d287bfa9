// SPDX-License-Identifier: Apache-2.0
// import: programme and municipality files into the network. Everything is read and checked first;
// one mistake, and nothing is imported. What is there already and equal is left alone.
#include <memory>

#include "cli/json.h"
#include "cli/programme_file.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "domain/base/encoding.h"
#include "domain/rules/names.h"

namespace samstig::cli {

namespace {

struct ImportOptions {
  std::vector<std::string> files;
  bool check = false;
};

struct CheckedFile {
  std::string name;
  DataFile content;
};

struct Reading {
  std::vector<CheckedFile> files;
  std::vector<Mistake> mistakes;
  std::vector<Mistake> notes;
};

// What is wrong with a file as such has no line; it is said of the first.
Reading ReadFiles(Session& s, const std::vector<std::string>& names) {
  Reading reading;
  for (const std::string& name : names) {
    s.out().Progress("reading", reading.files.size(), names.size());
    Mistakes mistakes(name);
    const Result<std::string> bytes = ReadFile(name);
    CheckedFile file{name, {}};
    if (bytes.ok()) {
      file.content = ReadDataFile(*bytes, name, mistakes);
    } else {
      mistakes.Add(1, "", bytes.status().detail());
    }
    for (Mistake& mistake : mistakes.Sorted()) reading.mistakes.push_back(std::move(mistake));
    if (const auto* programme = std::get_if<ProgrammeFile>(&file.content)) {
      reading.notes.insert(reading.notes.end(), programme->notes.begin(), programme->notes.end());
    }
    reading.files.push_back(std::move(file));
  }
  s.out().EndProgress();
  return reading;
}

// ---- What was read, for people and programs

Json ToJson(const DemoPerson& person) {
  Json json{{"name", person.name}, {"email", person.email}};
  if (!person.position.empty()) json["position"] = person.position;
  if (!person.sector.empty()) json["sector"] = person.sector;
  return json;
}

Json ToJson(const DemoFile& demo) {
  Json json;
  json["network"] = {{"slug", demo.network}, {"name", demo.network_name}};
  json["organiser"] = ToJson(demo.organiser);
  json["coaches"] = Json::array();
  for (const DemoPerson& coach : demo.coaches) json["coaches"].push_back(ToJson(coach));
  json["municipalities"] = Json::array();
  for (const DemoMunicipality& place : demo.municipalities) {
    Json item{{"code", place.code}, {"admin", ToJson(place.admin)}, {"leaders", Json::array()}};
    for (const DemoPerson& leader : place.leaders) item["leaders"].push_back(ToJson(leader));
    json["municipalities"].push_back(std::move(item));
  }
  json["cohort"] = {{"round", demo.round}, {"name", cli::ToJson(demo.cohort_name)}};
  return json;
}

struct Described {
  std::string words;
  Json json;
};

Described Describe(const CheckedFile& file) {
  Described described;
  described.json["file"] = file.name;
  if (const auto* programme = std::get_if<ProgrammeFile>(&file.content)) {
    size_t assignments = 0;
    described.json["format"] = "samstig-programme/1";
    described.json["programme"] = cli::ToJson(programme->programme);
    described.json["themes"] = Json::array();
    for (const v1::Theme& theme : programme->themes) {
      assignments += static_cast<size_t>(theme.assignments_size());
      described.json["themes"].push_back(cli::ToJson(theme));
    }
    described.words = "programme " + programme->programme.code() + ", version " +
                      std::to_string(programme->programme.version()) + ": " +
                      Count(programme->themes.size(), "theme", "themes") + ", " +
                      Count(assignments, "assignment", "assignments");
  } else if (const auto* list = std::get_if<MunicipalityFile>(&file.content)) {
    described.json["format"] = "samstig-municipalities/1";
    described.json["municipalities"] = Json::array();
    for (const v1::Municipality& municipality : list->municipalities) {
      described.json["municipalities"].push_back(cli::ToJson(municipality));
    }
    described.words = Count(list->municipalities.size(), "municipality", "municipalities");
  } else if (const auto* demo = std::get_if<DemoFile>(&file.content)) {
    described.json["format"] = "samstig-demo/1";
    described.json.update(ToJson(*demo));
    described.words = "invented people for a demonstration, not for import";
  }
  return described;
}

// ---- Importing

// Writes for what is new or changed; the rest is counted.
class Plan {
 public:
  explicit Plan(Copy& copy) : copy_(copy) {}

  void Add(const MunicipalityFile& file) {
    for (const v1::Municipality& municipality : file.municipalities) {
      const Id id = rules::MunicipalityId(municipality.country(), municipality.code());
      const Result<Shown> before = copy_.Get(id);
      if (Compare(
              before,
              [](const v1::Entity& e) { return base::DeterministicBytes(e.municipality()); },
              base::DeterministicBytes(municipality)) == Change::kNone) {
        continue;
      }
      v1::RegisterMunicipality& intent = *mutations_.emplace_back().mutable_register_municipality();
      intent.set_id(id.ToBytes());
      *intent.mutable_municipality() = municipality;
    }
  }

  // Half an import, cut off by the network, is finished; a changed text under an old version is
  // refused, for submissions refer to it.
  Status Add(const ProgrammeFile& file) {
    const v1::Programme& programme = file.programme;
    const Id id = rules::ProgrammeId(programme.code());
    const Result<Shown> before = copy_.Get(id);
    const Change change = Compare(
        before, [](const v1::Entity& e) { return base::DeterministicBytes(e.programme()); },
        base::DeterministicBytes(programme));
    bool altered = change == Change::kAltered;
    if (change != Change::kNone) {
      v1::PublishProgramme& intent = *mutations_.emplace_back().mutable_publish_programme();
      intent.set_id(id.ToBytes());
      *intent.mutable_programme() = programme;
    }
    for (const v1::Theme& theme : file.themes)
      altered |= AddTheme(programme.code(), theme) == Change::kAltered;
    if (altered && before.ok() && before->entity.programme().version() == programme.version()) {
      return {v1::REASON_ILLEGAL_MOVE, programme.code() + " has changed since version " +
                                           std::to_string(programme.version()) +
                                           " was imported; raise the version in the file."};
    }
    return {};
  }

  std::vector<v1::Mutation> Take() { return std::move(mutations_); }
  size_t unchanged() const { return unchanged_; }

 private:
  enum class Change { kNone, kNew, kAltered };

  template <typename BytesOf>
  Change Compare(const Result<Shown>& before, const BytesOf& bytes_of, const std::string& bytes) {
    if (!before.ok()) return Change::kNew;
    if (bytes_of(before->entity) != bytes) return Change::kAltered;
    ++unchanged_;
    return Change::kNone;
  }

  Change AddTheme(const std::string& programme, const v1::Theme& theme) {
    const Id id = rules::ThemeId(programme, theme.code());
    const Change change = Compare(
        copy_.Get(id), [](const v1::Entity& e) { return base::DeterministicBytes(e.theme()); },
        base::DeterministicBytes(theme));
    if (change == Change::kNone) return change;
    v1::PublishTheme& intent = *mutations_.emplace_back().mutable_publish_theme();
    intent.set_id(id.ToBytes());
    *intent.mutable_theme() = theme;
    return change;
  }

  Copy& copy_;
  std::vector<v1::Mutation> mutations_;
  size_t unchanged_ = 0;
};

Result<Exit> CarryOut(Session& s, const Reading& reading) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  Plan plan(*copy);
  for (const CheckedFile& file : reading.files) {
    if (std::holds_alternative<DemoFile>(file.content)) {
      return Status(
          v1::REASON_NOT_ALLOWED,
          file.name + " holds invented people; they never go into a real network. See ./dev run.");
    }
    if (const auto* list = std::get_if<MunicipalityFile>(&file.content)) plan.Add(*list);
    if (const auto* programme = std::get_if<ProgrammeFile>(&file.content))
      RETURN_IF_ERROR(plan.Add(*programme));
  }
  std::vector<v1::Mutation> mutations = plan.Take();
  const size_t changes = mutations.size();
  const Json document{{"imported", changes}, {"unchanged", plan.unchanged()}};
  if (mutations.empty()) {
    s.out().Say("All of it is there already; nothing to do.");
    Json all{{"state", "CONFIRMED"}};
    all.update(document);
    s.out().Document(all);
    return Exit::kOk;
  }
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutations), Session::Ties::kNone));
  return s.Tell(sent,
                "Imported " + Count(changes, "entry", "entries") + ", " +
                    std::to_string(plan.unchanged()) + " there already",
                document);
}

Result<Exit> Import(Session& s, const ImportOptions& options) {
  const Reading reading = ReadFiles(s, options.files);
  if (!reading.mistakes.empty()) {
    if (!s.out().json()) {
      for (const Mistake& mistake : reading.mistakes) s.out().Complain(mistake.ToString());
    }
    s.out().Error({v1::REASON_MALFORMED, Count(reading.mistakes.size(), "mistake", "mistakes") +
                                             "; nothing is imported."},
                  {{"mistakes", cli::ToJson(reading.mistakes)}});
    return Exit::kUsage;
  }
  for (const Mistake& note : reading.notes) s.out().Note(note.ToString());
  if (!options.check) return CarryOut(s, reading);
  Json document{{"files", Json::array()}, {"notes", cli::ToJson(reading.notes)}};
  for (const CheckedFile& file : reading.files) {
    const Described described = Describe(file);
    s.out().Print(file.name + ": in order. " + described.words);
    document["files"].push_back(described.json);
  }
  s.out().Document(document);
  return Exit::kOk;
}

}  // namespace

void AddImportVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* import = app.add_subcommand("import", "Import programmes and municipalities from files")
                         ->group(group::kOrganiser);
  import->add_option("FILE", options->files, "YAML files as programmes/README.md describes them")
      ->required();
  import->add_flag("--check", options->check,
                   "Only read and check them; needs neither sign-in nor network");
  verbs.On(import, [options](Session& s) { return Import(s, *options); });
}

}  // namespace samstig::cli
