// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/view_watch.h"

#include <algorithm>
#include <string>
#include <vector>

#include "domain/base/encoding.h"
#include "domain/rules/fold.h"
#include "domain/rules/keys.h"

namespace samstig::sim {

std::vector<uint64_t> ViewWatch::InFlight(DeviceHost& device) {
  std::vector<uint64_t> in_flight;
  const uint64_t shown = device.core().Revision();
  const uint64_t count = ledger_.Count(device.index());
  for (uint64_t number = settled_ + 1; number <= count; ++number) {
    const Result<std::optional<v1::Outcome>> outcome = device.core().OutcomeOf(number);
    const bool judged = outcome.ok() && outcome->has_value();
    const bool parked = judged && (*outcome)->kind() == v1::OUTCOME_KIND_PARKED;
    const bool held = judged && !parked && (*outcome)->seq() <= shown;
    if (!parked && !held) in_flight.push_back(number);
    if (in_flight.empty()) settled_ = number;
  }
  return in_flight;
}

std::optional<v1::Entity> ViewWatch::Expected(DeviceHost& device, const Id& target,
                                              const std::vector<uint64_t>& in_flight) {
  std::optional<v1::Entity> entity;
  const Result<std::optional<std::string>> confirmed = device.store().EntityBytes(target);
  if (confirmed.ok() && *confirmed) {
    entity.emplace();
    (void)entity->ParseFromString(**confirmed);
  }
  for (const uint64_t number : in_flight) {
    const Written& write = *ledger_.Find(device.index(), number);
    if (write.target != target) continue;
    const TimeMs claimed = write.mutation.claimed_ms();
    rules::FoldResult folded =
        rules::Fold(entity ? &*entity : nullptr, write.mutation, {device.user(), claimed, claimed});
    if (!folded.ok()) continue;
    if (folded->gone) {
      entity.reset();
    } else {
      entity = std::move(folded->entity);
    }
  }
  return entity;
}

void ViewWatch::Check(DeviceHost& device, const Id& target,
                      const std::vector<uint64_t>& in_flight) {
  const std::optional<v1::Entity> expected = Expected(device, target, in_flight);
  const Result<client::Shown> shown = device.core().Get(target);
  const bool same = expected ? shown.ok() && base::DeterministicBytes(shown->entity) ==
                                                 base::DeterministicBytes(*expected)
                             : shown.status().reason() == v1::REASON_NOT_FOUND;
  if (!same) {
    return ground_.verdict.Broken(
        "I5", device.name() + " does not show its own writes on " + target.ToText() + ": " +
                  (shown.ok() ? shown->entity.ShortDebugString() : shown.status().ToString()) +
                  "; expected " + (expected ? expected->ShortDebugString() : "none"));
  }
  if (!expected) return;
  for (const rules::Key& key : rules::KeysOf(*expected)) {
    const Result<std::vector<client::Shown>> found = device.core().Find(key);
    const bool there =
        found.ok() && std::any_of(found->begin(), found->end(), [&](const client::Shown& one) {
          return one.entity.id() == target.bytes();
        });
    if (!there) {
      return ground_.verdict.Broken("I5", device.name() + " does not list " + target.ToText() +
                                              " under key " +
                                              std::to_string(static_cast<int>(key.name)));
    }
  }
}

void ViewWatch::CheckWritten(DeviceHost& device, const Written& write) {
  Check(device, write.target, InFlight(device));
  const Result<client::Shown> shown = device.core().Get(write.target);
  const std::string words = write.text == 0 ? "" : MarkOf(write.text);
  const bool seen =
      shown.ok() && base::DeterministicBytes(shown->entity).find(words) != std::string::npos;
  if (write.text != 0 && !seen) {
    ground_.verdict.Broken("I5", device.name() + " does not show what was just written: " + words);
  }
}

void ViewWatch::CheckAll(DeviceHost& device) {
  const std::vector<uint64_t> in_flight = InFlight(device);
  std::set<Id> targets;
  for (const uint64_t number : in_flight)
    targets.insert(ledger_.Find(device.index(), number)->target);
  for (const Id& target : targets) Check(device, target, in_flight);
}

}  // namespace samstig::sim
