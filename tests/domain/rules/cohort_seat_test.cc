// SPDX-License-Identifier: Apache-2.0
// Seats: asked for by a municipality, agreed or declined by the organiser.
#include <gtest/gtest.h>

#include <string>

#include "domain/rules/limits.h"
#include "tests/domain/rules/refusals.h"

namespace samstig::rules {
namespace {

using test::AnswersSeats;
using test::APost;
using test::As;
using test::ASeatRequest;
using test::HasReason;
using test::IdNamed;
using test::IdOf;
using test::IsOk;
using test::RequestsSeats;

TEST(RequestSeatsTest, AsksForThem) {
  const FoldResult asked = Fold(nullptr, RequestsSeats(2), As("adla admin"));
  ASSERT_THAT(asked, IsOk());
  EXPECT_THAT(asked->entity.cohort_seat(),
              test::EqualsProto(v1::Entity(ASeatRequest(2)).cohort_seat()));
  ExpectMakesANewEntity(RequestsSeats(2), As("adla admin"));
}

TEST(RequestSeatsTest, AsksAgainForMoreOrFewerWhileItIsNotAnswered) {
  const v1::Entity asked = ASeatRequest(2);
  for (const uint32_t seats : {1u, 2u, 5u}) {
    const FoldResult again = Fold(&asked, RequestsSeats(seats), As("adla admin"));
    ASSERT_THAT(again, IsOk());
    EXPECT_EQ(again->entity.cohort_seat().requested(), seats);
    EXPECT_EQ(again->entity.cohort_seat().state(), v1::SEAT_STATE_REQUESTED);
    EXPECT_EQ(again->entity.author(), asked.author());
  }
}

TEST(RequestSeatsTest, KeepsWhatIsAgreedWhileAskingForMore) {
  const v1::Entity agreed = ASeatRequest(2).Agreed(2);
  const FoldResult more = Fold(&agreed, RequestsSeats(3), As("adla admin"));
  ASSERT_THAT(more, IsOk());
  EXPECT_EQ(more->entity.cohort_seat().state(), v1::SEAT_STATE_AGREED);
  EXPECT_EQ(more->entity.cohort_seat().agreed(), 2u);
  EXPECT_EQ(more->entity.cohort_seat().requested(), 3u);
}

TEST(RequestSeatsTest, CannotAskForWhatIsAgreed) {
  const v1::Entity agreed = ASeatRequest(2).Agreed(2);
  EXPECT_THAT(Fold(&agreed, RequestsSeats(1), As("adla admin")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  EXPECT_THAT(Fold(&agreed, RequestsSeats(2), As("adla admin")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
}

TEST(RequestSeatsTest, MayAskAgainAfterANo) {
  const v1::Entity declined = ASeatRequest(2).Declined();
  const FoldResult again = Fold(&declined, RequestsSeats(1), As("adla admin"));
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->entity.cohort_seat().state(), v1::SEAT_STATE_REQUESTED);
}

TEST(RequestSeatsTest, IsRefused) {
  using I = v1::RequestSeats;
  ExpectRefusals<I>(
      nullptr, RequestsSeats(kMaxSeats), As("adla admin"),
      {
          {"no cohort", [](I& i) { i.clear_cohort_id(); }, v1::REASON_MISSING_FIELD},
          {"a cohort that is no id", [](I& i) { i.set_cohort_id("x"); }, v1::REASON_BAD_ID},
          {"no municipality", [](I& i) { i.clear_municipality_id(); }, v1::REASON_MISSING_FIELD},
          {"a municipality that is no id", [](I& i) { i.set_municipality_id("x"); },
           v1::REASON_BAD_ID},
          {"no seat", [](I& i) { i.set_seats(0); }, v1::REASON_OUT_OF_RANGE},
          {"10,001 seats", [](I& i) { i.set_seats(kMaxSeats + 1); }, v1::REASON_OUT_OF_RANGE},
          {"an id of its own", [](I& i) { i.set_id(IdNamed("mine").ToBytes()); },
           v1::REASON_BAD_ID},
          {"the id of another cohort's request",
           [](I& i) { i.set_cohort_id(IdNamed("another cohort").ToBytes()); }, v1::REASON_BAD_ID},
      });
}

TEST(RequestSeatsTest, WantsAnIdThatIsNotTakenBySomethingElse) {
  const v1::Entity post = APost().WithId(IdOf(ASeatRequest()));
  EXPECT_THAT(Fold(&post, RequestsSeats(2), As("adla admin")),
              HasReason(v1::REASON_ALREADY_EXISTS));
}

TEST(AnswerSeatsTest, AgreesToAllOrSomeOrNone) {
  const v1::Entity asked = ASeatRequest(3);
  struct Row {
    uint32_t agreed;
    v1::SeatState state;
  };
  for (const Row& row : {Row{3, v1::SEAT_STATE_AGREED}, Row{1, v1::SEAT_STATE_AGREED},
                         Row{0, v1::SEAT_STATE_DECLINED}}) {
    const FoldResult answered =
        Fold(&asked, AnswersSeats(row.agreed, "Välkomna!"), As("olle organiser"));
    ASSERT_THAT(answered, IsOk());
    EXPECT_EQ(answered->entity.cohort_seat().state(), row.state);
    EXPECT_EQ(answered->entity.cohort_seat().agreed(), row.agreed);
    EXPECT_EQ(answered->entity.cohort_seat().answer(), "Välkomna!");
    EXPECT_EQ(answered->history, History::kKeepBefore);
  }
}

TEST(AnswerSeatsTest, IsNotGivenTwice) {
  const v1::Entity agreed = ASeatRequest(3).Agreed(2);
  EXPECT_THAT(Fold(&agreed, AnswersSeats(2), As("olle organiser")),
              HasReason(v1::REASON_ILLEGAL_MOVE));
  for (const uint32_t other : {0, 1, 3}) {
    EXPECT_THAT(Fold(&agreed, AnswersSeats(other), As("olle organiser")), IsOk()) << other;
  }
  const v1::Entity declined = ASeatRequest(3).Declined();
  for (const uint32_t any : {0, 3}) {
    EXPECT_THAT(Fold(&declined, AnswersSeats(any), As("olle organiser")),
                HasReason(v1::REASON_ILLEGAL_MOVE))
        << "once declined, it takes a new request";
  }
}

TEST(AnswerSeatsTest, CannotGiveMoreThanWasAskedFor) {
  const v1::Entity asked = ASeatRequest(3);
  EXPECT_THAT(Fold(&asked, AnswersSeats(4), As("olle organiser")),
              HasReason(v1::REASON_OUT_OF_RANGE));
}

TEST(AnswerSeatsTest, IsRefused) {
  using I = v1::AnswerSeats;
  const v1::Entity asked = ASeatRequest(3);
  ExpectRefusals<I>(
      &asked, AnswersSeats(3, std::string(kMaxAnswerBytes, 'a')), As("olle organiser"),
      {
          {"a long answer", [](I& i) { i.set_answer(std::string(kMaxAnswerBytes + 1, 'a')); },
           v1::REASON_TEXT_TOO_LONG},
          {"an answer with a control character", [](I& i) { i.set_answer("a\x07"); },
           v1::REASON_TEXT_INVALID},
      });
  ExpectNotFound(AnswersSeats(1), As("olle organiser"), APost());
}

}  // namespace
}  // namespace samstig::rules
