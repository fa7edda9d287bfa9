# Copies a file of the product with bugs planted in it: cmake -DFILE=path/in/the/tree -DROOT=... -DOUT=... -P
# this. A line that is no longer there stops the build: a bug that is not planted would not be looked for.
function(plant NAME FILE_OF_IT FIND REPLACE)
  if(NOT FILE_OF_IT STREQUAL FILE)
    return()
  endif()
  string(FIND "${SOURCE}" "${FIND}" AT)
  if(AT EQUAL -1)
    message(FATAL_ERROR "${NAME} no longer fits ${FILE}: mend tests/simulation/plants.cmake")
  endif()
  string(REPLACE "${FIND}" "${REPLACE}" SOURCE "${SOURCE}")
  set(SOURCE "${SOURCE}" PARENT_SCOPE)
endfunction()

file(READ ${ROOT}/${FILE} SOURCE)

# ---- The server

plant(dedupe_dropped server/sync/push.cc
  [[if (item.mutation.number() <= last) {]]
  [[if (item.mutation.number() <= last && !SAMSTIG_PLANTED(dedupe_dropped)) {]])
plant(depends_on_ignored server/sync/push.cc
  [[ASSIGN_OR_RETURN(bool orphan, DependsOnParked(txn, actor, item.mutation));]]
  [[ASSIGN_OR_RETURN(bool orphan, DependsOnParked(txn, actor, item.mutation));
  if (SAMSTIG_PLANTED(depends_on_ignored)) orphan = false;]])
plant(parked_dropped server/sync/push.cc
  [[  const Id id = ParkedId(actor.device, item.mutation.number());]]
  [[  const Id id = ParkedId(actor.device, item.mutation.number());
  if (SAMSTIG_PLANTED(parked_dropped)) {
    v1::Outcome dropped;
    dropped.set_number(item.mutation.number());
    dropped.set_kind(v1::OUTCOME_KIND_PARKED);
    dropped.set_reason(refusal.reason());
    dropped.set_seq(txn.LastSeq());
    return dropped;
  }]])
plant(server_not_flushed server/store/sqlite/sqlite_store.cc
  [["PRAGMA synchronous = FULL"]]
  [[SAMSTIG_PLANTED(server_not_flushed) ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL"]])
plant(history_forgotten server/decide/case.cc
  [[if (prepared.existed && prepared]]
  [[if (!SAMSTIG_PLANTED(history_forgotten) && prepared.existed && prepared]])
plant(heads_overwritten domain/rules/revisions.cc
  [[if (!replaced) *kept.Add() = head;]]
  [[if (!replaced && !SAMSTIG_PLANTED(heads_overwritten)) *kept.Add() = head;]])
plant(file_complete_too_soon server/sync/blob_keeping.cc
  [[byte = static_cast<char>(byte | bit);]]
  [[byte = static_cast<char>(byte | bit);
  if (SAMSTIG_PLANTED(file_complete_too_soon)) info->complete = true;]])
plant(files_of_others_read server/sync/blob_rights.cc
  [[may_read = may_read || holds;]]
  [[may_read = may_read || holds || SAMSTIG_PLANTED(files_of_others_read);]])
plant(rights_not_taken server/decide/grants.cc
  [[if (!grant.until && !due.contains(grant.scope)) {]]
  [[if (!grant.until && !due.contains(grant.scope) && !SAMSTIG_PLANTED(rights_not_taken)) {]])
plant(cursor_off_by_one server/sync/pull.cc
  [[return grant.since > seen_ ? 0 : seen_;]]
  [[return grant.since > seen_ ? 0 : seen_ + (SAMSTIG_PLANTED(cursor_off_by_one) ? 1 : 0);]])
plant(new_scope_from_cursor server/sync/pull.cc
  [[const bool anew = grant.since > seen_]]
  [[if (SAMSTIG_PLANTED(new_scope_from_cursor) && grant.since > seen_ && seen_ > 0) positions_.emplace(grant.scope, seen_);
  const bool anew = grant.since > seen_]])
plant(lost_scope_untold server/sync/pull.cc
  [[if (grant.until && *grant.until > seen_) page]]
  [[if (grant.until && *grant.until > seen_ && !SAMSTIG_PLANTED(lost_scope_untold)) page]])
plant(rights_change_sent_live server/sync/follow.cc
  [[if (dispatch->ChangesRightsOf(session_.person())) return]]
  [[if (dispatch->ChangesRightsOf(session_.person()) && !SAMSTIG_PLANTED(rights_change_sent_live)) return]])
plant(overtaken_sent_live server/sync/follow.cc
  [[if (ChangesTwice(*dispatches) ||]]
  [[if ((ChangesTwice(*dispatches) && !SAMSTIG_PLANTED(overtaken_sent_live)) ||]])
plant(desk_untold server/sync/pull.cc
  [[if (!ahead.empty()) return Page(]]
  [[if (!ahead.empty() && !SAMSTIG_PLANTED(desk_untold)) return Page(]])
plant(desk_untold_live server/sync/follow.cc
  [[|| HoldUndisclosed(*dispatches, now)) return]]
  [[|| (HoldUndisclosed(*dispatches, now) && !SAMSTIG_PLANTED(desk_untold_live))) return]])
plant(ring_gap_ignored server/sync/feed.cc
  [[if (seen < ring_from_) return std::nullopt;]]
  [[if (seen < ring_from_ && !SAMSTIG_PLANTED(ring_gap_ignored)) return std::nullopt;]])

plant(repeat_applied_twice server/sync/apply.cc
  [[  RETURN_IF_ERROR(
      txn.PutRequestOutcome(]]
  [[  if (!SAMSTIG_PLANTED(repeat_applied_twice)) RETURN_IF_ERROR(
      txn.PutRequestOutcome(]])
plant(seats_overrun server/decide/enrolment.cc
  [[taken < agreed ? v1::ENROLMENT_STATE_ACTIVE]]
  [[taken < agreed + (SAMSTIG_PLANTED(seats_overrun) ? 1 : 0) ? v1::ENROLMENT_STATE_ACTIVE]])
plant(server_digest_not_updated server/store/sqlite/digest_journal.cc
  [[  entries_.push_back({scope, rules::LeafOf(id), change});]]
  [[  if (!SAMSTIG_PLANTED(server_digest_not_updated)) entries_.push_back({scope, rules::LeafOf(id), change});]])
plant(fork_untold server/sync/lineage.cc
  [[      if (!left && seen.seen <= *end) return std::nullopt;]]
  [[      if (SAMSTIG_PLANTED(fork_untold) || (!left && seen.seen <= *end)) return std::nullopt;]])
plant(clone_unnoticed server/sync/push.cc
  [[if (stored->mutation_hash != item.hash) {]]
  [[if (stored->mutation_hash != item.hash && !SAMSTIG_PLANTED(clone_unnoticed)) {]])
plant(made_before_unnoticed server/decide/decide.cc
  [[return made ? Result<Decision>]]
  [[return made && !SAMSTIG_PLANTED(made_before_unnoticed) ? Result<Decision>]])
plant(unknown_is_parked server/sync/push.cc
  [[} else if (decision.status().reason() == v1::REASON_UNKNOWN_INTENT) {]]
  [[} else if (decision.status().reason() == v1::REASON_UNKNOWN_INTENT && !SAMSTIG_PLANTED(unknown_is_parked)) {]])
plant(unknown_is_parked server/sync/push.cc
  [[} else if (!IsJudgement(decision.status().reason())) {]]
  [[} else if (!SAMSTIG_PLANTED(unknown_is_parked) && !IsJudgement(decision.status().reason())) {]])
plant(erasure_leaves_history server/decide/erasing.cc
  [[for (const auto& [id, seq] : forgotten_) RETURN_IF_ERROR(txn_.ForgetHistory(id, seq));]]
  [[for (const auto& [id, seq] : forgotten_) {
      if (!SAMSTIG_PLANTED(erasure_leaves_history)) RETURN_IF_ERROR(txn_.ForgetHistory(id, seq));
    }]])

# ---- The device

plant(sent_not_sent_again client-lib/core/sync_core_heal.cc
  [[    RETURN_IF_ERROR(outbox.WaitAgainFrom(first));
  }
  RETURN_IF_ERROR(blobs_]]
  [[    if (!SAMSTIG_PLANTED(sent_not_sent_again)) RETURN_IF_ERROR(outbox.WaitAgainFrom(first));
  }
  RETURN_IF_ERROR(blobs_]])
plant(files_not_sent_again client-lib/core/sync_core_heal.cc
  [[RETURN_IF_ERROR(blobs_->SendAllAgain());]]
  [[if (!SAMSTIG_PLANTED(files_not_sent_again)) RETURN_IF_ERROR(blobs_->SendAllAgain());]])
plant(rot_unnoticed client-lib/core/sync_core_heal.cc
  [[  ASSIGN_OR_RETURN(const bool sound, LocalDigests::CheckAgainstDisk(*store_));]]
  [[  ASSIGN_OR_RETURN(bool sound, LocalDigests::CheckAgainstDisk(*store_));
  if (SAMSTIG_PLANTED(rot_unnoticed)) return false;]])
plant(copy_digest_not_updated client-lib/core/local_digests.cc
  [[  if (scope != kOwnText) changes_[scope][rules::LeafOf(id)] -= digest;]]
  [[  if (scope != kOwnText && !SAMSTIG_PLANTED(copy_digest_not_updated)) changes_[scope][rules::LeafOf(id)] -= digest;]])
plant(split_keeps_numbers client-lib/core/outbox.cc
  [[  base_ = judged_;
  for (auto&]]
  [[  if (!SAMSTIG_PLANTED(split_keeps_numbers)) base_ = judged_;
  for (auto&]])
plant(unread_is_refused client-lib/core/view.cc
  [[} else if (base::IsTemporary(folded.status().reason())) {]]
  [[} else if (base::IsTemporary(folded.status().reason()) && !SAMSTIG_PLANTED(unread_is_refused)) {]])
plant(rot_stands_in_the_way client-lib/core/page_applier.cc
  [[  if (!entity.ok()) {
    // It has rotted, and its]]
  [[  if (!entity.ok() && SAMSTIG_PLANTED(rot_stands_in_the_way)) return entity.status();
  if (!entity.ok()) {
    // It has rotted, and its]])
plant(enqueue_not_flushed client-lib/core/outbox.cc
  [[store_->Begin(LocalStore::Durability::kAtOnce)]]
  [[store_->Begin(SAMSTIG_PLANTED(enqueue_not_flushed) ? LocalStore::Durability::kSoon
                                                       : LocalStore::Durability::kAtOnce)]])
plant(pending_dropped_at_ack client-lib/core/view.cc
  [[  found->second.seq = seq;]]
  [[  if (SAMSTIG_PLANTED(pending_dropped_at_ack)) {
    (void)Drop(number);
    return;
  }
  found->second.seq = seq;]])
plant(parked_not_dropped client-lib/core/view.cc
  [[Status View::Drop(uint64_t number) { return Refresh(Remove(number)); }]]
  [[Status View::Drop(uint64_t number) {
  return SAMSTIG_PLANTED(parked_not_dropped) ? Ok() : Refresh(Remove(number));
}]])
plant(purge_forgotten client-lib/core/page_applier.cc
  [[RETURN_IF_ERROR(Forget(scope, OwnText::kStays, /*lost=*/true));]]
  [[if (!SAMSTIG_PLANTED(purge_forgotten)) RETURN_IF_ERROR(Forget(scope, OwnText::kStays, true));]])
plant(own_text_purged client-lib/core/page_applier.cc
  [[if (own_text == OwnText::kStays && entity]]
  [[if (!SAMSTIG_PLANTED(own_text_purged) && own_text == OwnText::kStays && entity]])
plant(traces_left client-lib/core/sync_core_pull.cc
  [[RETURN_IF_ERROR(store_->EraseTraces());]]
  [[if (!SAMSTIG_PLANTED(traces_left)) RETURN_IF_ERROR(store_->EraseTraces());]])
plant(stage_dropped client-lib/core/sync_core_pull.cc
  [[    return applier.Add(page);]]
  [[    return SAMSTIG_PLANTED(stage_dropped) ? Ok() : applier.Add(page);]])
plant(stage_claims_too_much client-lib/core/page_stage.cc
  [[position.set_seq(seq - 1);]]
  [[position.set_seq(SAMSTIG_PLANTED(stage_claims_too_much) ? seq + 3 : seq - 1);]])

file(WRITE ${OUT} "#include \"tests/simulation/plants.h\"\n#line 1 \"${FILE}\"\n${SOURCE}")
