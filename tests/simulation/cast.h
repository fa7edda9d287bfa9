// SPDX-License-Identifier: Apache-2.0
// The cast: who is in the world, with which hats and devices, and how it was founded. The same
// village as in tests/server/village: two municipalities, an organiser, their admins, a coach,
// leaders, one running cohort.
#ifndef SAMSTIG_TESTS_SIMULATION_CAST_H_
#define SAMSTIG_TESTS_SIMULATION_CAST_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/device_host.h"
#include "tests/simulation/server_host.h"

namespace samstig::sim {

Id Pargas();
Id Raseborg();
Id MainCohort();

enum class Part { kOrganiser, kAdmin, kCoach, kLeader };

struct Role {
  Person person;
  Part part = Part::kLeader;
  Id municipality;  // Of admins and leaders.
  int devices = 1;
};

// Everybody of this world; each seed has its own number of leaders and devices.
std::vector<Role> MakeCast(uint64_t seed);

// Makes the network as it is before anybody opens a device.
void Found(ServerHost& server, const std::vector<Role>& cast);

}  // namespace samstig::sim

#endif  // SAMSTIG_TESTS_SIMULATION_CAST_H_
