// SPDX-License-Identifier: Apache-2.0
// Stories whose every byte is kept (transcript.h): what happens on Anna's phone and in the village,
// chapter by chapter. After each chapter the phone says all it has to say and hears all there is.
#ifndef SAMSTIG_TESTS_CONTRACT_STORIES_H_
#define SAMSTIG_TESTS_CONTRACT_STORIES_H_

#include <functional>
#include <string>
#include <vector>

#include "domain/base/clock.h"
#include "tests/server/village/village.h"
#include "tests/server/village/village_device.h"

namespace samstig::test {

struct Chapter {
  std::string title;
  // What happens before the phone is online again; nothing when empty.
  std::function<void(Village&)> in_the_village;
  std::function<void(VillageDevice&)> on_the_phone;
  base::TimeMs later = 0;
};

struct KeptStory {
  // Also the name of its file.
  std::string name;
  std::string about;
  std::vector<Chapter> chapters;
};

const std::vector<KeptStory>& KeptStories();

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_CONTRACT_STORIES_H_
