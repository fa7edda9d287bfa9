// SPDX-License-Identifier: Apache-2.0
// What is planted in samstig_simulate_planted. Those marked * are in the simulator's stand-ins for
// the server's process, the line and the device; the others change the product (plants.cmake).
#include "tests/simulation/plants.h"

#include <algorithm>

namespace samstig::sim {

namespace {

std::string& SwitchedOn() {
  static std::string name;
  return name;
}

}  // namespace

const std::vector<Plant>& Plants() {
  static const std::vector<Plant> plants = {
      {"ack_before_commit", "*the server answers a push before its commit"},
      {"dedupe_dropped", "a number seen before is judged again"},
      {"depends_on_ignored", "a write is applied though what it builds on was parked"},
      {"parked_dropped", "a refused write is not kept as a Parked entity"},
      {"server_not_flushed", "the server's commits are not synced to the disk"},
      {"history_forgotten", "the version before is not kept when a text is replaced"},
      {"heads_overwritten", "a new version replaces those that it did not know of"},
      {"rights_not_taken", "a right that has ended is not taken from its holder"},
      {"cursor_off_by_one", "reading goes on one seq after the cursor's next"},
      {"new_scope_from_cursor", "a new scope is read from the cursor, not from its beginning"},
      {"lost_scope_untold", "a device is not told which scopes it has lost"},
      {"page_from_old_snapshot", "*a page is built as things stood when the one before was",
       Level::kStormy, false},
      {"poke_lost", "*what a commit has for a stream that is busy is taken, and not sent"},
      {"rights_change_sent_live",
       "a live reader whose rights changed is sent on as if they had not"},
      {"overtaken_sent_live", "a live reader is sent what was overtaken before it was taken"},
      {"ring_gap_ignored", "a reader that the ring does not reach back to is sent what it has"},
      {"desk_untold", "a page of a desk is sent, and its leader is not told"},
      {"desk_untold_live", "what a commit has of a desk is sent, and its leader is not told"},
      {"enqueue_not_flushed",
       "a write is not synced to the disk when its author is told that it is"},
      {"pending_dropped_at_ack",
       "a write leaves the view when it is judged, before its effect has come"},
      {"parked_not_dropped", "a write that was parked goes on being shown as if it were to come"},
      {"purge_forgotten", "what a lost scope gave stays in the copy"},
      {"own_text_purged", "one's own text goes with the scope that is lost"},
      {"traces_left", "the bytes of a lost scope stay in the file"},
      {"stage_dropped", "pages before the last are not made visible at the checkpoint"},
      {"stage_claims_too_much", "pages that broke off are claimed a little further than they came",
       Level::kStormy, true, 700},
      {"timer_lost", "*one timer in ten never rings"},
      {"repeat_applied_twice", "a program's request that is repeated is judged again",
       Level::kStormy, false},
      {"file_complete_too_soon", "a file is taken for whole when its first piece has come"},
      {"files_of_others_read", "whoever knows of a post may fetch its file"},
      {"seats_overrun", "one more takes part than seats were agreed"},
      {"server_digest_not_updated", "what leaves a scope stays in the server's digest"},
      {"copy_digest_not_updated", "what leaves a scope stays in the device's digest"},
      {"unknown_is_parked", "an older server parks what it does not know", Level::kStormy, false},
      {"unread_is_refused", "a write whose entity cannot be read for a moment is in no list",
       Level::kRadioactive, false},
      {"erasure_leaves_history", "earlier versions of what was erased are kept"},
      {"fork_untold", "a server that went back does not say so", Level::kRadioactive, false},
      {"sent_not_sent_again", "what a restored server has forgotten is not sent again",
       Level::kRadioactive},
      {"files_not_sent_again", "a file that a restored server has forgotten is not sent again",
       Level::kRadioactive},
      {"clone_unnoticed", "a copied device's writes are taken for repeats", Level::kRadioactive,
       false},
      {"split_keeps_numbers", "under a new identity the old numbers go on", Level::kRadioactive,
       false},
      {"made_before_unnoticed", "what was made before under another identity is parked",
       Level::kRadioactive, false},
      {"rot_unnoticed", "the day's look at the disk is not taken", Level::kRadioactive, false},
      {"rot_stands_in_the_way", "what does not parse cannot be replaced", Level::kRadioactive,
       false},
  };
  return plants;
}

bool SwitchOn(std::string_view name) {
  const bool known = std::any_of(Plants().begin(), Plants().end(),
                                 [&](const Plant& plant) { return plant.name == name; });
  if (!known && !name.empty()) return false;
  SwitchedOn() = name;
  return true;
}

bool IsPlanted(std::string_view name) { return SwitchedOn() == name; }

}  // namespace samstig::sim
