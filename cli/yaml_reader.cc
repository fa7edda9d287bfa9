// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_reader.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "cli/text.h"
#include "domain/base/text.h"

namespace samstig::cli {

using base::Status;
using rules::TextShape;

namespace {

std::string KindOf(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return "a single value";
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Map:
      return "a group of fields";
    default:
      return "nothing";
  }
}

bool IsQuoted(const YAML::Node& node) { return node.Tag() == "!"; }

// One language of a text.
struct TextField {
  int line;
  std::string path;
  YAML::Node value;
  size_t max_bytes;
  TextShape shape;
};

std::optional<std::string> ReadText(const TextField& field, Mistakes& mistakes) {
  if (field.value.IsNull()) {
    mistakes.Add(field.line, field.path, "is empty");
    return std::nullopt;
  }
  if (!field.value.IsScalar()) {
    mistakes.Add(field.line, field.path, "a text belongs here; this is " + KindOf(field.value));
    return std::nullopt;
  }
  // YAML's block texts end with a line end that nobody meant.
  std::string words = Trim(field.value.Scalar());
  const std::string name = "text";
  const Status status = field.shape == TextShape::kLine
                            ? base::CheckLine(words, name, field.max_bytes)
                            : base::CheckText(words, name, field.max_bytes);
  if (status.ok()) return words;
  mistakes.Add(field.line, field.path, WithoutName(status.detail(), name));
  return std::nullopt;
}

}  // namespace

int LineOf(const YAML::Node& node) { return node.Mark().line + 1; }

MapReader::MapReader(const YAML::Node& node, std::string path, Mistakes& mistakes)
    : path_(std::move(path)), mistakes_(mistakes), line_(cli::LineOf(node)), is_map_(node.IsMap()) {
  if (!is_map_) {
    mistakes_.Add(line_, path_, "a group of fields belongs here; this is " + KindOf(node));
    return;
  }
  for (const auto& pair : node) {
    Field field{pair.first.IsScalar() ? pair.first.Scalar() : std::string(), pair.second,
                cli::LineOf(pair.first)};
    if (const Field* before = Find(field.name)) {
      mistakes_.Add(field.line, Path(field.name),
                    "given twice; the first is in line " + std::to_string(before->line));
      continue;
    }
    fields_.push_back(std::move(field));
  }
}

std::string MapReader::Path(std::string_view field) const {
  return path_.empty() ? std::string(field) : path_ + "." + std::string(field);
}

void MapReader::Wrong(std::string_view field, const std::string& problem) {
  mistakes_.Add(LineOf(field), Path(field), problem);
}

int MapReader::LineOf(std::string_view field) const {
  for (const Field& candidate : fields_) {
    if (candidate.name == field) return candidate.line;
  }
  return line_;
}

MapReader::Field* MapReader::Find(std::string_view name) {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const Field& field) { return field.name == name; });
  return found == fields_.end() ? nullptr : &*found;
}

MapReader::Field* MapReader::Need(std::string_view name) {
  known_.emplace_back(name);
  Field* field = Find(name);
  if (field == nullptr) {
    if (is_map_) mistakes_.Add(line_, Path(name), "is missing");
    return nullptr;
  }
  field->asked = true;
  if (field->value.IsNull()) {
    Wrong(name, "is empty");
    return nullptr;
  }
  return field;
}

std::optional<std::string> MapReader::Scalar(std::string_view name) {
  Field* field = Need(name);
  if (field == nullptr) return std::nullopt;
  if (!field->value.IsScalar()) {
    Wrong(name, "a single value belongs here; this is " + KindOf(field->value));
    return std::nullopt;
  }
  return field->value.Scalar();
}

std::string MapReader::Line(std::string_view field, size_t max_bytes) {
  const std::optional<std::string> text = Scalar(field);
  if (!text) return {};
  const Status status = base::CheckLine(*text, field, max_bytes);
  if (!status.ok()) Wrong(field, WithoutName(status.detail(), std::string(field)));
  return *text;
}

std::string MapReader::OptionalLine(std::string_view field, size_t max_bytes) {
  known_.emplace_back(field);
  return Find(field) == nullptr ? std::string() : Line(field, max_bytes);
}

std::string MapReader::Slug(std::string_view field, size_t min, size_t max) {
  const std::optional<std::string> text = Scalar(field);
  if (!text) return {};
  const Status status = rules::CheckSlug(*text, field, min, max);
  if (!status.ok()) {
    Wrong(field, "“" + Clip(*text, 70) + "” " + WithoutName(status.detail(), std::string(field)));
  }
  return *text;
}

std::string MapReader::Quoted(std::string_view field) {
  const std::optional<std::string> text = Scalar(field);
  if (!text) return {};
  if (!IsQuoted(Find(field)->value)) {
    Wrong(field, "must be in quotes, \"" + *text + "\", so that leading zeros are kept");
  }
  return *text;
}

int64_t MapReader::Whole(std::string_view field, int64_t min, int64_t max) {
  const std::optional<std::string> text = Scalar(field);
  if (!text) return min;
  int64_t value = 0;
  const char* end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc() || rest != end || IsQuoted(Find(field)->value)) {
    Wrong(field, "“" + Clip(*text, 40) + "” is not a whole number");
    return min;
  }
  const Status status = rules::CheckRange(value, field, min, max);
  if (status.ok()) return value;
  Wrong(field, WithoutName(status.detail(), std::string(field)));
  return min;
}

std::vector<std::string> MapReader::Languages(std::string_view field) {
  std::vector<std::string> languages;
  for (const YAML::Node& item : List(field)) {
    const auto wrong = [&](const std::string& problem) {
      mistakes_.Add(cli::LineOf(item), Path(field), problem);
    };
    if (!item.IsScalar()) {
      wrong("a language tag belongs here; this is " + KindOf(item));
    } else if (!rules::CheckLanguage(item.Scalar(), field).ok()) {
      wrong("“" + Clip(item.Scalar(), 40) + "” is not a language tag such as sv-FI");
    } else if (std::find(languages.begin(), languages.end(), item.Scalar()) != languages.end()) {
      wrong(item.Scalar() + " is given twice");
    } else {
      languages.push_back(item.Scalar());
    }
  }
  if (languages.size() > static_cast<size_t>(rules::kMaxLanguages)) {
    Wrong(field, std::to_string(languages.size()) + " languages; at most " +
                     std::to_string(rules::kMaxLanguages));
  }
  return languages;
}

v1::LocalText MapReader::Text(std::string_view field, const std::vector<std::string>& languages,
                              size_t max_bytes, TextShape shape) {
  v1::LocalText text;
  Field* found = Need(field);
  if (found == nullptr) return text;
  const std::string path = Path(field);
  if (!found->value.IsMap()) {
    mistakes_.Add(found->line, path,
                  "a text for each language belongs here; this is " + KindOf(found->value));
    return text;
  }
  std::set<std::string> given;
  for (const auto& pair : found->value) {
    const std::string language = pair.first.IsScalar() ? pair.first.Scalar() : std::string();
    const int line = cli::LineOf(pair.first);
    if (!given.insert(language).second) {
      mistakes_.Add(line, path + "." + language, "given twice");
    } else if (!languages.empty() &&
               std::find(languages.begin(), languages.end(), language) == languages.end()) {
      mistakes_.Add(line, path + "." + language, "not among the languages: " + Listed(languages));
    } else if (!rules::CheckLanguage(language, field).ok()) {
      mistakes_.Add(line, path, "“" + Clip(language, 40) + "” is not a language tag such as sv-FI");
    } else {
      const TextField one{line, path + "." + language, pair.second, max_bytes, shape};
      if (std::optional<std::string> words = ReadText(one, mistakes_)) {
        (*text.mutable_by_language())[language] = *std::move(words);
      }
    }
  }
  for (const std::string& language : languages) {
    if (!given.contains(language)) mistakes_.Add(found->line, path + "." + language, "is missing");
  }
  return text;
}

std::vector<YAML::Node> MapReader::List(std::string_view field) {
  Field* found = Need(field);
  if (found == nullptr) return {};
  if (!found->value.IsSequence()) {
    Wrong(field, "a list belongs here; this is " + KindOf(found->value));
    return {};
  }
  std::vector<YAML::Node> items(found->value.begin(), found->value.end());
  if (items.empty()) Wrong(field, "the list is empty");
  return items;
}

std::optional<YAML::Node> MapReader::Map(std::string_view field) {
  Field* found = Need(field);
  if (found == nullptr) return std::nullopt;
  if (!found->value.IsMap()) {
    Wrong(field, "a group of fields belongs here; this is " + KindOf(found->value));
    return std::nullopt;
  }
  return found->value;
}

void MapReader::NothingElse() {
  for (const Field& field : fields_) {
    if (field.asked) continue;
    std::string problem = "no such field";
    for (const std::string& known : known_) {
      if (Distance(field.name, known, 2) <= 2) problem += "; did you mean " + known + "?";
    }
    mistakes_.Add(field.line, Path(field.name), problem);
  }
}

}  // namespace samstig::cli
