// SPDX-License-Identifier: Apache-2.0
// read: one thing in full, with what hangs on it: a thread with its posts, a report with the
// dialogue, an assignment with one's own work.
#include <algorithm>
#include <map>
#include <memory>

#include "cli/dates.h"
#include "cli/json.h"
#include "cli/reading.h"
#include "cli/text.h"
#include "cli/verbs.h"
#include "cli/words.h"
#include "domain/rules/assignment.h"
#include "domain/rules/mentions.h"
#include "domain/rules/names.h"
#include "domain/rules/visit.h"

namespace samstig::cli {

using rules::KeyName;

namespace {

// Lines of running text are easiest to read when they are no longer than this.
constexpr size_t kTextWidth = 88;

// Shows one entity. Each kind prints itself and adds to the document what hangs on it.
class Reader {
 public:
  Reader(Session& session, Copy& copy, const Shown& shown)
      : s_(session), copy_(copy), shown_(shown), document_(ToJson(copy, shown)) {}

  Result<Exit> Read() {
    const Status status =
        rules::VisitBody(shown_.entity, [&](const auto& body) -> Status { return Show(body); });
    RETURN_IF_ERROR(status);
    s_.out().Document(document_);
    if (!listing_.empty()) s_.NoteListing(std::move(listing_));
    RETURN_IF_ERROR(MarkRead());
    return Exit::kOk;
  }

 private:
  Id id() const { return IdIn(shown_.entity.id()); }

  void Title(const std::string& title) { s_.out().Heading(title); }
  void NextTitle(const std::string& title) {
    s_.out().Print("");
    Title(title);
  }
  void Fact(const std::string& what, const std::string& value) {
    if (!value.empty()) s_.out().Print(Pad(what, 12) + value);
  }
  void Body(const std::string& text, std::string_view indent = "") {
    if (!text.empty()) s_.out().Print("\n" + Wrap(text, kTextWidth, indent));
  }
  std::string When(base::TimeMs time) {
    return time == 0 ? "" : ToText(time) + " (" + FromNow(time, s_.Now()) + ")";
  }

  Status Show(const v1::Municipality& m) {
    Title(copy_.Text(m.name()));
    Fact("code", m.country() + " " + m.code());
    std::vector<std::string> languages(m.languages().begin(), m.languages().end());
    Fact("languages", Listed(languages));
    return {};
  }

  Status Show(const v1::Person& p) {
    Title(copy_.PersonName(shown_.entity.id()));
    Fact("from", copy_.HomeOf(shown_.entity.id()));
    Fact("language", p.language());
    return {};
  }

  Status Show(const v1::Membership& m) {
    Title(copy_.PersonName(m.person_id()) + ", " + Word(m.role()));
    Fact("position", m.position());
    Fact("sector", m.sector());
    if (!m.manager_id().empty()) Fact("reports to", copy_.PersonName(m.manager_id()));
    return {};
  }

  Status Show(const v1::Programme& p) {
    Title(copy_.Text(p.name()));
    Fact("code", p.code() + ", version " + std::to_string(p.version()));
    Body(copy_.Text(p.summary()));
    document_["themes"] = Json::array();
    ASSIGN_OR_RETURN(std::vector<Shown> themes, copy_.All(KeyName::kThemesOfProgramme, id()));
    for (const Shown& theme : themes) document_["themes"].push_back(ToJson(copy_, theme));
    s_.out().Print("Its assignments: samstig library " + p.code());
    return {};
  }

  Status Show(const v1::Theme& t) {
    Title(copy_.Text(t.name()));
    Body(copy_.Text(t.summary()));
    Table table({"code", "minutes", "assignment"});
    for (const v1::AssignmentTemplate& a : t.assignments()) {
      table.Add({a.code(), std::to_string(a.minutes()), copy_.Text(a.title())});
    }
    table.PrintTo(s_.out());
    return {};
  }

  Status Show(const v1::Cohort& c) {
    Title(copy_.Text(c.name()));
    Fact("code", copy_.CohortCode(c));
    Fact("state", Word(c.state()));
    Fact("enrolment", ToText(c.enrolment_opens_ms()) + " to " + ToText(c.enrolment_closes_ms()));
    Fact("runs", ToText(c.starts_ms()) + " to " + ToText(c.ends_ms()));
    return {};
  }

  Status Show(const v1::CohortSeat& seat) {
    Title(copy_.MunicipalityName(seat.municipality_id()) + " in " +
          copy_.CohortName(seat.cohort_id()));
    Fact("state", Word(seat.state()));
    Fact("asked for", std::to_string(seat.requested()));
    Fact("agreed", std::to_string(seat.agreed()));
    Fact("answer", seat.answer());
    return {};
  }

  Status Show(const v1::Enrolment& e) {
    Title(copy_.PersonName(e.person_id()) + " in " + copy_.CohortName(e.cohort_id()));
    Fact("paid by", copy_.MunicipalityName(e.municipality_id()));
    Fact("state", Word(e.state()));
    return {};
  }

  Status Show(const v1::Assignment& a) {
    Title(copy_.Text(a.title()));
    Fact("cohort", copy_.CohortName(a.cohort_id()));
    Fact("opens", When(a.opens_ms()));
    Fact("due", When(a.due_ms()));
    Fact("takes", std::to_string(a.minutes()) + " minutes");
    if (!rules::IsForAll(a)) Fact("for", ForWhom(copy_, a));
    if (a.state() == v1::ASSIGNMENT_STATE_CLOSED) Fact("state", "closed");
    if (a.state() == v1::ASSIGNMENT_STATE_SCHEDULED) {
      Fact("shown", "to the leaders from " + When(a.publish_ms()));
    }
    if (a.version() > 1) ShowChange(a);
    Body(copy_.Text(a.brief()));
    return ShowWork(a);
  }

  // Which version this is, and what is new for this reader.
  void ShowChange(const v1::Assignment& a) {
    const uint32_t read = VersionRead(copy_, id());
    const bool news = read > 0 && read < a.version();
    document_["changed_since_read"] = news;
    Fact("version", std::to_string(a.version()) +
                        (news ? ", changed since you read version " + std::to_string(read) : "") +
                        "; the earlier ones: samstig versions --brief");
    Fact("new in it", a.change_note());
  }

  // One's own draft and latest attempt, for those who take part.
  Status ShowWork(const v1::Assignment& a) {
    ASSIGN_OR_RETURN(Work work, WorkOn(copy_, id()));
    document_["draft"] = nullptr;
    document_["submission_id"] = nullptr;
    if (work.draft) {
      document_["draft"] = ToJson(Joined(*work.draft));
      document_["draft_versions"] = work.draft->heads_size();
      const bool several = work.draft->heads_size() > 1;
      NextTitle(several ? "Your draft (" + std::to_string(work.draft->heads_size()) +
                              " versions from different devices, joined here)"
                        : "Your draft");
      Body(TextIn(Joined(*work.draft)), "  ");
    }
    if (work.attempt) {
      document_["submission_id"] = IdJson(work.attempt->entity.id());
      listing_.push_back(IdIn(work.attempt->entity.id()));
      const uint32_t on = work.attempt->entity.submission().assignment_version();
      if (on > 0 && on < a.version()) {
        NextTitle("You handed in on version " + std::to_string(on) + "; this is version " +
                  std::to_string(a.version()));
      }
      NextTitle("Your report: " + WorkState(work, a.due_ms(), s_.Now()) +
                ". With its dialogue: samstig read 1");
    }
    return {};
  }

  Status Show(const v1::Draft& d) {
    Title("Your draft on “" + copy_.AssignmentTitle(d.assignment_id()) + "”");
    Body(TextIn(Joined(d)));
    return {};
  }

  Status Show(const v1::Submission& submission) {
    Title(copy_.AssignmentTitle(submission.assignment_id()));
    Fact("by", Who(copy_, submission.person_id()));
    Fact("attempt",
         submission.attempt() == 0 ? "not numbered yet" : std::to_string(submission.attempt()));
    Fact("handed in", When(shown_.entity.made_ms()) + (submission.late() ? ", late" : ""));
    if (submission.claimed_ms() > 0 &&
        shown_.entity.made_ms() - submission.claimed_ms() > base::kMinuteMs) {
      Fact("claimed", "by the device: " + When(submission.claimed_ms()));
    }
    Fact("state", shown_.pending ? "kept; will be sent" : Word(submission.state()));
    Body(submission.erased() ? "(erased)" : TextIn(submission.report()));
    ASSIGN_OR_RETURN(std::vector<Shown> turns, Dialogue(copy_, id()));
    document_["feedback"] = Json::array();
    for (const Shown& turn : turns) {
      document_["feedback"].push_back(ToJson(copy_, turn));
      ShowTurn(turn);
    }
    return {};
  }

  void ShowTurn(const Shown& turn) {
    const v1::Feedback& feedback = turn.entity.feedback();
    std::string heading =
        Who(copy_, turn.entity.author()) + ", " + FromNow(turn.entity.made_ms(), s_.Now());
    if (feedback.verdict() != v1::VERDICT_COMMENT) heading += ", " + Word(feedback.verdict());
    if (turn.pending) heading += " (will be sent)";
    s_.out().Heading(heading);
    s_.out().Print(Wrap(feedback.erased() ? "(erased)" : feedback.text(), kTextWidth, "  "));
  }

  Status Show(const v1::Feedback& feedback) {
    ShowTurn(shown_);
    Fact("on", ShortId(IdIn(feedback.submission_id())));
    return {};
  }

  // A person has read the thread as far as it goes, or the assignment in its present version; a
  // program that asks for JSON has not.
  Status MarkRead() {
    if (shown_.entity.has_assignment() && !s_.out().json()) {
      std::optional<v1::Mutation> note = NotesVersionRead(copy_, shown_);
      return note ? s_.Send(*std::move(note)).status() : Status();
    }
    const Id mark = rules::ReadMarkId(copy_.me(), id());
    const Result<Shown> before = copy_.Get(mark);
    const bool known = before.ok() && before->entity.read_mark().read_to_ms() >= read_to_;
    if (read_to_ == 0 || known || s_.out().json()) return {};
    v1::Mutation mutation;
    mutation.mutable_mark_read()->set_id(mark.ToBytes());
    mutation.mutable_mark_read()->set_thread_id(shown_.entity.id());
    mutation.mutable_mark_read()->set_read_to_ms(read_to_);
    return s_.Send(std::move(mutation)).status();
  }

  // Who reads it, where that is not the whole cohort.
  std::string SpaceLine(const v1::Thread& thread) {
    if (!thread.group_id().empty()) return "its group and the coaches";
    if (thread.municipality_id().empty()) return "";
    return "the leaders of " + copy_.MunicipalityName(thread.municipality_id()) +
           (thread.coaches_invited() ? " and the coaches" : "");
  }

  Status Show(const v1::Thread& thread) {
    Title(thread.title());
    Fact("in", copy_.CohortName(thread.cohort_id()));
    if (!thread.assignment_id().empty())
      Fact("about", copy_.AssignmentTitle(thread.assignment_id()));
    Fact("read by", SpaceLine(thread));
    const ThreadLevel level = LevelIn(copy_, id());
    document_["level"] = Name(level.level);
    document_["level_why"] = Name(level.why);
    Fact("your level", LevelLine(level));
    ASSIGN_OR_RETURN(std::vector<Shown> posts, copy_.All(KeyName::kPostsOfThread, id()));
    std::map<std::string, size_t> numbers;
    for (const Shown& post : posts) {
      numbers[post.entity.id()] = numbers.size() + 1;
      listing_.push_back(IdIn(post.entity.id()));
      if (!post.pending) read_to_ = std::max(read_to_, post.entity.made_ms());
    }
    ShowPinned(thread, posts, numbers);
    document_["posts"] = Json::array();
    for (const Shown& post : posts) {
      ASSIGN_OR_RETURN(std::vector<Shown> reactions, ReactionsTo(copy_, IdIn(post.entity.id())));
      Json json = ToJson(copy_, post);
      json["reactions"] = Json::array();
      for (const Shown& reaction : reactions) json["reactions"].push_back(ToJson(copy_, reaction));
      document_["posts"].push_back(std::move(json));
      ShowPost(post, numbers, ReactionLine(copy_, reactions));
    }
    return {};
  }

  // A line for each, before all posts in their order; those that are gone are passed over.
  void ShowPinned(const v1::Thread& thread, const std::vector<Shown>& posts,
                  const std::map<std::string, size_t>& numbers) {
    for (const std::string& pinned : thread.pinned()) {
      for (const Shown& post : posts) {
        if (post.entity.id() != pinned || post.entity.post().heads().empty()) continue;
        Fact("pinned", std::to_string(numbers.at(pinned)) + "  " +
                           Who(copy_, post.entity.author()) + ": " +
                           Clip(TextOf(post.entity.post()), 60));
      }
    }
  }

  std::string MentionLine(const v1::Post& post) {
    std::vector<std::string> names;
    for (const std::string& person : rules::MentionedIn(post)) names.push_back(Who(copy_, person));
    return names.empty() ? "" : "mentions " + Listed(names);
  }

  void ShowPost(const Shown& shown, const std::map<std::string, size_t>& numbers,
                const std::string& reactions) {
    const v1::Post& post = shown.entity.post();
    const auto number = numbers.find(shown.entity.id());
    std::string heading = number == numbers.end() ? "" : std::to_string(number->second) + "  ";
    heading += Who(copy_, shown.entity.author()) + ", " + FromNow(shown.entity.made_ms(), s_.Now());
    if (const auto to = numbers.find(post.reply_to()); to != numbers.end()) {
      heading += ", to " + std::to_string(to->second);
    }
    if (!post.from_submission().empty()) heading += ", from the own report";
    if (shown.pending) heading += " (will be sent)";
    s_.out().Print("");
    s_.out().Heading(heading);
    s_.out().Print(Wrap(TextOrWhyNone(post), kTextWidth, "   "));
    for (const std::string& line : {MentionLine(post), reactions}) {
      if (!line.empty()) s_.out().Print(Wrap(line, kTextWidth, "   "));
    }
  }

  Status Show(const v1::Flag& flag) {
    Title("A flag: " + Word(flag.cause()) + ", " + Word(flag.state()));
    Fact("in thread", copy_.ThreadTitle(flag.thread_id()));
    for (const v1::FlagStep& step : flag.history()) {
      NextTitle(Word(step.to()) + ", " + Who(copy_, step.by()) + ", " +
                FromNow(step.at_ms(), s_.Now()));
      if (!step.note().empty()) s_.out().Print(Wrap(step.note(), kTextWidth, "   "));
    }
    const Result<Shown> post = copy_.Get(IdIn(flag.post_id()));
    if (post.ok() && post->entity.has_post()) ShowPost(*post, {}, "");
    return {};
  }

  Status Show(const v1::Post& post) {
    ASSIGN_OR_RETURN(std::vector<Shown> reactions, ReactionsTo(copy_, id()));
    document_["reactions"] = Json::array();
    for (const Shown& reaction : reactions)
      document_["reactions"].push_back(ToJson(copy_, reaction));
    ShowPost(shown_, {}, ReactionLine(copy_, reactions));
    const Result<Shown> thread = copy_.Get(IdIn(post.thread_id()));
    if (thread.ok()) Fact("in thread", TitleOf(thread->entity.thread()));
    return {};
  }

  Status Show(const v1::Reaction& reaction) {
    const std::string line = ReactionLine(copy_, {shown_});
    Title(line.empty() ? "A reaction that was taken back" : line);
    Fact("to", ShortId(IdIn(reaction.post_id())));
    return {};
  }

  Status Show(const v1::Parked& parked) {
    Title("Not carried out: " + document_["what"].get<std::string>());
    Fact("why", std::string(Explanation(parked.reason())));
    Fact("detail", parked.detail());
    Body(document_["text"].get<std::string>(), "  ");
    s_.out().Print("To let go of it: samstig outbox discard " + ShortId(id()));
    return {};
  }

  Status Show(const v1::Group& g) {
    Title(g.name());
    Fact("in", copy_.CohortName(g.cohort_id()));
    if (g.dissolved()) Fact("state", "dissolved");
    for (const std::string& person : g.person_ids()) s_.out().Print("  " + Who(copy_, person));
    return {};
  }

  Status Show(const v1::Announcement& announcement) {
    if (announcement.taken_down()) {
      Title("An announcement that was taken down");
      return {};
    }
    Title(announcement.title());
    Fact("to", copy_.CohortName(announcement.cohort_id()));
    Fact("from",
         Who(copy_, shown_.entity.author()) + ", " + FromNow(shown_.entity.made_ms(), s_.Now()));
    if (announcement.version() > 1) Fact("version", std::to_string(announcement.version()));
    Body(announcement.text());
    return {};
  }

  Status Show(const v1::Nudge& nudge) {
    Title("A nudge: “" + copy_.AssignmentTitle(nudge.assignment_id()) + "” waits for " +
          Who(copy_, nudge.person_id()));
    Fact("last", When(nudge.last_ms()));
    Fact("times", std::to_string(nudge.count()));
    Body(nudge.text());
    return {};
  }

  Status Show(const v1::DataTerms& terms) {
    Title("Terms, version " + std::to_string(terms.version()));
    Body(copy_.Text(terms.text()));
    return {};
  }

  Status Show(const v1::Erasure& erasure) {
    Title("Somebody was erased");
    Fact("when", When(erasure.done_ms()));
    Fact("deleted", std::to_string(erasure.deleted()));
    Fact("anonymised", std::to_string(erasure.anonymised()));
    Fact("kept with a role", std::to_string(erasure.kept_with_role()));
    return {};
  }

  Status Show(const v1::Disclosure& disclosure) {
    Title("Something of your desk was sent to devices of " + Who(copy_, disclosure.reader_id()));
    Fact("in", copy_.CohortName(disclosure.cohort_id()));
    for (const uint32_t day : disclosure.days()) Fact("on", ToUtcDay(day));
    return {};
  }

  Status Show(const v1::Retention& retention) {
    if (shown_.entity.id() != rules::RetentionId().bytes()) {
      Title("Since when something has been over; how long it is kept is counted from there");
      Fact("since", When(shown_.entity.made_ms()));
      return {};
    }
    Title("How long what is kept");
    for (const v1::RetentionRule& rule : retention.rules()) {
      Fact(Name(rule.class_()), std::to_string(rule.days()) + " days");
    }
    if (retention.rules().empty()) Fact("everything", "kept");
    return {};
  }

  Status Show(const v1::TermsAcceptance& acceptance) {
    Title("Terms accepted by " + copy_.MunicipalityName(acceptance.municipality_id()));
    for (const v1::Acceptance& a : acceptance.acceptances()) {
      Fact("version " + std::to_string(a.version()),
           ToText(a.at_ms()) + ", " + copy_.PersonName(a.by()));
    }
    return {};
  }

  // Each head by itself: none of them was written knowing of the others.
  void ShowHeads(const google::protobuf::RepeatedPtrField<v1::Revision>& heads) {
    for (const v1::Revision& head : heads) {
      if (heads.size() > 1) NextTitle("Written " + When(head.claimed_ms()));
      Body(head.text());
      for (const v1::Attachment& file : head.attachments()) Fact("file", file.name());
    }
  }

  Status Show(const v1::Tool& tool) {
    Title(tool.title());
    if (!tool.assignment_id().empty())
      Fact("found in", copy_.AssignmentTitle(tool.assignment_id()));
    if (tool.dropped()) Fact("state", "put away");
    ShowHeads(tool.heads());
    return {};
  }

  Status Show(const v1::Team& team) {
    Title(team.name());
    Fact("people", std::to_string(team.size()));
    if (team.dropped()) Fact("state", "put away");
    ShowHeads(team.heads());
    return {};
  }

  // What has no page yet, and what a newer version makes.
  template <typename Body>
  Status Show(const Body&) {
    s_.out().Print("There is nothing to show of this; samstig read --json has what is known.");
    return {};
  }

  Session& s_;
  Copy& copy_;
  const Shown& shown_;
  Json document_;
  std::vector<Id> listing_;
  base::TimeMs read_to_ = 0;  // The newest post that was shown.
};

struct ReadOptions {
  std::string thing;
};

Result<Exit> Read(Session& s, const ReadOptions& options) {
  ASSIGN_OR_RETURN(Copy * copy, s.Open());
  ASSIGN_OR_RETURN(Id id, s.Find(options.thing, "thing", Everything));
  ASSIGN_OR_RETURN(Shown shown, copy->Get(id));
  return Reader(s, *copy, shown).Read();
}

}  // namespace

void AddReadVerb(CLI::App& app, Verbs& verbs) {
  auto options = std::make_shared<ReadOptions>();
  CLI::App* read =
      app.add_subcommand("read", "Read one thing: an assignment, a report, a thread, ...")
          ->group(group::kAll);
  read->add_option("THING", options->thing,
                   "Its number in the last list, its code, or a part of its id")
      ->required();
  verbs.On(read, [options](Session& s) { return Read(s, *options); });
}

}  // namespace samstig::cli
