// A playbook in its versions, and lives under it: what is compiled once, and what happens then.
#pragma once
#include <string>
#include <vector>

#include "tests/lives/make/features.hpp"
#include "tests/lives/make/random.hpp"
#include "tests/lives/reference/model.hpp"

namespace leadflow::lives {

struct Book {
  std::vector<Playbook> versions;
  std::vector<Person> roster;
};

/// At `at` the engine has done all that was due, and hears of `events`; or another version is deployed.
struct Delivery {
  Instant at = 0;
  std::vector<Event> events;
  int deploy = -1;
};

struct Story {
  Instant start = 0, end = 0;
  std::vector<Delivery> deliveries;
};

Book makeBook(Random& random, const Features& features);
Story makeStory(Random& random, const Features& features, const Book& book);

/// The playbook as a text that compiles (text.cpp), and an event as the JSON that `leadflow work` reads (json.cpp).
std::string textOf(const Playbook& book, const std::vector<Person>& roster);
std::string jsonOf(const Event& event);
std::string instantText(Instant at);

}  // namespace leadflow::lives
