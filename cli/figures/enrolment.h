// SPDX-License-Identifier: Apache-2.0
// The report on enrolment: seats and places by municipality. It says what was agreed and booked,
// not what people did, so every row is told.
#ifndef SAMSTIG_CLI_FIGURES_ENROLMENT_H_
#define SAMSTIG_CLI_FIGURES_ENROLMENT_H_

#include "cli/figures/facts.h"
#include "cli/figures/sheet.h"

namespace samstig::cli::figures {

Sheet Enrolment(const Facts& facts);

}  // namespace samstig::cli::figures

#endif  // SAMSTIG_CLI_FIGURES_ENROLMENT_H_
