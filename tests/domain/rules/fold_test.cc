// SPDX-License-Identifier: Apache-2.0
// What holds for every intent there is, and for every one that will be added.
#include "domain/rules/fold.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "domain/rules/keys.h"
#include "tests/support/proto_matchers.h"
#include "tests/support/seeded_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/talk_story.h"

namespace samstig::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using test::APost;
using test::As;
using test::EqualsProto;
using test::HasReason;
using test::IdNamed;
using test::IsOk;
using test::IsOkAndHolds;
using test::MutationOf;
using test::SeededRandom;

std::vector<const FieldDescriptor*> AllIntents() {
  const auto* oneof = v1::Mutation::descriptor()->FindOneofByName("intent");
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < oneof->field_count(); ++i) fields.push_back(oneof->field(i));
  return fields;
}

// A mutation with this intent set and, when `id` is given, its field 1.
v1::Mutation Blank(const FieldDescriptor* intent, const std::string& id) {
  v1::Mutation mutation;
  Message* message = mutation.GetReflection()->MutableMessage(&mutation, intent);
  const FieldDescriptor* field = message->GetDescriptor()->FindFieldByNumber(1);
  if (!id.empty()) message->GetReflection()->SetString(message, field, id);
  return mutation;
}

// ---- TargetOf

TEST(TargetOfTest, IsField1OfEveryIntent) {
  EXPECT_FALSE(AllIntents().empty());
  for (const FieldDescriptor* intent : AllIntents()) {
    const FieldDescriptor* id = intent->message_type()->FindFieldByNumber(1);
    ASSERT_NE(id, nullptr) << intent->full_name();
    EXPECT_EQ(id->name(), "id") << intent->full_name();
    EXPECT_EQ(id->type(), FieldDescriptor::TYPE_BYTES) << intent->full_name();
    EXPECT_THAT(TargetOf(Blank(intent, IdNamed("thing").ToBytes())), IsOkAndHolds(IdNamed("thing")))
        << intent->full_name();
  }
}

TEST(TargetOfTest, IsRefusedWhenItIsNoId) {
  for (const FieldDescriptor* intent : AllIntents()) {
    EXPECT_THAT(TargetOf(Blank(intent, "")), HasReason(v1::REASON_MISSING_FIELD));
    EXPECT_THAT(TargetOf(Blank(intent, "short")), HasReason(v1::REASON_BAD_ID));
    EXPECT_THAT(TargetOf(Blank(intent, std::string(16, '\0'))), HasReason(v1::REASON_BAD_ID));
  }
}

TEST(TargetOfTest, OfNoIntentIsUnknown) {
  EXPECT_THAT(TargetOf(v1::Mutation()), HasReason(v1::REASON_UNKNOWN_INTENT));
}

// ---- Fold of a whole mutation

TEST(FoldTest, OfAMutationIsFoldOfItsIntent) {
  const FoldResult whole = Fold(nullptr, MutationOf(test::WritesPost("Hej!")), As("anna"));
  const FoldResult intent = Fold(nullptr, test::WritesPost("Hej!"), As("anna"));
  ASSERT_THAT(whole, IsOk());
  ASSERT_THAT(intent, IsOk());
  EXPECT_THAT(whole->entity, EqualsProto(intent->entity));
}

TEST(FoldTest, OfNoIntentIsUnknown) {
  EXPECT_THAT(Fold(nullptr, v1::Mutation(), As("anna")), HasReason(v1::REASON_UNKNOWN_INTENT));
}

// A newer device's intent: it comes as an unknown field, is not judged, and is not lost on the way.
TEST(FoldTest, OfAnIntentOfANewerVersionIsUnknownAndSurvives) {
  v1::Mutation newer;
  newer.set_number(7);
  const std::string sent = newer.SerializeAsString() + "\xf2\x06\x03new";  // Field 110.
  v1::Mutation read;
  ASSERT_TRUE(read.ParseFromString(sent));
  EXPECT_THAT(Fold(nullptr, read, As("anna")), HasReason(v1::REASON_UNKNOWN_INTENT));
  EXPECT_THAT(TargetOf(read), HasReason(v1::REASON_UNKNOWN_INTENT));
  EXPECT_EQ(read.SerializeAsString(), sent);
}

TEST(FoldTest, OfABlankIntentIsAlwaysRefused) {
  const std::string id = IdNamed("thing").ToBytes();
  for (const FieldDescriptor* intent : AllIntents()) {
    EXPECT_THAT(Fold(nullptr, Blank(intent, id), As("anna")), testing::Not(IsOk()))
        << intent->full_name();
  }
}

// ---- For the files of the kinds

TEST(NewEntityTest, HasIdAuthorAndTime) {
  const auto entity = NewEntity(nullptr, IdNamed("thing").ToBytes(), As("anna", 7));
  ASSERT_THAT(entity, IsOk());
  EXPECT_EQ(entity->id(), IdNamed("thing").bytes());
  EXPECT_EQ(entity->author(), IdNamed("anna").bytes());
  EXPECT_EQ(entity->made_ms(), 7);
  EXPECT_EQ(entity->body_case(), v1::Entity::BODY_NOT_SET);
}

TEST(NewEntityTest, WantsAFreeIdThatIsOne) {
  const v1::Entity post = APost();
  EXPECT_THAT(NewEntity(&post, post.id(), As("anna")), HasReason(v1::REASON_ALREADY_EXISTS));
  EXPECT_THAT(NewEntity(nullptr, "", As("anna")), HasReason(v1::REASON_MISSING_FIELD));
  EXPECT_THAT(NewEntity(nullptr, "short", As("anna")), HasReason(v1::REASON_BAD_ID));
}

TEST(ExistingTest, IsACopyOfTheRightKind) {
  const v1::Entity post = APost();
  EXPECT_THAT(Existing(&post, v1::Entity::kPost, "post"), IsOkAndHolds(EqualsProto(post)));
  EXPECT_THAT(Existing(&post, v1::Entity::kThread, "thread"), HasReason(v1::REASON_NOT_FOUND));
  EXPECT_THAT(Existing(nullptr, v1::Entity::kPost, "post"), HasReason(v1::REASON_NOT_FOUND));
}

TEST(NewOrExistingTest, IsEither) {
  const v1::Entity post = APost();
  EXPECT_THAT(NewOrExisting(&post, v1::Entity::kPost, post.id(), As("bo")),
              IsOkAndHolds(EqualsProto(post)));
  EXPECT_THAT(NewOrExisting(nullptr, v1::Entity::kPost, post.id(), As("bo")), IsOk());
  EXPECT_THAT(NewOrExisting(&post, v1::Entity::kDraft, post.id(), As("bo")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

// ---- Whatever is sent

// Chance in messages: real ids and texts beside odd ones, so that many get far into the rules.
class Chaos {
 public:
  explicit Chaos(SeededRandom& random) : random_(random) {}

  // Sets each field anew with a chance of `percent`.
  void Touch(Message& message, unsigned percent, int depth = 0) {
    const Reflection& reflection = *message.GetReflection();
    for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* field = message.GetDescriptor()->field(i);
      if (field->real_containing_oneof() != nullptr && !random_.Chance(30)) continue;
      if (field->is_map() || !random_.Chance(percent)) continue;
      const size_t count = field->is_repeated() ? random_.Below(3) : 1;
      for (size_t n = 0; n < count; ++n) TouchField(message, reflection, field, percent, depth);
    }
    if (auto* text = dynamic_cast<v1::LocalText*>(&message)) {
      (*text->mutable_by_language())[random_.Chance(95) ? "sv" : "?"] = Text();
    }
  }

 private:
  void TouchField(Message& message, const Reflection& reflection, const FieldDescriptor* field,
                  unsigned percent, int depth) {
    const bool many = field->is_repeated();
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        const bool bytes = field->type() == FieldDescriptor::TYPE_BYTES;
        const std::string value = bytes ? Bytes() : Text();
        many ? reflection.AddString(&message, field, value)
             : reflection.SetString(&message, field, value);
        break;
      }
      case FieldDescriptor::CPPTYPE_MESSAGE:
        if (depth < 5) {
          Touch(many ? *reflection.AddMessage(&message, field)
                     : *reflection.MutableMessage(&message, field),
                percent, depth + 1);
        }
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        TouchEnum(message, reflection, field, static_cast<int>(random_.Below(13)) - 1);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        reflection.SetUInt32(&message, field, static_cast<uint32_t>(random_.Below(700)));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        reflection.SetInt64(&message, field, static_cast<int64_t>(random_.Below(4'000)) - 100);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        reflection.SetBool(&message, field, random_.Chance(50));
        break;
      default:
        break;
    }
  }

  static void TouchEnum(Message& message, const Reflection& reflection,
                        const FieldDescriptor* field, int value) {
    field->is_repeated() ? reflection.AddEnumValue(&message, field, value)
                         : reflection.SetEnumValue(&message, field, value);
  }

  // Few different ids, so that they meet.
  std::string Bytes() {
    static const char* const kNames[] = {"anna", "bo", "1", "2", "3", "post"};
    if (random_.Chance(4)) return std::string(random_.Below(20), 'x');
    return IdNamed(kNames[random_.Below(6)]).ToBytes();
  }

  std::string Text() {
    static const char* const kTexts[] = {"abc",    "EUR", "sv-FI",  "anna@pargas.example",
                                         "FI",     "445", "lyssna", "två\nrader",
                                         "Hej! å", ""};
    return kTexts[random_.Below(10)];
  }

  SeededRandom& random_;
};

// One good intent of each kind, in an order in which most can follow each other.
std::vector<v1::Mutation> GoodIntents() {
  using namespace test;  // NOLINT(google-build-using-namespace): the words of the story
  const v1::Entity seat = ASeatRequest();
  const v1::Entity post = APost();
  std::vector<v1::Mutation> all = {
      MutationOf(RegistersPargas()),
      MutationOf(InvitesPerson("anna")),
      MutationOf(CorrectsPerson("anna", "Anna Berg")),
      MutationOf(GrantsHat(AHat())),
      MutationOf(EndsHat(AHat())),
      MutationOf(PublishesProgramme()),
      MutationOf(PublishesTheme()),
      MutationOf(PlansCohort()),
      MutationOf(MovesCohort(ACohort(), v1::COHORT_STATE_ANNOUNCED)),
      MutationOf(RequestsSeats(2)),
      MutationOf(AnswersSeats(1, "Ja")),
      MutationOf(EnrolsLeader()),
      MutationOf(WithdrawsFrom(AnEnrolment())),
      MutationOf(PostsAssignment()),
      MutationOf(EditsAssignment(AnAssignment())),
      MutationOf(MovesAssignment(AnAssignment(), v1::ASSIGNMENT_STATE_CLOSED)),
      MutationOf(SavesDraft("anna", AReportRevision("1", "Jag"))),
      MutationOf(Submits("Jag")),
      MutationOf(GivesFeedback(v1::VERDICT_COMMENT)),
      MutationOf(NudgesLeader("anna")),
      MutationOf(Announces()),
      MutationOf(EditsAnnouncement(AnAnnouncement(), "Vi ses", "Klockan tio.")),
      MutationOf(TakesDown(AnAnnouncement())),
      MutationOf(StartsThread("Frågor")),
      MutationOf(WritesPost("Hej!")),
      MutationOf(EditsPost(APost(), ARevision("2", "Hå!"), {IdOf(post)})),
      MutationOf(WithdrawsPost(APost())),
      MutationOf(DiscardsParked(AParkedItem(v1::Mutation()))),
      MutationOf(MarksRead("anna", kMonday)),
      MutationOf(Reacts("anna", v1::REACTION_SYMBOL_THANKS)),
      MutationOf(TakesReactionBack("anna", v1::REACTION_SYMBOL_THANKS)),
      MutationOf(InvitesCoaches("home")),
      MutationOf(PinsPost()),
      MutationOf(UnpinsPost()),
      MutationOf(RemovesPost()),
      MutationOf(RestoresPost()),
      MutationOf(SetsLevel("anna", v1::LEVEL_TRACKING)),
      MutationOf(FlagsPost("anna")),
      MutationOf(Dismisses(AFlag())),
      MutationOf(SetsManager("anna", "bo")),
      MutationOf(FormsGroup()),
      MutationOf(ChangesGroup(AGroup({"anna", "bo", "1"}))),
      MutationOf(DissolvesGroup()),
      MutationOf(PublishesTerms()),
      MutationOf(AcceptsTerms(1)),
      MutationOf(SavesTool(ARevision("1", "Tyst"), {"2"})),
      MutationOf(DropsTool()),
      MutationOf(SavesTeam(ARevision("1", "Trötta"), {"2"})),
      MutationOf(DropsTeam()),
      MutationOf(EditsCohort(ACohort())),
      MutationOf(Transfers(AnEnrolment(), IdNamed("bo"))),
      MutationOf(Replaces(AnEnrolment("bo"), "arne")),
      MutationOf(CorrectsEmail("anna", "anna@raseborg.example")),
      MutationOf(SetsNotices("anna", v1::MAIL_RHYTHM_WEEKLY)),
      MutationOf(SetsRetention(v1::RETENTION_CLASS_TALK, 730)),
  };
  return all;
}

// What the rules promise of one fold.
void ExpectPureAndSound(const v1::Entity* before, const v1::Mutation& mutation, const Maker& maker,
                        const FoldResult& first) {
  const v1::Entity was = before ? *before : v1::Entity();
  const FoldResult second = Fold(before, mutation, maker);
  if (before) {
    ASSERT_THAT(*before, EqualsProto(was)) << "it changed what it was given";
  }
  ASSERT_EQ(first.ok(), second.ok());
  if (!first.ok()) {
    ASSERT_EQ(first.status().reason(), second.status().reason());
    ASSERT_FALSE(first.status().detail().empty());
    return;
  }
  ASSERT_THAT(first->entity, EqualsProto(second->entity));
  ASSERT_THAT(base::Id::Parse(first->entity.id(), "id"), IsOk());
  ASSERT_THAT(base::Id::Parse(first->entity.author(), "author"), IsOk());
  ASSERT_NE(first->entity.body_case(), v1::Entity::BODY_NOT_SET);
  if (before) {
    ASSERT_EQ(first->entity.id(), was.id());
    ASSERT_EQ(first->entity.author(), was.author());
    ASSERT_EQ(first->entity.made_ms(), was.made_ms());
    ASSERT_EQ(first->entity.body_case(), was.body_case());
  }
  v1::Entity read;
  ASSERT_TRUE(read.ParseFromString(first->entity.SerializeAsString()));
  ASSERT_EQ(KeysOf(read), KeysOf(first->entity));
}

TEST(FoldPropertyTest, IsPureAndMakesOnlyEntitiesThatCanBeKept) {
  SeededRandom random(test::SeedOr(21));
  SCOPED_TRACE(random.Story());
  Chaos chaos(random);
  const std::vector<v1::Mutation> good = GoodIntents();
  ASSERT_EQ(good.size(), AllIntents().size());
  const v1::Entity parked = test::AParkedItem(v1::Mutation());
  v1::Entity home = test::AThread().WithId(IdNamed("home"));
  home.mutable_thread()->set_municipality_id(IdNamed("1").ToBytes());
  std::map<std::string, v1::Entity> world;
  std::map<int, int> taken;
  for (int i = 0; i < 20'000; ++i) {
    world.emplace(parked.id(), parked);
    world.emplace(home.id(), home);
    v1::Mutation mutation = good[random.Below(good.size())];
    const FieldDescriptor* intent =
        v1::Mutation::descriptor()->FindFieldByNumber(static_cast<int>(mutation.intent_case()));
    chaos.Touch(*mutation.GetReflection()->MutableMessage(&mutation, intent),
                random.Chance(60) ? 3 : 80);
    const base::Result<base::Id> target = TargetOf(mutation);
    // So that things are made again.
    if (target.ok() && random.Chance(10)) world.erase(target->ToBytes());
    auto at = target.ok() ? world.find(target->ToBytes()) : world.end();
    if (!world.empty() && random.Chance(10)) {
      at = std::next(world.begin(), static_cast<long>(random.Below(world.size())));
    }
    const v1::Entity* before = at == world.end() ? nullptr : &at->second;
    const Maker maker = As(random.Chance(90) ? "anna" : "bo");

    const FoldResult folded = Fold(before, mutation, maker);
    ASSERT_NO_FATAL_FAILURE(ExpectPureAndSound(before, mutation, maker, folded))
        << mutation.ShortDebugString();
    if (!folded.ok()) continue;
    ++taken[static_cast<int>(mutation.intent_case())];
    world[folded->entity.id()] = folded->entity;
    if (folded->gone) world.erase(folded->entity.id());
  }
  // Else the loop has proved nothing about some of them.
  for (const v1::Mutation& mutation : good) {
    EXPECT_GT(taken[static_cast<int>(mutation.intent_case())], 0) << mutation.ShortDebugString();
  }
}

}  // namespace
}  // namespace samstig::rules
