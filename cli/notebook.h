// SPDX-License-Identifier: Apache-2.0
// What the command line remembers beside a local copy: the server it was signed in with, and the
// ids of the last listing, so that "samstig read 3" works. No names, no texts, no secrets. Losing
// it costs little, so trouble in writing it is not an error.
#ifndef SAMSTIG_CLI_NOTEBOOK_H_
#define SAMSTIG_CLI_NOTEBOOK_H_

#include <string>
#include <vector>

#include "domain/base/id.h"

namespace samstig::cli {

struct Notes {
  std::string server;
  bool tls = true;
  std::string ca_file;
  std::vector<base::Id> listing;
};

// Empty notes when there are none.
Notes ReadNotes(const std::string& data_path);
void WriteNotes(const std::string& data_path, const Notes& notes);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_NOTEBOOK_H_
