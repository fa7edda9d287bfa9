// SPDX-License-Identifier: Apache-2.0
// Puts another file in a network's place so that a crash at any moment leaves the old state or the
// new one. The old file may have a write-ahead log beside it that is part of it, and a strange one
// must never meet the new file; so this is done in steps that the next opening can finish:
//
//   byn.db.restore   a copy of the new file is being made   -> thrown away, the old stands
//   byn.db.next      the copy is whole: the moment it counts -> finished, the new stands
#ifndef SAMSTIG_SERVER_SYNC_REPLACING_H_
#define SAMSTIG_SERVER_SYNC_REPLACING_H_

#include <functional>
#include <string>
#include <string_view>

#include "server/store/keeper.h"

namespace samstig::server {

// Told before each step, by its name: tests crash or fail there.
using AtStep = std::function<Status(std::string_view step)>;

// Copies `from` beside the network's file, on disk. The network may be at work meanwhile.
Status StageReplacement(const std::string& from, const std::string& network_file,
                        const KeepGoing& go_on);

// Makes the staged file count. Nobody has the network's file open. When this fails the old or the
// new stands, and FinishReplacing says which.
Status CommitReplacement(const std::string& network_file, Keeper& keeper, const AtStep& at_step);

// Before every opening of a network's file: finishes what counts, throws away what does not.
Status FinishReplacing(const std::string& network_file, Keeper& keeper, const AtStep& at_step = {});

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_SYNC_REPLACING_H_
