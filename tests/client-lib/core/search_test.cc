// SPDX-License-Identifier: Apache-2.0
// Finding words in the copy and in what waits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "client-lib/core/search_text.h"
#include "tests/client-lib/core/sync_core_fixture.h"
#include "tests/support/temp_dir.h"

namespace samstig::test {
namespace {

using client::SearchHit;
using client::SearchQuery;
using rules::Scope;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class SearchTest : public SyncCoreTest {
 protected:
  std::vector<SearchHit> Hits(std::string_view words, size_t limit = 50) {
    while (true) {
      const base::Result<bool> more = anna_.core().IndexSome();
      EXPECT_THAT(more, IsOk());
      if (!more.ok() || !*more) break;
    }
    auto hits = anna_.core().FindWords(words, limit);
    EXPECT_THAT(hits, IsOk());
    return hits.ok() ? *hits : std::vector<SearchHit>();
  }

  // The snippets, with [ and ] for the marks; those with pending writes with a trailing "…".
  std::vector<std::string> Finds(std::string_view words, size_t limit = 50) {
    std::vector<std::string> snippets;
    for (const SearchHit& hit : Hits(words, limit)) {
      std::string snippet = hit.snippet;
      for (char& c : snippet) {
        if (c == SearchHit::kMatchBegins) c = '[';
        if (c == SearchHit::kMatchEnds) c = ']';
      }
      snippets.push_back(snippet + (hit.pending ? "…" : ""));
    }
    return snippets;
  }
};

TEST_F(SearchTest, FindsWordsByTheirBeginningsInAnyCase) {
  BoSays("Äldreomsorgen behöver nya händer");
  BoSays("Vi talade om skolan");
  anna_.ComesOnline();
  EXPECT_THAT(Finds("äldre"), ElementsAre("[Äldreomsorgen] behöver nya händer"));
  EXPECT_THAT(Finds("ÄLDREOMSORGEN"), SizeIs(1));
  EXPECT_THAT(Finds("hän nya"), ElementsAre("Äldreomsorgen behöver [nya] [händer]"));
  EXPECT_THAT(Finds("omsorgen"), IsEmpty()) << "the middle of a word";
  EXPECT_THAT(Finds("skolan nya"), IsEmpty()) << "all the words";
}

TEST_F(SearchTest, TellsTheLettersOfSwedishApart) {
  for (const char* word : {"mål", "mal", "möte", "mote", "hälsa", "halsa"}) BoSays(word);
  anna_.ComesOnline();
  EXPECT_THAT(Finds("mål"), ElementsAre("[mål]"));
  EXPECT_THAT(Finds("mal"), ElementsAre("[mal]"));
  EXPECT_THAT(Finds("MÖTE"), ElementsAre("[möte]"));
  EXPECT_THAT(Finds("hälsa"), ElementsAre("[hälsa]"));
}

TEST_F(SearchTest, FindsAllKindsOfTexts) {
  v1::Attachment file;
  file.set_name("Budgetbilaga.pdf");
  v1::Entity post = APost("Här är den").By("bo");
  *post.mutable_post()->mutable_heads(0)->add_attachments() = file;
  v1::Entity assignment = AnAssignment("assignment");
  (*assignment.mutable_assignment()->mutable_brief()->mutable_by_language())["fi"] = "Rohkeus";
  (*assignment.mutable_assignment()->mutable_title()->mutable_by_language())["sv"] = "Modet";
  v1::Entity feedback;
  feedback.set_id(IdNamed("feedback").ToBytes());
  feedback.set_author(IdNamed("carin").ToBytes());
  feedback.mutable_feedback()->set_text("Klokt gjort");
  v1::Entity submission;
  submission.set_id(IdNamed("submission").ToBytes());
  submission.set_author(IdNamed("anna").ToBytes());
  submission.mutable_submission()->mutable_report()->set_next_step("Fråga fullmäktige");
  v1::Entity nudge;
  nudge.set_id(IdNamed("nudge").ToBytes());
  nudge.set_author(IdNamed("carin").ToBytes());
  nudge.mutable_nudge()->set_text("Påminnelse");
  const v1::Entity announcement = AnAnnouncement("Stadshuset");
  for (const v1::Entity& entity : {post, assignment, feedback, submission, nudge, announcement}) {
    server_.Has(entity, {kCohort});
  }
  v1::Entity thread = AThread();
  thread.set_id(IdNamed("other thread").ToBytes());
  thread.mutable_thread()->set_title("Kafferummet");
  server_.Has(thread, {kCohort});
  anna_.Writes(SavesDraft("anna", AReportRevision("first", "Försökte lyssna")));
  anna_.ComesOnline();
  for (const char* word : {"budgetbil", "rohkeus", "modet", "klokt", "fullmäktige", "kaffer",
                           "försökte", "stadshuset", "klockan nio", "påminn"}) {
    EXPECT_THAT(Finds(word), SizeIs(1)) << word;
  }
}

TEST_F(SearchTest, PendingWritesAreFoundAsTheyAreShown) {
  anna_.ComesOnline();
  anna_.link.down = true;
  anna_.Wait(base::kSecondMs);
  const v1::WritePost post = Says("Första orden");
  anna_.Writes(post);
  EXPECT_THAT(Finds("första"), ElementsAre("[Första] orden…"));
  const base::Id id = base::Id::FromBytes(post.id());
  anna_.Writes(EditsPost((*anna_.core().Get(id)).entity, ARevision("second", "Andra orden"), {id}));
  EXPECT_THAT(Finds("första"), IsEmpty());
  EXPECT_THAT(Finds("andra"), ElementsAre("[Andra] orden…"));
  anna_.Restarts();
  EXPECT_THAT(Finds("andra"), ElementsAre("[Andra] orden…"));
  anna_.link.down = false;
  anna_.ComesOnline();
  EXPECT_THAT(Finds("andra"), ElementsAre("[Andra] orden")) << "and once, when it is confirmed";
  anna_.Writes(WithdrawsPost((*anna_.core().Get(id)).entity));
  EXPECT_THAT(Finds("andra"), IsEmpty());
  anna_.Settle();
  EXPECT_THAT(Finds("andra"), IsEmpty());
}

TEST_F(SearchTest, AnothersEditUnderAPendingWriteIsSeen) {
  const v1::WritePost post = Says("Gemensamt");
  anna_.Writes(post);
  anna_.ComesOnline();
  const base::Id id = base::Id::FromBytes(post.id());
  const v1::Entity before = (*anna_.core().Get(id)).entity;
  // Anna's tablet edits; then her phone, which has not heard of it and does not push.
  anna_.link.lose_requests = 1'000;
  anna_.Writes(EditsPost(before, ARevision("phone", "Telefonens"), {id}));
  EXPECT_THAT(Finds("telefonens"), SizeIs(1));
  server_.Applies(IdNamed("anna"),
                  MutationOf(EditsPost(before, ARevision("tablet", "Plattans"), {id})));
  anna_.Settle();
  EXPECT_THAT(Finds("plattans telefonens"), SizeIs(1));
}

TEST_F(SearchTest, NothingTypedIsTakenForSyntax) {
  BoSays("Hej NEAR och AND");
  anna_.ComesOnline();
  for (const char* typed : {"",          " ",        "\"",       "\"\"",   "*",    "AND",
                            "NEAR(",     "hej OR",   "text:hej", "-hej",   "hej*", "(hej",
                            "^hej",      "hej +",    "''",       "{a b}:", "\\",   "…",
                            "hej \"och", "\xff\xfe", "a:b:c",    "- - -"}) {
    (void)Finds(typed);  // No error: Finds checks that.
  }
  EXPECT_THAT(Finds("near"), SizeIs(1));
  EXPECT_THAT(Finds("hej \"och\""), SizeIs(1));
  EXPECT_THAT(Finds("*hej*"), SizeIs(1));
  EXPECT_THAT(Finds("hej -"), SizeIs(1));
  EXPECT_THAT(Finds("hej …"), SizeIs(1));
  EXPECT_THAT(Finds(std::string("hej\0och", 7)), SizeIs(1));
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "hej ";
  EXPECT_THAT(Finds(many), SizeIs(1));
}

TEST(SearchQueryTest, QuotesEachWord) {
  EXPECT_EQ(SearchQuery("mod och  mål"), "\"mod\"* \"och\"* \"mål\"*");
  EXPECT_EQ(SearchQuery("a\"b"), "\"a\"* \"b\"*");
  EXPECT_EQ(SearchQuery(" - ! "), "");
  EXPECT_EQ(SearchQuery("\xff"), "");
}

TEST_F(SearchTest, GivesNoMoreThanAskedFor) {
  for (int i = 0; i < 5; ++i) BoSays("mod " + std::to_string(i));
  anna_.Writes(Says("mod, mitt eget"));
  anna_.ComesOnline();
  EXPECT_THAT(Finds("mod", 3), SizeIs(3));
  EXPECT_THAT(Finds("mod", 0), IsEmpty());
  EXPECT_THAT(Finds("mod"), SizeIs(6));
}

TEST_F(SearchTest, ChangedAndRemovedTextsAreNotFoundBeforeTheyAreIndexedAnew) {
  server_.Has(APost("Gammalt").By("bo"), {kCohort});
  anna_.ComesOnline();
  EXPECT_THAT(Finds("gammalt"), SizeIs(1));
  server_.Has(APost("Nytt").By("bo"), {kCohort});
  anna_.Settle();
  EXPECT_THAT(anna_.core().FindWords("gammalt", 10), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(Finds("nytt"), SizeIs(1));
  server_.Has(APost("Nytt").By("bo"), {Scope::Organisers()});
  anna_.Settle();
  EXPECT_THAT(anna_.core().FindWords("nytt", 10), IsOkAndHolds(IsEmpty()));
}

TEST_F(SearchTest, ManyAreIndexedInSteps) {
  ServerHasPosts(1'200);
  anna_.ComesOnline();
  int steps = 0;
  while (*anna_.core().IndexSome()) ++steps;
  EXPECT_GE(steps, 2);
  EXPECT_THAT(Finds("post", 2'000), SizeIs(1'200));
  anna_.Crashes();
  EXPECT_THAT(Finds("post", 2'000), SizeIs(1'200));
}

// The words of a lost scope, indexed or not, are in none of the file's bytes; one's own stay.
TEST_F(SearchTest, ALostScopeLeavesTheIndexToo) {
  const Scope kept = Scope::OfCohort(IdNamed("kept cohort"));
  server_.Grants(IdNamed("anna"), kept);
  const auto fill = [&](const std::string& round) {
    for (int i = 0; i < 600; ++i) {
      const std::string name = "post " + round + std::to_string(i);
      const bool secret = i % 2 == 0;
      // Words that share no beginning with any other, since FTS5 writes what is shared once.
      const std::string word =
          std::string(1, static_cast<char>('a' + i % 26)) + (secret ? "hemligt" : "vardagligt");
      server_.Has(APost(word + " " + round).Named(name).By("bo"), {secret ? kCohort : kept});
    }
  };
  fill("first");
  anna_.ComesOnline();
  (void)Finds("first");
  fill("second");
  anna_.Writes(Says("mitteget"));
  anna_.Settle();
  (void)Finds("second");
  fill("third");  // Noted and not indexed.
  anna_.Settle();
  server_.Revokes(IdNamed("anna"), kCohort);
  anna_.Settle();
  for (const char* file : {"", "-wal"}) {
    EXPECT_EQ(ReadFile(anna_.path() + file).find("hemligt"), std::string::npos) << file;
  }
  EXPECT_NE(ReadFile(anna_.path()).find("vardagligt"), std::string::npos);
  EXPECT_THAT(Finds("ahemligt"), IsEmpty());
  EXPECT_THAT(Finds("mitteget"), SizeIs(1));
  EXPECT_THAT(Finds("bvardagligt", 1'000), testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace samstig::test
