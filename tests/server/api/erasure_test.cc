// SPDX-License-Identifier: Apache-2.0
// Erasing people through real gRPC, over two networks of one server, down to the bytes on disk.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "samstig/v1/admin_service.grpc.pb.h"
#include "samstig/v1/sync_service.grpc.pb.h"
#include "server/decide/bootstrap.h"
#include "server/decide/decide.h"
#include "server/decide/ends.h"
#include "tests/server/api/served.h"
#include "tests/support/status_matchers.h"
#include "tests/support/story.h"

namespace samstig::server {
namespace {

using grpc::StatusCode;
using test::IdNamed;
using test::IsOk;
using test::Must;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using Admin = v1::AdminService::Stub;
using Stub = v1::AccountService::Stub;

constexpr char kOlle[] = "olle@example.org";
constexpr char kUlla[] = "ulla@example.org";

// Anna and Ulla are organisers of both networks; Olle is of "stigen" alone.
class ErasureTest : public Served {
 protected:
  ErasureTest() : ErasureTest(0) {}
  explicit ErasureTest(base::TimeMs backup_term)
      : Served(backup_term), other_(Must(networks_.Create("annat", "Ett annat"))) {
    Organises(*other_, "ulla", kUlla);
    Invites(*other_, "ulla", "anna there", kAnna, "Anna Andersson");
    Invites(*network_, "anna", "ulla here", kUlla, "Ulla");
    Invites(*network_, "anna", "olle", kOlle, "Olle");
  }

  void Organises(Network& network, const std::string& name, const std::string& email) {
    ASSERT_THAT(network.WriteNow([&](Transaction& txn) {
      return CreateOrganiser(txn, IdNamed(name), name, email, "sv", clock_.Now());
    }),
                IsOk());
  }
  static Status Does(Network& network, const test::FakeClock& clock, const std::string& person,
                     const google::protobuf::Message& intent) {
    return network.WriteNow([&](Transaction& txn) {
      return Decide(txn, {IdNamed(person), {}}, test::MutationOf(intent), clock.Now()).status();
    });
  }
  void Invites(Network& network, const std::string& by, const std::string& name,
               const std::string& email, const std::string& called) {
    v1::InvitePerson intent = test::InvitesPerson(name);
    intent.set_email(email);
    intent.mutable_person()->set_name(called);
    *intent.mutable_hat() = v1::Entity(test::AHat(name).Organiser()).membership();
    ASSERT_THAT(Does(network, clock_, by, intent), IsOk());
  }

  static v1::ErasureChoices Deleting() {
    v1::ErasureChoices choices;
    choices.set_posts(v1::ERASURE_CHOICE_DELETE);
    choices.set_work(v1::ERASURE_CHOICE_DELETE);
    return choices;
  }
  static v1::EraseRequest From(std::initializer_list<const char*> networks) {
    v1::EraseRequest request;
    for (const char* network : networks) {
      v1::NetworkErasure& asked = *request.add_networks();
      asked.set_network(network);
      *asked.mutable_choices() = Deleting();
    }
    return request;
  }
  // With a code that was sent to the address for it.
  Answer Erases(v1::EraseRequest request, const std::string& token,
                const std::string& email = kAnna) {
    EXPECT_THAT(AsksForCode(email), Succeeded());
    request.set_code(mailer_.LastCode());
    return Tries(request, token);
  }
  Answer Tries(const v1::EraseRequest& request, const std::string& token) {
    erased_.Clear();
    return Call(*accounts_, &Stub::Erase, request, &erased_, token);
  }
  Answer Previews(const std::string& token) {
    preview_.Clear();
    return Call(*accounts_, &Stub::PreviewErasure, {}, &preview_, token);
  }
  Answer OperatorErases(const std::string& network, const std::string& email,
                        const std::string& token) {
    v1::ErasePersonRequest request;
    request.set_network(network);
    request.set_email(email);
    *request.mutable_choices() = Deleting();
    return Call(*admin_, &Admin::ErasePerson, request, &by_operator_, token);
  }

  bool IsThere(Network& network, const std::string& person) {
    bool there = false;
    EXPECT_THAT(network.ReadNow([&](Snapshot& snapshot) -> Status {
      ASSIGN_OR_RETURN(const std::optional<std::string> bytes, snapshot.Get(IdNamed(person)));
      v1::Entity entity;
      there = bytes && entity.ParseFromString(*bytes) &&
              entity.person().trace() == v1::PERSON_TRACE_UNSPECIFIED;
      return {};
    }),
                IsOk());
    return there;
  }
  void ExpectNothingDone() {
    EXPECT_TRUE(IsThere(*networks_.Find("stigen"), "anna"));
    EXPECT_TRUE(IsThere(*networks_.Find("annat"), "anna there"));
  }
  // Of a network, and what the book says of it.
  std::string BytesOf(const std::string& network) {
    std::string bytes;
    for (const std::string& file : {network + ".db", network + ".db-wal", "erasures/" + network}) {
      if (std::filesystem::exists(dir_.File(file))) bytes += test::ReadFile(dir_.File(file));
    }
    return bytes;
  }
  std::string BacksUp(const std::string& network) {
    v1::BackUpNetworkRequest request;
    request.set_network(network);
    v1::BackUpNetworkResponse response;
    EXPECT_THAT(Call(*admin_, &Admin::BackUpNetwork, request, &response, operator_token_),
                Succeeded());
    return response.backup().name();
  }
  void Restores(const std::string& network, const std::string& backup) {
    v1::RestoreNetworkRequest request;
    request.set_network(network);
    request.set_backup(backup);
    v1::RestoreNetworkResponse response;
    ASSERT_THAT(Call(*admin_, &Admin::RestoreNetwork, request, &response, operator_token_),
                Succeeded());
  }

  Network* const other_;
  const std::unique_ptr<Admin> admin_ = v1::AdminService::NewStub(channel_);
  v1::PreviewErasureResponse preview_;
  v1::EraseResponse erased_;
  v1::ErasePersonResponse by_operator_;
};

TEST_F(ErasureTest, ThePreviewTellsEachNetworkThatKnowsTheAddressAndNoOther) {
  EXPECT_THAT(networks_.Create("tredje", "Det tredje"), IsOk());
  BacksUp("annat");
  const Device phone = SignsIn();
  ASSERT_THAT(Previews(phone.token), Succeeded());
  ASSERT_THAT(preview_.networks(), SizeIs(2));
  EXPECT_EQ(preview_.networks(0).network(), "annat");
  EXPECT_EQ(preview_.networks(0).name(), "Ett annat");
  EXPECT_EQ(preview_.networks(0).backups(), 1u);
  EXPECT_EQ(preview_.networks(0).backups_until_ms(), 0);
  EXPECT_EQ(preview_.networks(1).network(), "stigen");
  EXPECT_FALSE(preview_.networks(1).last_organiser());
  ExpectNothingDone();
}

TEST_F(ErasureTest, SomebodyIsErasedFromAllNetworksAtOnceAndSignedOut) {
  const Device phone = SignsIn();
  const Device tablet = SignsIn();
  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + tablet.token);
  v1::PullRequest follows;
  follows.set_version_min(1);
  follows.set_version_max(1);
  follows.set_follow(true);
  const auto sync = v1::SyncService::NewStub(channel_);
  const auto stream = sync->Pull(&context, follows);
  v1::PullResponse message;
  ASSERT_TRUE(stream->Read(&message));
  ASSERT_THAT(Erases(From({"stigen", "annat"}), phone.token), Succeeded());
  ASSERT_THAT(erased_.networks(), SizeIs(2));
  EXPECT_EQ(erased_.networks(0).network(), "annat");
  EXPECT_EQ(erased_.networks(1).network(), "stigen");
  EXPECT_EQ(erased_.networks(1).erasure().done_ms(), clock_.Now());
  EXPECT_FALSE(IsThere(*network_, "anna"));
  EXPECT_FALSE(IsThere(*other_, "anna there"));
  EXPECT_TRUE(IsThere(*network_, "olle"));
  while (stream->Read(&message)) {
  }
  EXPECT_THAT(Answer(stream->Finish()),
              Refused(v1::REASON_DEVICE_REVOKED, StatusCode::UNAUTHENTICATED))
      << "the live stream ends";
  EXPECT_THAT(Previews(phone.token),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(AsksForCode(kAnna), Succeeded()) << "as for any unknown address";
}

TEST_F(ErasureTest, NothingOfThePersonIsLeftInTheFilesAndTheBookHasNoName) {
  const Device phone = SignsIn();
  ASSERT_THAT(BytesOf("stigen"), HasSubstr("Andersson"));
  ASSERT_THAT(Erases(From({"stigen", "annat"}), phone.token), Succeeded());
  for (const char* network : {"stigen", "annat"}) {
    const std::string bytes = BytesOf(network);
    for (const char* word : {"Andersson", kAnna, "Annas telefon"}) {
      EXPECT_THAT(bytes, Not(HasSubstr(word))) << network;
    }
    EXPECT_THAT(test::ReadFile(dir_.File(std::string("erasures/") + network)), Not(IsEmpty()));
    EXPECT_THAT(keeping_.Verify(network, "")->findings, IsEmpty());
  }
  EXPECT_THAT(LogAfterStop(), Not(HasSubstr("Andersson")));
}

TEST_F(ErasureTest, OneNetworkOfSeveralIsEnough) {
  const Device phone = SignsIn();
  ASSERT_THAT(Erases(From({"annat"}), phone.token), Succeeded());
  EXPECT_FALSE(IsThere(*other_, "anna there"));
  EXPECT_TRUE(IsThere(*network_, "anna"));
  ASSERT_THAT(Previews(phone.token), Succeeded());
  EXPECT_THAT(preview_.networks(), SizeIs(1));
}

TEST_F(ErasureTest, WithoutTheRightCodeNothingIsDone) {
  const Device phone = SignsIn();
  const std::string used = mailer_.LastCode();
  v1::EraseRequest request = From({"stigen"});
  const auto wrong = Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED);
  EXPECT_THAT(Tries(request, phone.token), wrong) << "none at all";
  request.set_code(used);
  EXPECT_THAT(Tries(request, phone.token), wrong);
  ASSERT_THAT(AsksForCode(kAnna), Succeeded());
  request.set_code(mailer_.LastCode() == "00000000" ? "00000001" : "00000000");
  EXPECT_THAT(Tries(request, phone.token), wrong);
  clock_.Advance(11 * base::kMinuteMs);
  request.set_code(mailer_.LastCode());
  EXPECT_THAT(Tries(request, phone.token), wrong) << "too old";
  ExpectNothingDone();
}

TEST_F(ErasureTest, NobodyErasesSomebodyElse) {
  const Device annas = SignsIn();
  const Device olles = SignsIn(kOlle);
  // The code is for the address that it was sent to, and the one erased is who asks.
  EXPECT_THAT(Erases(From({"stigen"}), olles.token, kAnna),
              Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Erases(From({"annat"}), olles.token, kOlle),
              Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  const v1::EraseRequest request = From({"stigen"});
  EXPECT_THAT(Tries(request, ""), Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(Previews("stigen.nothing"),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  ExpectNothingDone();
  EXPECT_TRUE(IsThere(*network_, "olle"));
}

TEST_F(ErasureTest, AnAddressThatSomebodyTookTellsNothingOfOtherNetworks) {
  Invites(*other_, "ulla", "vera", "vera@example.org", "Vera");
  const Device olles = SignsIn(kOlle);
  v1::CorrectEmail takes = test::CorrectsEmail("olle", "vera@example.org");
  ASSERT_THAT(Does(*network_, clock_, "anna", takes), IsOk());
  ASSERT_THAT(Previews(olles.token), Succeeded()) << "the device stays signed in";
  ASSERT_THAT(preview_.networks(), SizeIs(1));
  EXPECT_EQ(preview_.networks(0).network(), "stigen");
  for (const char* network : {"annat", "nowhere"}) {
    v1::EraseRequest guess = From({network});
    guess.set_code("00000000");
    EXPECT_THAT(Tries(guess, olles.token),
                Refused(v1::REASON_WRONG_CODE, StatusCode::UNAUTHENTICATED))
        << network;
  }
  // A copy of the device has proved no more.
  v1::SplitDeviceResponse split;
  ASSERT_THAT(Call(*accounts_, &Stub::SplitDevice, {}, &split, olles.token), Succeeded());
  ASSERT_THAT(Previews(split.token()), Succeeded());
  EXPECT_THAT(preview_.networks(), SizeIs(1));
  // Whoever reads the address's mail is its owner.
  const Device veras = SignsIn("vera@example.org");
  ASSERT_THAT(Previews(veras.token), Succeeded());
  EXPECT_THAT(preview_.networks(), SizeIs(2));
}

TEST_F(ErasureTest, TheLastOrganiserOfOneNetworkIsErasedFromNone) {
  const Device phone = SignsIn();
  v1::EndHat ends;
  ends.set_id(IdNamed("anna there's hat").ToBytes());
  // Of the other network Ulla is the only organiser now.
  ASSERT_THAT(Does(*other_, clock_, "ulla", ends), IsOk());
  const Device ullas = SignsIn(kUlla);
  ASSERT_THAT(Previews(ullas.token), Succeeded());
  EXPECT_TRUE(preview_.networks(0).last_organiser());
  EXPECT_THAT(Erases(From({"stigen", "annat"}), ullas.token, kUlla),
              Refused(v1::REASON_LAST_ORGANISER, StatusCode::FAILED_PRECONDITION));
  EXPECT_TRUE(IsThere(*network_, "ulla here"));
  EXPECT_TRUE(IsThere(*other_, "ulla"));
  // The code is still good for what can be.
  v1::EraseRequest request = From({"stigen"});
  request.set_code(mailer_.LastCode());
  EXPECT_THAT(Tries(request, ullas.token), Succeeded());
}

TEST_F(ErasureTest, WhatMakesNoSenseIsRefusedWithNothingDone) {
  const Device phone = SignsIn();
  const auto refused = [&](const v1::EraseRequest& request, v1::Reason reason) {
    v1::EraseRequest tried = request;
    tried.set_code("00000000");
    EXPECT_EQ(Tries(tried, phone.token).reason(), reason) << request.ShortDebugString();
  };
  refused({}, v1::REASON_MISSING_FIELD);
  refused(From({"stigen", "stigen"}), v1::REASON_MALFORMED);
  refused(From({"stigen", "nowhere"}), v1::REASON_NO_SUCH_NETWORK);
  refused(From({"stigen", ""}), v1::REASON_NO_SUCH_NETWORK);
  v1::EraseRequest request = From({"stigen"});
  request.mutable_networks(0)->clear_choices();
  refused(request, v1::REASON_OUT_OF_RANGE);
  request = From({"stigen", "annat"});
  request.mutable_networks(1)->mutable_choices()->set_work(v1::ERASURE_CHOICE_KEEP_WITH_ROLE);
  refused(request, v1::REASON_OUT_OF_RANGE);
  request = From({"stigen"});
  v1::ThreadErasure& thread = *request.mutable_networks(0)->mutable_choices()->add_threads();
  thread.set_thread_id(IdNamed("no thread").ToBytes());
  thread.set_choice(v1::ERASURE_CHOICE_DELETE);
  refused(request, v1::REASON_NOT_FOUND);
  ExpectNothingDone();
}

// ---- Backups

TEST_F(ErasureTest, BackupsAreToldOfAndANetworkTakenBackToOneForgetsAgain) {
  const std::string backup = BacksUp("stigen");
  const Device phone = SignsIn();
  const Device olles = SignsIn(kOlle);
  ASSERT_THAT(Erases(From({"stigen"}), phone.token), Succeeded());
  EXPECT_EQ(erased_.networks(0).backups(), 1u);
  ASSERT_THAT(test::ReadFile(dir_.File("backups/" + backup)), HasSubstr("Andersson"));
  Restores("stigen", backup);
  EXPECT_FALSE(IsThere(*networks_.Find("stigen"), "anna"));
  EXPECT_TRUE(IsThere(*networks_.Find("stigen"), "olle"));
  EXPECT_THAT(BytesOf("stigen"), Not(HasSubstr("Andersson")));
  EXPECT_THAT(BytesOf("stigen"), Not(HasSubstr(kAnna)));
  EXPECT_THAT(keeping_.Verify("stigen", "")->findings, IsEmpty());
  EXPECT_THAT(Previews(phone.token),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
}

// ---- Asked again

TEST_F(ErasureTest, WhoWasCutOffInBetweenAsksAgainAndTheRestIsDone) {
  const Device phone = SignsIn();
  // As when the server crashed after the first of the two.
  ASSERT_THAT(Erases(From({"annat"}), phone.token), Succeeded());
  const v1::EraseResponse first = erased_;
  ASSERT_THAT(Erases(From({"stigen", "annat"}), phone.token), Succeeded());
  ASSERT_THAT(erased_.networks(), SizeIs(2));
  EXPECT_EQ(erased_.networks(0).erasure().SerializeAsString(),
            first.networks(0).erasure().SerializeAsString());
  EXPECT_FALSE(IsThere(*network_, "anna"));
}

TEST_F(ErasureTest, AFullBookLeavesTheNetworkErasedAndIsMadeUpForWhenItIsOpened) {
  const Device phone = SignsIn();
  // Its line cannot be written: something else is in its place.
  std::filesystem::create_directories(dir_.File("erasures/stigen.new/in the way"));
  EXPECT_THAT(Erases(From({"stigen"}), phone.token), Not(Succeeded()));
  EXPECT_FALSE(IsThere(*network_, "anna")) << "done, and not half done";
  std::filesystem::remove_all(dir_.File("erasures/stigen.new"));
  EXPECT_THAT(Must(book_.Read("stigen")), IsEmpty());
  EXPECT_TRUE(book_.IsScrubDue("stigen"));
  Restores("stigen", BacksUp("stigen"));
  EXPECT_THAT(Must(book_.Read("stigen")), SizeIs(1));
  EXPECT_FALSE(book_.IsScrubDue("stigen"));
  EXPECT_THAT(BytesOf("stigen"), Not(HasSubstr("Andersson")));
}

// ---- The operator

TEST_F(ErasureTest, TheOperatorErasesWhoAskedOnPaper) {
  const Device phone = SignsIn();
  ASSERT_THAT(OperatorErases("stigen", "ANNA@example.org", operator_token_), Succeeded());
  EXPECT_EQ(by_operator_.erased().network(), "stigen");
  EXPECT_FALSE(IsThere(*network_, "anna"));
  EXPECT_TRUE(IsThere(*other_, "anna there")) << "that network was not asked for";
  EXPECT_THAT(Previews(phone.token),
              Refused(v1::REASON_NOT_SIGNED_IN, StatusCode::UNAUTHENTICATED));
  EXPECT_THAT(OperatorErases("stigen", kAnna, operator_token_),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND))
      << "nobody has the address any more";
}

TEST_F(ErasureTest, TheOperatorIsRefusedLikeAnybody) {
  const Device phone = SignsIn();
  EXPECT_THAT(OperatorErases("stigen", kAnna, phone.token),
              Refused(v1::REASON_NOT_OPERATOR, StatusCode::PERMISSION_DENIED));
  EXPECT_THAT(OperatorErases("stigen", kAnna, ""),
              Refused(v1::REASON_NOT_OPERATOR, StatusCode::PERMISSION_DENIED));
  EXPECT_THAT(OperatorErases("nowhere", kAnna, operator_token_),
              Refused(v1::REASON_NO_SUCH_NETWORK, StatusCode::NOT_FOUND));
  EXPECT_THAT(OperatorErases("stigen", "nobody@example.org", operator_token_),
              Refused(v1::REASON_NOT_FOUND, StatusCode::NOT_FOUND));
  EXPECT_THAT(OperatorErases("stigen", "no address", operator_token_),
              Refused(v1::REASON_MALFORMED, StatusCode::INVALID_ARGUMENT));
  ExpectNothingDone();
}

// ---- By the network's rule

TEST_F(ErasureTest, WhoseTimeIsOverGoesByTheRuleAsByDeletion) {
  const Device olle = SignsIn(kOlle);
  ASSERT_THAT(Does(*network_, clock_, "anna", test::SetsRetention(v1::RETENTION_CLASS_PEOPLE, 60)),
              IsOk());
  ASSERT_THAT(Does(*network_, clock_, "anna", test::EndsHat(test::AHat("olle"))), IsOk());
  Write([&](Transaction& txn) { return NoteEnd(txn, IdNamed("olle"), clock_.Now()); });
  const std::vector<Id> people = {IdNamed("olle"), IdNamed("ulla here")};
  EXPECT_EQ(Must(erasures_.EraseByRule(*network_, people)), 0u) << "not yet";
  EXPECT_TRUE(IsThere(*network_, "olle"));
  EXPECT_FALSE(book_.IsScrubDue("stigen"));
  clock_.Advance(60 * base::kDayMs);
  EXPECT_EQ(Must(erasures_.EraseByRule(*network_, people)), 1u);
  EXPECT_FALSE(IsThere(*network_, "olle"));
  EXPECT_TRUE(IsThere(*network_, "ulla here")) << "an organiser";
  EXPECT_THAT(Previews(olle.token).status.error_code(), StatusCode::UNAUTHENTICATED);
  ASSERT_THAT(Must(book_.Read("stigen")), SizeIs(1));
  EXPECT_EQ(Must(book_.Read("stigen"))[0].erasure.person_id(), IdNamed("olle").bytes());
  EXPECT_FALSE(book_.IsScrubDue("stigen"));
}

// ---- Until when backups hold it

constexpr base::TimeMs kTerm = 35 * base::kDayMs;

class ErasureWithATermTest : public ErasureTest {
 protected:
  ErasureWithATermTest() : ErasureTest(kTerm) {}
};

TEST_F(ErasureWithATermTest, PreviewAndAnswerTellWhenTheLastBackupGoes) {
  BacksUp("annat");
  clock_.Advance(base::kDayMs);
  BacksUp("annat");
  const base::TimeMs last = clock_.Now() + kTerm;
  clock_.Advance(base::kDayMs);
  const Device phone = SignsIn();
  ASSERT_THAT(Previews(phone.token), Succeeded());
  EXPECT_EQ(preview_.networks(0).backups(), 2u);
  EXPECT_EQ(preview_.networks(0).backups_until_ms(), last);
  EXPECT_EQ(preview_.networks(1).backups(), 0u);
  EXPECT_EQ(preview_.networks(1).backups_until_ms(), 0) << "of none there is no last day";
  ASSERT_THAT(Erases(From({"stigen", "annat"}), phone.token), Succeeded());
  EXPECT_EQ(erased_.networks(0).backups(), 2u);
  EXPECT_EQ(erased_.networks(0).backups_until_ms(), last);
  EXPECT_EQ(erased_.networks(1).backups_until_ms(), 0);
}

// What a restore keeps aside holds the person for as long as any backup.
TEST_F(ErasureWithATermTest, WhatWasKeptAsideCounts) {
  const std::string backup = BacksUp("annat");
  clock_.Advance(base::kDayMs);
  Restores("annat", backup);
  ASSERT_THAT(Previews(SignsIn().token), Succeeded());
  EXPECT_EQ(preview_.networks(0).backups(), 2u);
  EXPECT_EQ(preview_.networks(0).backups_until_ms(), clock_.Now() + kTerm);
}

// Nobody goes back to it, but it holds what it holds.
TEST_F(ErasureWithATermTest, ABackupThatCannotBeReadCounts) {
  std::ofstream(dir_.File("backups/annat-20260909T000000Z-9.db")) << "no database";
  ASSERT_THAT(Previews(SignsIn().token), Succeeded());
  EXPECT_EQ(preview_.networks(0).backups(), 1u);
  EXPECT_GT(preview_.networks(0).backups_until_ms(), clock_.Now());
}

}  // namespace
}  // namespace samstig::server
