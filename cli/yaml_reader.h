// SPDX-License-Identifier: Apache-2.0
// Reading a YAML file field by field, and saying for each mistake where it is: all of them, not
// only the first. What is read despite a mistake is a harmless stand-in, so that reading goes on.
#ifndef SAMSTIG_CLI_YAML_READER_H_
#define SAMSTIG_CLI_YAML_READER_H_

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/mistakes.h"
#include "domain/base/result.h"
#include "domain/rules/limits.h"
#include "samstig/v1/text.pb.h"

namespace samstig::cli {

// The line of a node, from 1.
int LineOf(const YAML::Node& node);

// The fields of one map. Each field is asked for once; NothingElse then names those that nobody
// knows.
class MapReader {
 public:
  // `path` is how the map is called in messages; empty at the top.
  // A node that is no map is a mistake, said here; its fields are then read as nothing.
  MapReader(const YAML::Node& node, std::string path, Mistakes& mistakes);

  int line() const { return line_; }
  std::string Path(std::string_view field) const;
  // For a mistake in what was read.
  void Wrong(std::string_view field, const std::string& problem);
  int LineOf(std::string_view field) const;

  // One line of text.
  std::string Line(std::string_view field, size_t max_bytes);
  std::string OptionalLine(std::string_view field, size_t max_bytes);
  // [a-z0-9-]{min,max}
  std::string Slug(std::string_view field, size_t min, size_t max);
  // A scalar in quotes: a number that must keep its leading zeros.
  std::string Quoted(std::string_view field);
  int64_t Whole(std::string_view field, int64_t min, int64_t max);
  // At least one language tag, none twice.
  std::vector<std::string> Languages(std::string_view field);
  // A text in exactly these languages; with none given, in any that are tags.
  v1::LocalText Text(std::string_view field, const std::vector<std::string>& languages,
                     size_t max_bytes, rules::TextShape shape);
  // The items of a list that must have at least one.
  std::vector<YAML::Node> List(std::string_view field);
  std::optional<YAML::Node> Map(std::string_view field);

  void NothingElse();

 private:
  struct Field {
    std::string name;
    YAML::Node value;
    int line = 0;
    bool asked = false;
  };
  Field* Find(std::string_view name);
  // The field; when it is missing or empty, that is said.
  Field* Need(std::string_view name);
  std::optional<std::string> Scalar(std::string_view name);

  std::string path_;
  Mistakes& mistakes_;
  int line_ = 0;
  // Of something that is no map nothing can be missing.
  bool is_map_ = false;
  std::vector<Field> fields_;
  std::vector<std::string> known_;  // Names that were asked for, for "did you mean".
};

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_YAML_READER_H_
