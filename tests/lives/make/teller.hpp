// The teller of random lives: a member function for each part, a file for each room.
//
//     Story story = makeStory(random, features, book);      // leads that come, what they and people do, what is told late
//
// At round instants, so that much falls together.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/lives/make/story.hpp"

namespace leadflow::lives {

class Teller {
 public:
  Teller(Random& random, const Features& features, const Book& book) : r_(random), f_(features), book_(book), b_(book.versions.front()) {}

  Story tell();

 private:
  static constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute, kDay = 24 * kHour;

  // ---- leads, and when what is told (story.cpp)
  Instant some(Instant from);
  Event& add(Kind kind, const std::string& lead, Instant at);
  void lead(const std::string& id, int number);
  void deeds(Event& event, Instant from);
  bool twin(std::map<Field, Value>& record, Instant at, int number);
  void oddities(Event& created);
  void complete(const std::string& id, Instant at);

  // ---- what is told late on purpose (late_words.cpp)
  void answeredBefore(const std::string& id, Instant at);
  void doneBefore(const std::string& id, Instant at);
  void tellLate(const Event& event);
  void wordsBefore(const std::string& id, Instant at);
  void deliver();

  // ---- what happens to them (happenings.cpp)
  std::pair<Field, Value> someField(Instant at);
  Value good(Field field, Instant at);
  void something(const std::string& id, Instant at);
  void anything(const std::string& id, Instant at);
  void oddly(Event& event);
  void wild();
  void likeIds();

  // ---- who comes and goes (rosters.cpp)
  void rosters();
  void inPlaceOfMax();
  void otherWeight();

  static Value known(std::int64_t number) { return {true, number, {}}; }
  static Value unreadable(Field field) {
    return {false, 0, field == Field::Size ? "many" : field == Field::Vip || field == Field::Ready ? "perhaps" : field == Field::Email ? "nowhere" : field == Field::Consent ? "so_so" : "soon", true};
  }
  static bool isText(Field field) { return field == Field::Company || field == Field::FirstName; }   // those can always be read
  static Value textValue(const std::string& text) { return {true, 0, text}; }
  std::string someRep() { return r_.pick(book_.roster).id; }
  std::string anotherLead() { return "L" + std::to_string(r_.between(1, static_cast<int>(created_.size()))); }

  Random& r_;
  const Features& f_;
  const Book& book_;
  const Playbook& b_;
  Story s_;
  int days_ = 0, count_ = 0;
  std::vector<Event> events_;
  std::vector<std::string> late_first_;   ///< ids of events that are to be told late before others are
  std::map<std::string, Instant> created_;
};

}  // namespace leadflow::lives
