// A host in C++: decides the leads of examples/first_playbook with two threads sharing one team, reads decisions and
// why.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <leadflow/leadflow.hpp>
#include <set>
#include <sstream>
#include <thread>

#define NEED(what)                                                              \
  do {                                                                          \
    if (!(what)) {                                                              \
      std::fprintf(stderr, "host.cpp:%d: %s does not hold\n", __LINE__, #what); \
      std::exit(1);                                                             \
    }                                                                           \
  } while (false)

int main(int argc, char** argv) {
  NEED(argc == 2);
  const std::string folder = argv[1];
  leadflow::Error error;
  NEED(!leadflow::Playbook::load(folder + "/nothing.leadflow", error));
  NEED(error.code == leadflow::ErrorCode::FileNotFound && !error.message.empty());
  NEED(!leadflow::Playbook::compile("playbook p {}\nlead { id text key }\nscore s { +1 when nothing is 3 }\n", "p",
                                    error));
  NEED(error.code == leadflow::ErrorCode::DoesNotCompile && error.message.find("nothing") != std::string::npos);
  NEED(!leadflow::Playbook::fromBytes("not a playbook", error));
  NEED(error.code == leadflow::ErrorCode::Refused);

  auto playbook = leadflow::Playbook::load(folder + "/first.leadflow", error);
  if (!playbook) std::fprintf(stderr, "%s\n", error.message.c_str());
  NEED(playbook && !error);
  auto again = leadflow::Playbook::fromBytes(playbook->toBytes(), error);
  NEED(again && again->name() == playbook->name() && again->scores() == playbook->scores());
  NEED(!leadflow::Team::fromText(playbook, "name\nAna\n", error) && error.code == leadflow::ErrorCode::BadRoster);

  auto team = leadflow::Team::load(playbook, folder + "/roster.csv", error);
  NEED(team);
  leadflow::Decider decider(team);
  decider.setNow(leadflow::instant("2026-03-02T15:00:00Z"));
  decider.setExplain(true);
  auto ana = decider.decide(R"({"id":"a","company_size":800,"title":"CEO","country":"US"})");
  NEED(ana.decided() && ana.scaledScore("fit") == 750000 && ana.value("fit") == "75" && ana.value("rating") == "A");
  NEED(ana.rule() == "rest" && ana.owner() == "ana" && ana.queue().empty() && ana.via() == "round robin sales");
  NEED(ana.explanation().find("ana") != std::string::npos &&
       ana.json().rfind("{\"lead\":\"a\",\"at\":\"2026-03-02T15:00:00Z\"", 0) == 0);
  auto ben = decider.decide(R"({"id":"b","company_size":800,"title":"CEO","country":"US"})");
  NEED(ben.owner() == "ben");
  auto bad = decider.decide("{\"company_size\":3}");
  NEED(!bad.decided() && !bad.rejected().empty());
  auto typo = decider.decide(R"({"id":"c","country":"Germnay"})");
  NEED(typo.decided() && typo.issues().size() == 1 && typo.issues()[0].find("Germany") != std::string::npos);
  NEED(typo.queue() == "later");

  std::ifstream file(folder + "/leads.csv");
  std::ostringstream all;
  all << file.rdbuf();
  auto batch = decider.decideBatch(all.str(), error);
  NEED(!error && batch.size() == 12);

  // Two threads, one team: the turns stay fair.
  auto shared = leadflow::Team::load(playbook, folder + "/roster.csv", error);
  int turns[2][2] = {};
  auto work = [&](int me) {
    leadflow::Decider own(shared);
    own.setNow(leadflow::instant("2026-03-02T15:00:00Z"));
    for (int i = 0; i < 500; ++i) {
      auto d = own.decide("{\"id\":\"" + std::to_string(me * 1000 + i) +
                          "\",\"company_size\":800,\"title\":\"CEO\",\"country\":\"US\"}");
      ++turns[me][d.owner() == "ana" ? 0 : 1];
    }
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  NEED(turns[0][0] + turns[1][0] == 500 && turns[0][1] + turns[1][1] == 500);

  NEED(shared->replaceRoster("id,team\nzoe,sales\n", error));
  leadflow::Decider late(shared);
  NEED(late.decide(R"({"id":"z","company_size":800,"title":"CEO","country":"US"})").owner() == "zoe");
  NEED(shared->setOpenLeads("zoe", 3) && !shared->setOpenLeads("nobody", 3) && shared->leadClosed("zoe"));

  // A playbook with stages: the lead goes through them, and one stage and one owner is the answer.
  auto desk = leadflow::Playbook::load(folder + "/../sla_desk/sla_desk.leadflow", error);
  NEED(desk && !desk->stages().empty() && playbook->stages().empty());
  leadflow::Decider taker(leadflow::Team::ownOf(desk, error));
  taker.setNow(leadflow::instant("2026-03-02T15:00:00Z"));
  auto taken = taker.decide(R"({"id":"D01","company":"Arbor Labs","priority":"high"})");
  NEED(taken.decided() && taken.staged() && taken.stage() == "New" && taken.owner() == "ana" && taken.queue().empty());
  for (const auto& clock : taken.due()) std::printf("%s is due at %lld\n", clock.name.c_str(), (long long)clock.at);
  NEED(taken.due().size() == 1 && taken.due()[0].at == leadflow::instant("2026-03-02T19:00:00Z"));
  NEED(taken.effects().empty() && taken.account().size() >= 3);
  NEED(taker.decide(R"({"id":"D02","company":"Birch"})").owner() == "ben");
  NEED(!ana.staged() && ana.stage().empty() && ana.due().empty());
  std::printf("%s: %s\n", playbook->name().c_str(), ana.json().c_str());
  return 0;
}
