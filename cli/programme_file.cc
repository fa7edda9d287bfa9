// SPDX-License-Identifier: Apache-2.0
#include "cli/programme_file.h"

#include <cctype>
#include <cstdio>
#include <memory>
#include <set>

#include "cli/text.h"
#include "domain/rules/fold.h"
#include "domain/rules/names.h"

namespace samstig::cli {

using base::Result;
using base::Status;
using rules::TextShape;

namespace {

constexpr size_t kMaxTitleCharacters = 120;
// What a brief usually takes, in words.
constexpr size_t kFewWords = 90;
constexpr size_t kManyWords = 180;

constexpr const char* kProgrammeFormat = "samstig-programme/1";
constexpr const char* kMunicipalitiesFormat = "samstig-municipalities/1";
constexpr const char* kDemoFormat = "samstig-demo/1";

// Words: runs of characters with a letter in them, so that "1." and "-" do not count.
size_t CountWords(const std::string& text) {
  size_t words = 0;
  bool letter = false;
  for (const char c : text + " ") {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isspace(byte) != 0) {
      if (letter) ++words;
      letter = false;
    } else if (std::isalpha(byte) != 0 || byte >= 0x80) {
      letter = true;
    }
  }
  return words;
}

// "<b>", "</p>", "<!--"; not "<https://...>", "< 5" or "<-".
bool HasHtml(const std::string& text) {
  for (size_t at = text.find('<'); at != std::string::npos; at = text.find('<', at + 1)) {
    const std::string_view rest = std::string_view(text).substr(at + 1);
    if (rest.rfind("http", 0) == 0 || rest.rfind("mailto:", 0) == 0 || rest.empty()) continue;
    if (std::isalpha(static_cast<unsigned char>(rest[0])) != 0 || rest[0] == '/' || rest[0] == '!')
      return true;
  }
  return false;
}

// "themes[ledarskap]", or "themes[3]" for one without a code.
std::string PathTo(const std::string& list, const YAML::Node& item, size_t index) {
  std::string name = std::to_string(index + 1);
  if (item.IsMap() && item["code"] && item["code"].IsScalar() && !item["code"].Scalar().empty()) {
    name = Clip(item["code"].Scalar(), 64);
  }
  return list + "[" + name + "]";
}

// Reads one programme file.
class ProgrammeReader {
 public:
  ProgrammeReader(const std::string& file, Mistakes& mistakes) : file_(file), mistakes_(mistakes) {}

  ProgrammeFile Read(MapReader& top) {
    v1::Programme& programme = result_.programme;
    programme.set_code(top.Slug("code", 3, rules::kMaxCodeBytes));
    programme.set_version(static_cast<uint32_t>(top.Whole("version", 1, 1'000'000)));
    languages_ = top.Languages("languages");
    for (const std::string& language : languages_) programme.add_languages(language);
    *programme.mutable_name() =
        top.Text("name", languages_, rules::kMaxTitleBytes, TextShape::kLine);
    *programme.mutable_summary() =
        top.Text("summary", languages_, rules::kMaxTextBytes, TextShape::kMarkdown);
    ReadPrice(top);
    ReadThemes(top);
    top.NothingElse();
    if (mistakes_.none()) AskTheRules(top);
    return std::move(result_);
  }

 private:
  void ReadPrice(MapReader& top) {
    const std::optional<YAML::Node> node = top.Map("price");
    if (!node) return;
    MapReader price(*node, "price", mistakes_);
    result_.programme.set_price_cents(price.Whole("amount_cents", 0, 100'000'000));
    const std::string currency = price.Line("currency", 20);
    bool capitals = currency.size() == 3;
    for (const char c : currency) capitals = capitals && c >= 'A' && c <= 'Z';
    if (!currency.empty() && !capitals)
      price.Wrong("currency", "must be three capital letters (ISO 4217)");
    result_.programme.set_currency(currency);
    const std::string per = price.Line("per", 20);
    if (!per.empty() && per != "person")
      price.Wrong("per", "must be person; other ways are not known yet");
    price.NothingElse();
  }

  void ReadThemes(MapReader& top) {
    const std::vector<YAML::Node> nodes = top.List("themes");
    for (size_t i = 0; i < nodes.size(); ++i) {
      MapReader theme(nodes[i], PathTo("themes", nodes[i], i), mistakes_);
      result_.themes.push_back(ReadTheme(theme, static_cast<uint32_t>(i + 1)));
    }
  }

  v1::Theme ReadTheme(MapReader& reader, uint32_t position) {
    v1::Theme theme;
    theme.set_position(position);
    theme.set_code(ReadCode(reader, theme_codes_));
    *theme.mutable_name() =
        reader.Text("name", languages_, rules::kMaxTitleBytes, TextShape::kLine);
    *theme.mutable_summary() =
        reader.Text("summary", languages_, rules::kMaxTextBytes, TextShape::kMarkdown);
    const std::vector<YAML::Node> nodes = reader.List("assignments");
    if (nodes.size() > static_cast<size_t>(rules::kMaxThemeAssignments)) {
      reader.Wrong("assignments", std::to_string(nodes.size()) + " assignments; at most " +
                                      std::to_string(rules::kMaxThemeAssignments));
    }
    for (size_t i = 0; i < nodes.size(); ++i) {
      MapReader assignment(nodes[i], PathTo(reader.Path("assignments"), nodes[i], i), mistakes_);
      *theme.add_assignments() = ReadAssignment(assignment);
    }
    reader.NothingElse();
    return theme;
  }

  v1::AssignmentTemplate ReadAssignment(MapReader& reader) {
    v1::AssignmentTemplate assignment;
    assignment.set_code(ReadCode(reader, assignment_codes_));
    assignment.set_minutes(
        static_cast<uint32_t>(reader.Whole("minutes", rules::kMinMinutes, rules::kMaxMinutes)));
    *assignment.mutable_title() =
        reader.Text("title", languages_, rules::kMaxTitleBytes, TextShape::kLine);
    for (const auto& [language, title] : assignment.title().by_language()) {
      if (WidthOf(title) > kMaxTitleCharacters) {
        reader.Wrong("title", language + " has " + std::to_string(WidthOf(title)) +
                                  " characters; at most " + std::to_string(kMaxTitleCharacters));
      }
    }
    *assignment.mutable_brief() =
        reader.Text("brief", languages_, rules::kMaxTextBytes, TextShape::kMarkdown);
    for (const auto& [language, brief] : assignment.brief().by_language()) {
      CheckBrief(reader, language, brief);
    }
    reader.NothingElse();
    return assignment;
  }

  void CheckBrief(MapReader& reader, const std::string& language, const std::string& brief) {
    if (HasHtml(brief)) reader.Wrong("brief", language + " has HTML in it; write plain Markdown");
    const size_t words = CountWords(brief);
    if (words >= kFewWords && words <= kManyWords) return;
    result_.notes.push_back({file_, reader.LineOf("brief"), reader.Path("brief"),
                             language + " has " + Count(words, "word", "words") + "; " +
                                 std::to_string(kFewWords) + " to " + std::to_string(kManyWords) +
                                 " are usual"});
  }

  // Codes are how people and submissions refer to things, so each is used once.
  std::string ReadCode(MapReader& reader, std::set<std::string>& used) {
    const std::string code = reader.Slug("code", 3, rules::kMaxCodeBytes);
    if (!code.empty() && !used.insert(code).second) {
      reader.Wrong("code", "“" + Clip(code, 70) + "” is used twice in this programme");
    }
    return code;
  }

  // The last word is that of the rules which the server goes by.
  void AskTheRules(const MapReader& top) {
    const std::string programme_id = rules::ProgrammeId(result_.programme.code()).ToBytes();
    v1::PublishProgramme publish;
    publish.set_id(programme_id);
    *publish.mutable_programme() = result_.programme;
    const rules::FoldResult judged = rules::Fold(nullptr, publish, {});
    if (!judged.ok()) mistakes_.Add(top.line(), "", judged.status());
    for (v1::Theme& theme : result_.themes) {
      theme.set_programme_id(programme_id);
      v1::PublishTheme intent;
      intent.set_id(rules::ThemeId(result_.programme.code(), theme.code()).ToBytes());
      *intent.mutable_theme() = theme;
      const rules::FoldResult verdict = rules::Fold(nullptr, intent, {});
      if (!verdict.ok())
        mistakes_.Add(top.LineOf("themes"), "themes[" + theme.code() + "]", verdict.status());
    }
  }

  const std::string& file_;
  Mistakes& mistakes_;
  ProgrammeFile result_;
  std::vector<std::string> languages_;
  std::set<std::string> theme_codes_;
  std::set<std::string> assignment_codes_;
};

// The one place where yaml-cpp's exceptions end.
std::vector<YAML::Node> LoadAll(std::string_view bytes, Mistakes& mistakes) {
  try {
    return YAML::LoadAll(std::string(bytes));
  } catch (const YAML::Exception& error) {
    mistakes.Add(error.mark.line + 1, "", "this is not YAML: " + error.msg);
    return {};
  }
}

}  // namespace

ProgrammeFile ReadProgramme(MapReader& top, const std::string& file, Mistakes& mistakes) {
  return ProgrammeReader(file, mistakes).Read(top);
}

DataFile ReadDataFile(std::string_view bytes, const std::string& file, Mistakes& mistakes) {
  const std::vector<YAML::Node> documents = LoadAll(bytes, mistakes);
  if (!mistakes.none()) return {};
  if (documents.empty() || documents.front().IsNull()) {
    mistakes.Add(1, "", "the file is empty");
    return {};
  }
  if (documents.size() > 1) {
    mistakes.Add(LineOf(documents[1]), "", "a second document starts here; one file holds one");
    return {};
  }
  MapReader top(documents.front(), "", mistakes);
  if (!mistakes.none() && !documents.front().IsMap()) return {};
  const std::string format = top.Line("format", 64);
  if (format == kProgrammeFormat) return ReadProgramme(top, file, mistakes);
  if (format == kMunicipalitiesFormat) return ReadMunicipalities(top, mistakes);
  if (format == kDemoFormat) return ReadDemo(top, mistakes);
  if (!format.empty()) {
    top.Wrong("format", "“" + Clip(format, 60) + "” is not known. Known are " + kProgrammeFormat +
                            ", " + kMunicipalitiesFormat + " and " + kDemoFormat);
  }
  return {};
}

Result<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  const auto close = [](std::FILE* file) { return std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rb"), close);
  if (!file) return Status(v1::REASON_NOT_FOUND, path + " cannot be opened.");
  std::string bytes(max_bytes + 1, '\0');
  bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
  if (std::ferror(file.get()) != 0) return Status(v1::REASON_NOT_FOUND, path + " cannot be read.");
  if (bytes.size() > max_bytes) {
    return Status(v1::REASON_TOO_LARGE,
                  path + " is over " + std::to_string(max_bytes >> 20) + " MiB.");
  }
  return bytes;
}

}  // namespace samstig::cli
