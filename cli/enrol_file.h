// SPDX-License-Identifier: Apache-2.0
// enrol --file: all leaders of a CSV file, or none of them when it has a mistake.
#ifndef SAMSTIG_CLI_ENROL_FILE_H_
#define SAMSTIG_CLI_ENROL_FILE_H_

#include <string>

#include "cli/session.h"

namespace samstig::cli {

struct EnrolFileOptions {
  std::string file;
  // Only look.
  bool check = false;
  // For rows without one; empty for the municipality's first.
  std::string language;
  std::string cohort;
  std::string municipality;
};

Result<Exit> EnrolFromFile(Session& session, const EnrolFileOptions& options);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_ENROL_FILE_H_
