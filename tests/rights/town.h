// SPDX-License-Identifier: Apache-2.0
// The Town: the village grown until it has everybody whom a right could be given or refused, and at
// least one of every kind of entity. Each text in it has a word of its own that occurs nowhere
// else, so that the bytes sent to a person tell which texts were among them.
//
//   of Pargas, in "cohort"      anna axel pia; vera has withdrawn; walter is on the waiting list
//   of Raseborg, in "cohort"    bo
//   of Pargas, in another one   lotta, with cleo coach
//   without a cohort            otto, leader of Pargas; nils, whose hat was taken back
//   staff                       carin coach; gun, a coach no longer; olle organiser
//   guests of "cohort"          lisa; gert, whose time is over. Both were never more than that
//   admins                      maria of Pargas, rasmus of Raseborg, linda of Lovisa (in no cohort)
//
// "group" is anna and bo.
#ifndef SAMSTIG_TESTS_RIGHTS_TOWN_H_
#define SAMSTIG_TESTS_RIGHTS_TOWN_H_

#include <set>
#include <string>
#include <vector>

#include "tests/server/village/village.h"

namespace samstig::test {

using People = std::set<std::string>;

base::Id Lovisa();

class Town : public Village {
 public:
  Town();

  static const People& Everybody();
  // Those who are or were more than a guest: who read the network's catalogue.
  static const People& Insiders();
  // Was an organiser for a while; nobody of everybody.
  static constexpr char kErased[] = "olga organiser";

  // Every entity that exists, found by reading as everybody.
  std::map<base::Id, v1::Entity> Everything();

  // Marked texts: the word, and the entity it is in.
  const std::map<std::string, base::Id>& words() const { return words_; }

  // A text with a word that no other text has, said to be in the entity of that name.
  std::string Words(std::string_view in);

 private:
  void Done(std::string_view person, const google::protobuf::Message& intent);
  void PeopleCome();
  void GuestsCome();
  void GroupsForm();
  void WorkIsGivenAndDone();
  void AllTalk();
  void CoachesModerate();
  void EverybodyKeepsTheirOwn();
  void SomebodyIsErased();

  std::map<std::string, base::Id> words_;
};

// ---- Intents for which the stories have no word, or only one for Anna.

v1::InvitePerson InvitesTo(std::string_view name, const v1::Entity& hat);
v1::EnrolLeader EnrolsFrom(const base::Id& municipality, std::string_view name,
                           std::string_view cohort = "cohort");
v1::FormGroup FormsGroup(std::string_view name, std::initializer_list<std::string_view> members);
v1::StartThread StartsThreadNamed(std::string_view name, std::string_view title = "Fråga");
v1::WritePost WritesIn(std::string_view thread, std::string_view name, const std::string& text);
v1::RequestSeats AsksForSeats(const base::Id& municipality, uint32_t seats,
                              std::string_view cohort = "cohort");
v1::AnswerSeats GivesSeats(const base::Id& municipality, uint32_t seats,
                           std::string_view cohort = "cohort");

}  // namespace samstig::test

#endif  // SAMSTIG_TESTS_RIGHTS_TOWN_H_
