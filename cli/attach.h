// SPDX-License-Identifier: Apache-2.0
// Files with posts and reports: the option --attach of the verbs that write.
#ifndef SAMSTIG_CLI_ATTACH_H_
#define SAMSTIG_CLI_ATTACH_H_

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/copy.h"
#include "domain/rules/attachments.h"

namespace samstig::cli {

// --attach FILE, as often as wanted.
void AddFilesOption(CLI::App* verb, std::vector<std::string>& files);

// Keeps the files and adds them to what is attached.
Status AttachFiles(Copy& copy, const std::vector<std::string>& files, rules::Attachments& to);

// By the end of the name; a hint for icons and no more.
std::string MediaTypeOf(const std::string& file_name);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_ATTACH_H_
