// SPDX-License-Identifier: Apache-2.0
// A person's own data as files to take away: once for programs, once for people. Pure.
#ifndef SAMSTIG_CLI_OWN_DATA_H_
#define SAMSTIG_CLI_OWN_DATA_H_

#include <map>
#include <string>
#include <vector>

#include "cli/output.h"
#include "client-lib/include/samstig/client.h"

namespace samstig::cli {

// What the data are about, and of when.
struct OwnDataAbout {
  std::string network;
  std::string person;  // The id's text form.
  base::TimeMs made = 0;
};

// An attachment of something own.
struct OwnFile {
  std::string name;    // In the archive: "files/..."; empty when it could not be had.
  std::string sha256;  // 32 bytes.
  std::string called;  // As the person named it.
};

// {"format": "samstig-own-data", "version": 1, "network", "person", "made", "things": [{"kind",
// "id", "author", "made", "versions": [...]}], "files": [...]}. Versions are the contract's Entity
// in ProtoJSON with the names of proto/: ids are base64 there.
Json OwnDataJson(const OwnDataAbout& about, const std::vector<client::OwnThing>& things,
                 const std::vector<OwnFile>& files);

// By name ("reports.md"), Markdown of all texts there are, grouped by kind, oldest first, each with
// what was superseded behind it.
std::map<std::string, std::string> OwnDataTexts(const OwnDataAbout& about,
                                                const std::vector<client::OwnThing>& things);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_OWN_DATA_H_
