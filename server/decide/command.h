// SPDX-License-Identifier: Apache-2.0
// The line of command as the store has it.
#ifndef SAMSTIG_SERVER_DECIDE_COMMAND_H_
#define SAMSTIG_SERVER_DECIDE_COMMAND_H_

#include "domain/rules/command.h"
#include "server/decide/case.h"

namespace samstig::server {

// For rules::Above and InOneLine. `reader` outlives it.
rules::ManagersOf ManagersIn(Reader& reader);

// Whether the person may report to the manager in this municipality: NOT_FOUND for somebody who
// wears no hat there, ILLEGAL_MOVE for oneself and where the line would become a ring.
Status CheckManager(Case& c, const Id& person, const Id& municipality, const Id& manager);

}  // namespace samstig::server

#endif  // SAMSTIG_SERVER_DECIDE_COMMAND_H_
