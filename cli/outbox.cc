// SPDX-License-Identifier: Apache-2.0
// outbox: writes that are not confirmed, with their words, state and reason. What waits is sent by
// itself; what was not carried out stays until its author lets go of it, from any device.
#include <memory>

#include "cli/dates.h"
#include "cli/input.h"
#include "cli/json.h"
#include "cli/report_text.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/again.h"
#include "domain/rules/fold.h"

namespace samstig::cli {

using client::OutboxItem;
using client::WriteState;
using rules::KeyName;

namespace {

// A line of the outbox: a write of this device, or one of another device that was not carried out.
struct Item {
  Id id;  // Of the Parked entity, when it has come down; else nil.
  v1::Mutation mutation;
  bool parked = false;
  Status why;
};

bool IsSame(const v1::Mutation& a, const v1::Mutation& b) {
  const Result<Id> target = rules::TargetOf(a);
  const Result<Id> other = rules::TargetOf(b);
  return a.claimed_ms() == b.claimed_ms() && a.intent_case() == b.intent_case() && target.ok() &&
         other.ok() && *target == *other;
}

Result<std::vector<Item>> ItemsOf(Copy& copy) {
  std::vector<Item> items;
  ASSIGN_OR_RETURN(std::vector<Shown> parked, copy.All(KeyName::kParkedItems));
  for (const Shown& shown : parked) {
    const v1::Parked& body = shown.entity.parked();
    Item item{IdIn(shown.entity.id()), {}, true, {body.reason(), body.detail()}};
    // An intent of a newer version stays unknown here; it can still be let go of.
    (void)item.mutation.ParseFromString(body.mutation());
    items.push_back(std::move(item));
  }
  ASSIGN_OR_RETURN(std::vector<OutboxItem> own, copy.client().Outbox());
  for (const OutboxItem& write : own) {
    const bool is_parked = write.state == WriteState::kParked;
    const bool listed = is_parked && std::any_of(items.begin(), items.end(), [&](const Item& item) {
                          return IsSame(item.mutation, write.mutation);
                        });
    if (listed) continue;
    items.push_back({Id(), write.mutation, is_parked, {write.reason, write.detail}});
  }
  std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
    return a.mutation.claimed_ms() < b.mutation.claimed_ms();
  });
  return items;
}

Json ItemJson(const Copy& copy, const Item& item) {
  const Result<Id> target = rules::TargetOf(item.mutation);
  return {{"state", item.parked ? "PARKED" : "KEPT"},
          {"what", std::string(Subject(item.mutation))},
          {"text", TextIn(item.mutation, copy.languages())},
          {"written", TimeJson(item.mutation.claimed_ms())},
          {"reason",
           item.why.ok() ? Json(nullptr) : Json(std::string(base::ReasonName(item.why.reason())))},
          {"detail", item.why.detail()},
          {"number", item.mutation.number()},
          {"target_id", target.ok() ? Json(target->ToText()) : Json(nullptr)},
          {"parked_id", item.id.IsNil() ? Json(nullptr) : Json(item.id.ToText())}};
}

Result<Exit> List(Session& s) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Item> items, ItemsOf(*copy));
  Json document = Json::array();
  Table table({"", "written", "state", "what", "words"});
  std::vector<Id> listing;
  std::string reasons;
  for (const Item& item : items) {
    listing.push_back(item.id);
    document.push_back(ItemJson(*copy, item));
    const std::string number = std::to_string(listing.size());
    table.Add({number, FromNow(item.mutation.claimed_ms(), s.Now()),
               item.parked ? "not carried out" : "will be sent",
               std::string(Subject(item.mutation)),
               Clip(TextIn(item.mutation, copy->languages()), 50)});
    if (!item.why.ok()) reasons += Pad(number, 3) + Sentence(item.why) + "\n";
  }
  s.NoteListing(std::move(listing));
  s.out().Document(document);
  if (table.empty()) {
    s.out().Print("The outbox is empty: all you wrote is confirmed.");
    return Exit::kOk;
  }
  table.PrintTo(s.out());
  if (!reasons.empty()) s.out().Print("\n" + reasons);
  if (s.out().terminal()) {
    s.out().Print(
        "All the words: samstig outbox show 1. What was not carried out: samstig outbox resend 1,\n"
        "move 1 THREAD, or discard 1.");
  }
  return Exit::kOk;
}

struct ItemOptions {
  std::string item;
};

// The item with this number in the outbox as it stands, or by a part of its id.
Result<Item> FindItem(Session& s, const std::string& given) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(std::vector<Item> items, ItemsOf(*copy));
  for (size_t i = 0; i < items.size(); ++i) {
    if (given == std::to_string(i + 1)) return items[i];
  }
  ASSIGN_OR_RETURN(Id id, s.Find(given, "parked write", ParkedItems));
  for (const Item& item : items) {
    if (item.id == id) return item;
  }
  return Status(v1::REASON_NOT_FOUND, "“" + given + "” is not in the outbox.");
}

Result<Exit> Show(Session& s, const ItemOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Item item, FindItem(s, options.item));
  s.out().Document(ItemJson(*copy, item));
  s.out().Heading(std::string(Subject(item.mutation)) + ", " + ToText(item.mutation.claimed_ms()) +
                  (item.parked ? ", not carried out" : ", will be sent"));
  if (!item.why.ok()) s.out().Print(Sentence(item.why));
  s.out().Print("\n" + Wrap(TextIn(item.mutation, copy->languages()), 88, "  "));
  return Exit::kOk;
}

// One that its author can do something about.
Result<Item> FindParked(Session& s, const std::string& given) {
  ASSIGN_OR_RETURN(Item item, FindItem(s, given));
  if (!item.parked) {
    return Status(v1::REASON_ILLEGAL_MOVE,
                  "This write is on its way; nothing needs to be done about it.");
  }
  if (item.id.IsNil()) {
    return Status(v1::REASON_NOT_FOUND,
                  "The server's note on it has not come down yet: samstig sync, then again.");
  }
  return item;
}

Result<v1::Mutation> AgainFrom(Copy& copy, const Item& item) {
  ASSIGN_OR_RETURN(Shown shown, copy.Get(item.id, v1::Entity::kParked, "parked write"));
  return rules::Again(shown.entity.parked(), copy.client().NewId());
}

// ---- resend

struct ResendOptions {
  std::string item;
  std::string text;
  bool as_it_is = false;
};

v1::Report* ReportIn(v1::Mutation& mutation) {
  if (mutation.has_submit()) return mutation.mutable_submit()->mutable_report();
  if (!mutation.has_save_draft()) return nullptr;
  return mutation.mutable_save_draft()->mutable_revision()->mutable_report();
}

std::string* WordsIn(v1::Mutation& mutation) {
  switch (mutation.intent_case()) {
    case v1::Mutation::kWritePost:
      return mutation.mutable_write_post()->mutable_text();
    case v1::Mutation::kEditPost:
      return mutation.mutable_edit_post()->mutable_revision()->mutable_text();
    case v1::Mutation::kStartThread:
      return mutation.mutable_start_thread()->mutable_title();
    case v1::Mutation::kSaveTool:
      return mutation.mutable_save_tool()->mutable_revision()->mutable_text();
    case v1::Mutation::kSaveTeam:
      return mutation.mutable_save_team()->mutable_revision()->mutable_text();
    case v1::Mutation::kGiveFeedback:
      return mutation.mutable_give_feedback()->mutable_text();
    default:
      return nullptr;
  }
}

Status Change(Session& s, const std::string& text, v1::Mutation& mutation) {
  if (v1::Report* report = ReportIn(mutation)) {
    ASSIGN_OR_RETURN(std::string edited, TextFrom(s, text, ToEditorText(*report)));
    v1::Report changed = FromEditorText(edited, report->did_not_work());
    *changed.mutable_attachments() = report->attachments();
    *report = changed;
    return {};
  }
  std::string* words = WordsIn(mutation);
  if (words == nullptr) {
    return {v1::REASON_MISSING_FIELD, "It has no words to change; send it with --as-it-is."};
  }
  ASSIGN_OR_RETURN(*words, TextFrom(s, text, *words));
  return {};
}

Result<Exit> Resend(Session& s, const ResendOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Item item, FindParked(s, options.item));
  ASSIGN_OR_RETURN(v1::Mutation mutation, AgainFrom(*copy, item));
  if (!options.as_it_is) RETURN_IF_ERROR(Change(s, options.text, mutation));
  ASSIGN_OR_RETURN(Sent sent, s.SendInstead(item.id, std::move(mutation)));
  return s.Tell(sent, "Sent again: " + std::string(Subject(item.mutation)),
                {{"parked_id", item.id.ToText()}});
}

// ---- move

struct MoveOptions {
  std::string item;
  std::string thread;
};

Result<Exit> Move(Session& s, const MoveOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Item item, FindParked(s, options.item));
  ASSIGN_OR_RETURN(Id thread, s.Find(options.thread, "thread", Threads));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(thread, v1::Entity::kThread, "thread"));
  ASSIGN_OR_RETURN(v1::Mutation again, AgainFrom(*copy, item));
  const Id id = copy->client().NewId();
  v1::Mutation mutation;
  v1::WritePost& post = *mutation.mutable_write_post();
  post.set_id(id.ToBytes());
  post.set_thread_id(thread.ToBytes());
  post.set_text(TextIn(again, copy->languages()));
  if (const v1::Report* report = ReportIn(again))
    *post.mutable_attachments() = report->attachments();
  if (again.has_write_post()) *post.mutable_attachments() = again.write_post().attachments();
  ASSIGN_OR_RETURN(Sent sent, s.SendInstead(item.id, std::move(mutation)));
  return s.Tell(
      sent, "Moved to “" + TitleOf(shown.entity.thread()) + "”",
      {{"parked_id", item.id.ToText()}, {"post_id", id.ToText()}, {"thread_id", thread.ToText()}});
}

// ---- discard

Result<Exit> Discard(Session& s, const ItemOptions& options) {
  ASSIGN_OR_RETURN(Item item, FindParked(s, options.item));
  v1::Mutation mutation;
  mutation.mutable_discard_parked()->set_id(item.id.ToBytes());
  ASSIGN_OR_RETURN(Sent sent, s.Send(std::move(mutation)));
  return s.Tell(sent, "Let go of " + std::string(Subject(item.mutation)),
                {{"parked_id", item.id.ToText()}});
}

}  // namespace

void AddOutboxVerb(CLI::App& app, Verbs& verbs) {
  CLI::App* outbox =
      app.add_subcommand("outbox", "What you wrote that is not confirmed")->group(group::kAll);
  outbox->require_subcommand(0, 1);

  auto show = std::make_shared<ItemOptions>();
  CLI::App* one = outbox->add_subcommand("show", "All the words of one, and why it is here");
  one->add_option("N", show->item, "Its number in the outbox")->required();

  auto resend = std::make_shared<ResendOptions>();
  CLI::App* again =
      outbox->add_subcommand("resend", "Send what was not carried out once more, changed or not");
  again->add_option("N", resend->item, "Its number in the outbox, or part of its id")->required();
  again->add_option("TEXT", resend->text,
                    "The new words; - reads standard input; without it an editor opens");
  again->add_flag("--as-it-is", resend->as_it_is, "With the same words");

  auto move = std::make_shared<MoveOptions>();
  CLI::App* elsewhere =
      outbox->add_subcommand("move", "Put the words of what was not carried out into a thread");
  elsewhere->add_option("N", move->item, "Its number in the outbox, or part of its id")->required();
  elsewhere->add_option("THREAD", move->thread, "The thread")->required();

  auto discard = std::make_shared<ItemOptions>();
  CLI::App* drop = outbox->add_subcommand("discard", "Let go of a write that was not carried out");
  drop->add_option("N", discard->item, "Its number in the outbox, or part of its id")->required();

  // The callback of `outbox` itself runs after those of its parts.
  outbox->callback([outbox, &verbs] {
    if (outbox->get_subcommands().empty()) verbs.Choose(List);
  });
  verbs.On(one, [show](Session& s) { return Show(s, *show); });
  verbs.On(again, [resend](Session& s) { return Resend(s, *resend); });
  verbs.On(elsewhere, [move](Session& s) { return Move(s, *move); });
  verbs.On(drop, [discard](Session& s) { return Discard(s, *discard); });
}

}  // namespace samstig::cli
