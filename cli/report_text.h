// SPDX-License-Identifier: Apache-2.0
// A report as a text to be edited, and back.
#ifndef SAMSTIG_CLI_REPORT_TEXT_H_
#define SAMSTIG_CLI_REPORT_TEXT_H_

#include <string>

#include "samstig/v1/text.pb.h"

namespace samstig::cli {

// Its fields under headings.
std::string ToEditorText(v1::Report report);
// Each line goes to the field whose heading came last; what stands before the first is what was
// tried.
v1::Report FromEditorText(const std::string& text, bool did_not_work);

}  // namespace samstig::cli

#endif  // SAMSTIG_CLI_REPORT_TEXT_H_
