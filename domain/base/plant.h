// SPDX-License-Identifier: Apache-2.0
// Places where the simulator's self-test plants a bug. In the product this is the constant false and leaves
// no trace; only tests/simulation compiles it otherwise, to prove that it would find that bug.
#ifndef SAMSTIG_DOMAIN_BASE_PLANT_H_
#define SAMSTIG_DOMAIN_BASE_PLANT_H_

#ifdef SAMSTIG_PLANTS

namespace samstig::base {
bool IsPlanted(const char* name);  // Defined in tests/simulation/plants.cc.
}
#define SAMSTIG_PLANTED(name) ::samstig::base::IsPlanted(#name)

#else

#define SAMSTIG_PLANTED(name) false

#endif

#endif  // SAMSTIG_DOMAIN_BASE_PLANT_H_
