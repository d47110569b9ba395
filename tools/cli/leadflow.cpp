// The `leadflow` command: all its words, and what an exit code says.
#include <cstdio>
#include <exception>
#include <sstream>

#include "tools/cli/command.hpp"

namespace leadflow::cli {

int runLeadflow(int argc, const char* const* argv) {
  CLI::App app{"LeadFlow: playbooks that say how a company treats a lead, checked before rollout, explained after.",
               "leadflow"};
  app.require_subcommand(0, 1);
  app.set_version_flag("--version", "leadflow 0.1.0");
  app.set_help_all_flag("--help-all", "Help on every command");
  app.footer(
      "Start here:\n"
      "  leadflow init my_playbook            a commented playbook to begin with\n"
      "  leadflow check my_playbook           what is wrong with it, in words\n"
      "  leadflow test my_playbook            the promises that stand beside the rules\n"
      "  leadflow run PLAYBOOK leads.csv      decide a file of leads\n"
      "  leadflow explain PLAYBOOK leads.csv --lead L-17    why one lead went where it went\n"
      "\n"
      "Leads over time, for playbooks with stages:\n"
      "  leadflow simulate PLAYBOOK --leads leads.csv --from 2026-03-02 --to 2026-04-01    what would happen\n"
      "  leadflow work PLAYBOOK --store sqlite:leads.db --events -                         let it happen\n"
      "  leadflow status --store sqlite:leads.db      where leads are; also: late, stuck, fair, why, refused");
  Result result;
  addCheck(app, result);
  addFmt(app, result);
  addBuild(app, result);
  addDisasm(app, result);
  addRun(app, result);
  addExplain(app, result);
  addTest(app, result);
  addInit(app, result);
  addWork(app, result);
  addSimulate(app, result);
  addStatus(app, result);
  addLate(app, result);
  addStuck(app, result);
  addFair(app, result);
  addRoster(app, result);
  addWhy(app, result);
  addAudit(app, result);
  addReplay(app, result);
  addDeploy(app, result);
  addRollback(app, result);
  addOutbox(app, result);
  addErase(app, result);
  addSubject(app, result);
  addRefused(app, result);
  addClock(app, result);
  addReport(app, result);
  addUpgrade(app, result);
  try {
    app.parse(argc, argv);
    if (app.get_subcommands().empty()) print(app.help());
  } catch (const CLI::Success& asked) {   // for help or the version
    std::ostringstream text;
    app.exit(asked, text);
    print(text.str());
  } catch (const CLI::ParseError& error) {
    fail(error.what(), "leadflow --help, or leadflow COMMAND --help");
    return kError;
  } catch (const std::bad_alloc&) {
    return fail("out of memory");
  } catch (const std::exception& error) {
    return fail(std::string("internal fault: ") + error.what());
  }
  std::fflush(stdout);
  if (std::ferror(stdout) && result.exit == kOk) return fail("the output could not be written");
  return result.exit;
}

}  // namespace leadflow::cli
