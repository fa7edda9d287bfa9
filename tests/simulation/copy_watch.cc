// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/copy_watch.h"

#include <algorithm>
#include <optional>

namespace samstig::sim {

void CopyWatch::Broken(const DeviceHost& device, const char* invariant, const Id& id,
                       const std::string& how) {
  std::string what = "entity " + id.ToText();
  const Id& who = device.user();
  if (const ServerModel::Version* version = model_.At(id, shown_)) {
    v1::Entity entity;
    (void)entity.ParseFromString(version->bytes);
    what +=
        " of kind " + std::to_string(entity.body_case()) + " since " + std::to_string(version->seq);
    for (const Scope& scope : version->scopes)
      what += ", in " + scope.ToText() + model_.TermsOf(who, scope);
  }
  ground_.verdict.Broken(
      invariant, device.name() + " at " + std::to_string(shown_) + ", " + what + ": " + how);
}

void CopyWatch::Opened(DeviceHost& device) {
  shown_ = device.core().Revision();
  if (unsure_) return;
  const auto known = kept_at_.find(shown_);
  kept_ = known == kept_at_.end() ? std::set<Id>() : known->second;
  std::set<Id> all;
  for (const auto& [id, versions] : model_.entities()) all.insert(id);
  search_due_ = true;
  // A checkpoint that was never seen: its commit was reported as failed, and is there all the same.
  Check(device, known == kept_at_.end() ? 0 : shown_, all);
}

bool CopyWatch::Look(DeviceHost& device) {
  const Seq now = device.core().Revision();
  if (now == shown_) return false;
  if (unsure_) {
    shown_ = now;
    return true;
  }
  if (now < shown_) {
    ground_.verdict.Broken("I6", device.name() + " went back from " + std::to_string(shown_) +
                                     " to " + std::to_string(now));
    return false;
  }
  if (now > model_.last()) {
    ground_.verdict.Broken("I7", device.name() + " shows " + std::to_string(now) +
                                     ", which the server has not reached");
    return false;
  }
  const Seq from = shown_;
  shown_ = now;
  Check(device, from, model_.ChangedFor(device.user(), from, now));
  search_due_ = search_due_ || model_.RightsChanged(device.user(), from, now);
  // What a full disk kept it from erasing it still means to erase.
  const Result<std::optional<std::string>> to_erase = device.store().Meta("traces");
  if (search_due_ && to_erase.ok() && !*to_erase) {
    search_due_ = false;
    SearchFiles(device);
  }
  return true;
}

CopyWatch::Fate CopyWatch::FateOf(const Id& id, const Id& person, Seq from) const {
  const ServerModel::Version* now = model_.At(id, shown_);
  const bool own = now != nullptr && now->author == person;
  if (!own) return Fate::kGone;
  // Given again meanwhile, and changed, it may have left in other ways as well.
  if (kept_.contains(id)) return now->seq > from ? Fate::kEither : Fate::kKept;
  if (from == 0) return Fate::kEither;
  const ServerModel::Version* before = model_.At(id, from);
  if (before == nullptr || !model_.MayRead(person, *before, from)) return Fate::kEither;
  // Still in every scope by which it was read: it was the right that went.
  for (const Scope& scope : before->scopes) {
    const bool was_read_by = model_.Holds(person, scope, from);
    const bool still_there =
        std::find(now->scopes.begin(), now->scopes.end(), scope) != now->scopes.end();
    if (was_read_by && !still_there) return Fate::kEither;
  }
  return Fate::kKept;
}

bool CopyWatch::IsAnEarlierVersion(const Id& id, const std::string& bytes) const {
  const auto found = model_.entities().find(id);
  if (found == model_.entities().end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const ServerModel::Version& version) {
                       return version.seq <= shown_ && version.bytes == bytes;
                     });
}

void CopyWatch::Check(DeviceHost& device, Seq from, const std::set<Id>& ids) {
  const Id& person = device.user();
  for (const Id& id : ids) {
    const ServerModel::Version* version = model_.At(id, shown_);
    const bool may_read = version != nullptr && model_.MayRead(person, *version, shown_);
    const Result<std::optional<std::string>> held = device.store().EntityBytes(id);
    if (!held.ok()) return Broken(device, "I7", id, "cannot be read: " + held.status().ToString());
    if (may_read) {
      kept_.erase(id);
      if (!*held) return Broken(device, "I7", id, "is missing");
      if (**held != version->bytes)
        return Broken(device, "I7", id, "has other bytes than the server's");
      continue;
    }
    const Fate fate = FateOf(id, person, from);
    if (*held && fate == Fate::kGone)
      return Broken(device, "I7", id, "is shown, though it may not be read");
    if (!*held && fate == Fate::kKept)
      return Broken(device, "I1", id, "own text is gone with its scope");
    if (*held && !IsAnEarlierVersion(id, **held))
      return Broken(device, "I7", id, "has bytes from nowhere");
    if (*held) {
      kept_.insert(id);
    } else {
      kept_.erase(id);
    }
  }
  kept_at_[shown_] = kept_;
}

// It was retired, or changed hands: the reader still holds a scope that it was in. The device lets
// go of it as of anything else, and its bytes go with the next file that is written anew.
// So do words that stood elsewhere as well: why a post was removed is said on it and on its flags.
bool CopyWatch::LeftByItself(uint32_t text, const Id& person) const {
  const std::string words = MarkOf(text);
  for (const auto& [id, versions] : model_.entities()) {
    const bool stood_here =
        std::any_of(versions.begin(), versions.end(), [&](const ServerModel::Version& version) {
          return version.bytes.find(words) != std::string::npos;
        });
    if (stood_here && LeftByItself(id, person)) return true;
  }
  return false;
}

bool CopyWatch::LeftByItself(const Id& id, const Id& person) const {
  const auto found = model_.entities().find(id);
  if (found == model_.entities().end()) return false;
  return std::any_of(found->second.begin(), found->second.end(),
                     [&](const ServerModel::Version& version) {
                       return model_.MayRead(person, version, model_.last());
                     });
}

namespace {

// Where the words are, with what stands around them.
std::string AroundIn(const std::vector<std::string>& files, const std::string& words) {
  std::string around;
  for (size_t file = 0; file < files.size(); ++file) {
    const size_t at = files[file].find(words);
    if (at == std::string::npos) continue;
    const size_t from = at < 100 ? 0 : at - 100;
    around += "file " + std::to_string(file) + " at " + std::to_string(at) + " ";
    for (const char c : files[file].substr(from, 160)) around += c >= ' ' && c < 127 ? c : '.';
    around += "; ";
  }
  return around;
}

}  // namespace

void CopyWatch::SearchFiles(DeviceHost& device) {
  if (unsure_) return;
  std::set<uint32_t> found;
  for (const std::string& file : ground_.vfs.Files(device.disk())) {
    for (const uint32_t text : MarksIn(file)) found.insert(text);
  }
  // What somebody wrote may stand in more than one place: a note on a post, on the flags on it.
  std::set<uint32_t> in_view;
  (void)device.store().ForEachEntity([&](const Id&, const auto&, std::string_view bytes) {
    for (const uint32_t text : MarksIn(bytes)) in_view.insert(text);
    return true;
  });
  for (const uint32_t text : found) {
    if (in_view.contains(text)) continue;
    const auto known = ledger_.texts().find(text);
    if (known == ledger_.texts().end() || known->second.author == device.user()) continue;
    // Earlier words of something that may still be read are no secret.
    const Result<std::optional<std::string>> held =
        device.store().EntityBytes(known->second.target);
    if (held.ok() && !*held && !LeftByItself(known->second.target, device.user()) &&
        !LeftByItself(text, device.user())) {
      return Broken(device, "I12", known->second.target,
                    "text " + std::to_string(text) + " of another person is still in the files: " +
                        AroundIn(ground_.vfs.Files(device.disk()), MarkOf(text)));
    }
  }
}

namespace {

// As the device has it: of what a restored server never heard of, nobody else knows whose it was.
bool IsOwn(const std::string& bytes, const Id& person) {
  v1::Entity entity;
  return entity.ParseFromString(bytes) && entity.author() == person.bytes();
}

}  // namespace

std::optional<std::pair<Id, std::string>> CopyWatch::Difference(DeviceHost& device) const {
  const Id& person = device.user();
  for (const auto& [id, versions] : model_.entities()) {
    const ServerModel::Version& latest = versions.back();
    const Result<std::optional<std::string>> held = device.store().EntityBytes(id);
    const bool may_read = model_.MayRead(person, latest, model_.last());
    if (!held.ok()) return std::pair(id, held.status().ToString());
    if (may_read && (!*held || **held != latest.bytes)) {
      return std::pair(id, std::string(*held ? "differs from the server's" : "is missing"));
    }
    const bool own = *held && (unsure_ ? IsOwn(**held, person) : kept_.contains(id));
    if (!may_read && *held && !own) return std::pair(id, std::string("should not be there"));
  }
  return std::nullopt;
}

std::string CopyWatch::DifferenceInWords(DeviceHost& device) const {
  const auto difference = unsure_ ? Difference(device) : std::nullopt;
  if (!difference) return "";
  const auto& [id, what] = *difference;
  v1::Entity entity;
  (void)entity.ParseFromString(model_.Latest(id)->bytes);
  std::string where;
  for (const Scope& scope : model_.Latest(id)->scopes)
    where += ", in " + scope.ToText() + model_.TermsOf(device.user(), scope);
  return "; " + id.ToText() + " of kind " + std::to_string(entity.body_case()) + " since " +
         std::to_string(model_.Latest(id)->seq) + where + ": " + what;
}

void CopyWatch::CheckEqual(DeviceHost& device) {
  if (const auto difference = Difference(device)) {
    Broken(device, "I8", difference->first, difference->second);
  }
}

bool CopyWatch::IsBehind(DeviceHost& device) const {
  const Id& person = device.user();
  if (shown_ == 0) return true;
  if (unsure_) return Difference(device).has_value();
  if (model_.RightsChanged(person, shown_, model_.last())) return true;
  for (const Id& id : model_.ChangedFor(person, shown_, model_.last())) {
    const ServerModel::Version* before = model_.At(id, shown_);
    const ServerModel::Version* now = model_.Latest(id);
    if (model_.MayRead(person, *now, model_.last())) return true;
    if (before != nullptr && model_.MayRead(person, *before, shown_)) return true;
  }
  return false;
}

}  // namespace samstig::sim
