// SPDX-License-Identifier: Apache-2.0
#include "server/notify/stop_link.h"

#include <gmock/gmock.h>

#include "domain/rules/names.h"
#include "server/decide/notices.h"
#include "tests/server/village/village.h"
#include "tests/support/status_matchers.h"

namespace samstig::test {
namespace {

using server::StopLink;
using server::StopLinks;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class StopLinkTest : public testing::Test {
 protected:
  static StopLink AnnasLink(v1::NoticeKind kind = v1::NOTICE_KIND_UNSPECIFIED) {
    return {"village", IdNamed("anna"), kind, "sv-FI"};
  }
  // Path and query, as they come in a request.
  std::string TargetOf(const StopLink& link) {
    return links.UrlOf(link).substr(std::string("https://byn.example").size());
  }
  base::Status Stop(const StopLink& link) {
    const auto txn = Must(village.store().Begin());
    RETURN_IF_ERROR(server::StopMails(*txn, link, village.clock.Now()));
    return txn->Commit();
  }
  v1::NoticeSettings AnnasSettings() {
    return village.Stored(rules::NoticeSettingsId(IdNamed("anna"))).notice_settings();
  }

  Village village;
  StopLinks links{server::Secret("a secret"), "https://byn.example"};
};

TEST_F(StopLinkTest, IsReadAsItWasMade) {
  const std::string url = links.UrlOf(AnnasLink(v1::NOTICE_KIND_POST));
  EXPECT_THAT(url, StartsWith("https://byn.example/notices/stop?n=village&p="));
  const auto read = links.Read(TargetOf(AnnasLink(v1::NOTICE_KIND_POST)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->network, "village");
  EXPECT_EQ(read->person, IdNamed("anna"));
  EXPECT_EQ(read->kind, v1::NOTICE_KIND_POST);
  EXPECT_EQ(read->language, "sv");
}

TEST_F(StopLinkTest, IsNoneWhenAnythingInItIsChanged) {
  const std::string good = TargetOf(AnnasLink());
  const StopLink bo{"village", IdNamed("bo"), v1::NOTICE_KIND_UNSPECIFIED, "sv"};
  const std::string bos_proof = TargetOf(bo).substr(TargetOf(bo).find("&t="));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"n=village", "n=another"},
           {IdNamed("anna").ToText(), IdNamed("bo").ToText()},
           {IdNamed("anna").ToText(), "nobody"},
           {"&k=0", "&k=1"},
           {"&k=0", "&k=00"},
           {"&k=0", ""},
           {"/notices/stop", "/notices/halt"},
           {good.substr(good.find("&t=")), bos_proof},
           {good.substr(good.find("&t=")), ""},
           {good.substr(good.find("&t=")), "&t="}}) {
    std::string changed = good;
    ASSERT_NE(changed.find(from), std::string::npos) << from;
    changed.replace(changed.find(from), from.size(), to);
    EXPECT_FALSE(links.Read(changed)) << changed;
  }
  EXPECT_TRUE(links.Read(good));
  EXPECT_FALSE(links.Read(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(links.Read(""));
  EXPECT_FALSE(links.Read("/notices/stop"));
  EXPECT_FALSE(links.Read("/notices/stop?&&&=&p"));
  const StopLinks another(server::Secret("another secret"), "https://byn.example");
  EXPECT_FALSE(another.Read(good));
}

TEST_F(StopLinkTest, EndsAllMailsAndDoesSoOnce) {
  ASSERT_THAT(Stop(AnnasLink()), IsOk());
  EXPECT_EQ(AnnasSettings().rhythm(), v1::MAIL_RHYTHM_NEVER);
  EXPECT_TRUE(village.IsReadBy("anna", rules::NoticeSettingsId(IdNamed("anna"))));
  EXPECT_FALSE(village.IsReadBy("carin coach", rules::NoticeSettingsId(IdNamed("anna"))));
  const uint64_t seq = village.LastSeq();
  ASSERT_THAT(Stop(AnnasLink()), IsOk());
  ASSERT_THAT(Stop(AnnasLink(v1::NOTICE_KIND_POST)), IsOk()) << "there are none of these either";
  EXPECT_EQ(village.LastSeq(), seq);
}

TEST_F(StopLinkTest, EndsOneKindAndLeavesTheRestAsItWas) {
  v1::SetNotices wishes = SetsNotices("anna", v1::MAIL_RHYTHM_WEEKLY);
  wishes.mutable_settings()->add_off(v1::NOTICE_KIND_MENTION);
  wishes.mutable_settings()->add_off(v1::NOTICE_KIND_FLAG);
  ASSERT_THAT(village.Does("anna", wishes), WasApplied());
  ASSERT_THAT(Stop(AnnasLink(v1::NOTICE_KIND_POST)), IsOk());
  EXPECT_EQ(AnnasSettings().rhythm(), v1::MAIL_RHYTHM_WEEKLY);
  EXPECT_THAT(AnnasSettings().off(),
              ElementsAre(v1::NOTICE_KIND_MENTION, v1::NOTICE_KIND_POST, v1::NOTICE_KIND_FLAG));
}

// ---- The intent itself, as the server judges it

TEST_F(StopLinkTest, OnlyThePersonSetsThePersonsWishes) {
  EXPECT_THAT(village.Does("bo", SetsNotices("anna", v1::MAIL_RHYTHM_NEVER)),
              WasParked(v1::REASON_BAD_ID));
  EXPECT_THAT(village.Does("olle organiser", SetsNotices("anna", v1::MAIL_RHYTHM_NEVER)),
              WasParked(v1::REASON_BAD_ID));
  for (const char* person : {"anna", "otto", "carin coach", "maria admin", "olle organiser"}) {
    EXPECT_THAT(village.Does(person, SetsNotices(person, v1::MAIL_RHYTHM_SOON)), WasApplied())
        << person;
  }
}

TEST_F(StopLinkTest, WhoWantsMailAgainStartsFromThere) {
  const auto mark = [&] {
    const auto snapshot = Must(village.store().Read());
    return *Must(snapshot->NoticeMarkOf(IdNamed("anna")));
  };
  const server::NoticeMark at_first = mark();
  ASSERT_THAT(village.Does("anna", SetsNotices("anna", v1::MAIL_RHYTHM_WEEKLY)), WasApplied());
  EXPECT_EQ(mark().told_seq, at_first.told_seq) << "what was to be told still is";
  server::NoticeMark never = mark();
  never.due = server::kNeverDue;
  {
    const auto txn = Must(village.store().Begin());
    ASSERT_THAT(txn->PutNoticeMark(never), IsOk());
    ASSERT_THAT(txn->Commit(), IsOk());
  }
  ASSERT_THAT(village.Does("anna", SetsNotices("anna", v1::MAIL_RHYTHM_DAILY)), WasApplied());
  EXPECT_GT(mark().told_seq, at_first.told_seq);
  EXPECT_EQ(mark().due, 0);
}

}  // namespace
}  // namespace samstig::test
