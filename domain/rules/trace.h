// SPDX-License-Identifier: Apache-2.0
// Traces: whom others see in place of people who were erased.
#ifndef SAMSTIG_DOMAIN_RULES_TRACE_H_
#define SAMSTIG_DOMAIN_RULES_TRACE_H_

#include <string_view>

#include "domain/rules/names.h"

namespace samstig::rules {

// Whether the id is that of a trace that stands for many and is nobody. Not so the own entry of
// somebody who has gone.
inline bool IsTraceId(std::string_view person) {
  for (const v1::PersonTrace trace :
       {v1::PERSON_TRACE_ANONYMOUS, v1::PERSON_TRACE_LEADER, v1::PERSON_TRACE_COACH}) {
    if (person == TraceId(trace).bytes()) return true;
  }
  return false;
}

}  // namespace samstig::rules

#endif  // SAMSTIG_DOMAIN_RULES_TRACE_H_
