// SPDX-License-Identifier: Apache-2.0
#include "server/sync/replacing.h"

#include <unistd.h>

#include "server/observe/files.h"

namespace samstig::server {
namespace {

std::string Staged(const std::string& network_file) { return network_file + ".restore"; }
std::string Next(const std::string& network_file) { return network_file + ".next"; }

Status Reach(const AtStep& at_step, std::string_view step) {
  return at_step ? at_step(step) : Status();
}

}  // namespace

Status StageReplacement(const std::string& from, const std::string& network_file,
                        const KeepGoing& go_on) {
  return CopyFileDurably(from, Staged(network_file), go_on);
}

Status CommitReplacement(const std::string& network_file, Keeper& keeper, const AtStep& at_step) {
  RETURN_IF_ERROR(Reach(at_step, "commit"));
  RETURN_IF_ERROR(MoveFileDurably(Staged(network_file), Next(network_file)));
  return FinishReplacing(network_file, keeper, at_step);
}

Status FinishReplacing(const std::string& network_file, Keeper& keeper, const AtStep& at_step) {
  RETURN_IF_ERROR(RemoveFile(Staged(network_file)));
  if (access(Next(network_file).c_str(), F_OK) != 0) return {};
  // The old file without its log is of no use any more, and from here on it is never opened: the
  // next file stands beside it until it has its place.
  RETURN_IF_ERROR(Reach(at_step, "remove companions"));
  for (const std::string& companion : keeper.Companions(network_file)) {
    RETURN_IF_ERROR(RemoveFile(companion));
  }
  RETURN_IF_ERROR(Reach(at_step, "put in place"));
  return MoveFileDurably(Next(network_file), network_file);
}

}  // namespace samstig::server
