// SPDX-License-Identifier: Apache-2.0
// Editions: a programme and its themes as they were in an older version, kept for the cohorts that
// were planned with that one. An edition is a programme of its own whose code is none that anybody
// could give, "ledarstig@1"; its themes are found under it, with ids made from names like all
// others.
#ifndef SAMSTIG_DOMAIN_RULES_PROGRAMME_H_
#define SAMSTIG_DOMAIN_RULES_PROGRAMME_H_

#include <string>

#include "domain/base/id.h"
#include "samstig/v1/programme.pb.h"

namespace samstig::rules {

// "ledarstig@1"
std::string EditionCode(const v1::Programme& programme, uint32_t version);
// It is in no list of programmes.
bool IsEdition(const v1::Programme& programme);

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_PROGRAMME_H_
