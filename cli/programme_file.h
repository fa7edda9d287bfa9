// SPDX-License-Identifier: Apache-2.0
// The data files of programmes/README.md, read into the protocol's own messages.
#ifndef SAMSTIG_CLI_PROGRAMME_FILE_H_
#define SAMSTIG_CLI_PROGRAMME_FILE_H_

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "cli/yaml_reader.h"
#include "samstig/v1/municipality.pb.h"
#include "samstig/v1/programme.pb.h"
#include "samstig/v1/theme.pb.h"

namespace samstig::cli {

// samstig-programme/1
struct ProgrammeFile {
  v1::Programme programme;
  std::vector<v1::Theme> themes;
  // Words of advice: a brief far from the usual length. They stop nothing.
  std::vector<Mistake> notes;
};

// samstig-municipalities/1
struct MunicipalityFile {
  std::vector<v1::Municipality> municipalities;
};

// samstig-demo/1: invented people for trying things out. Checked and shown, never imported.
struct DemoPerson {
  std::string name;
  std::string email;
  std::string position;
  std::string sector;
};
struct DemoMunicipality {
  std::string code;
  DemoPerson admin;
  std::vector<DemoPerson> leaders;
};
struct DemoFile {
  std::string network;
  std::string network_name;
  DemoPerson organiser;
  std::vector<DemoPerson> coaches;
  std::vector<DemoMunicipality> municipalities;
  int64_t round = 1;
  v1::LocalText cohort_name;
};

using DataFile = std::variant<std::monostate, ProgrammeFile, MunicipalityFile, DemoFile>;

// Reads `bytes`; every mistake is added. What is returned is to be used only when there are none.
DataFile ReadDataFile(std::string_view bytes, const std::string& file, Mistakes& mistakes);

// The same from the disk. NOT_FOUND, READ_ONLY, TOO_LARGE when the file itself cannot be read.
inline constexpr size_t kMaxDataFileBytes = 4 << 20;
base::Result<std::string> ReadFile(const std::string& path, size_t max_bytes = kMaxDataFileBytes);

// For the readers of the three formats.
ProgrammeFile ReadProgramme(MapReader& top, const std::string& file, Mistakes& mistakes);
MunicipalityFile ReadMunicipalities(MapReader& top, Mistakes& mistakes);
DemoFile ReadDemo(MapReader& top, Mistakes& mistakes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_PROGRAMME_FILE_H_
