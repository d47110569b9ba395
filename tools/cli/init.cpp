// leadflow init: a commented playbook that passes check and test, with a roster and leads to try it on.
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "tools/cli/command.hpp"
#include "tools/cli/pages.hpp"

namespace leadflow::cli {

namespace {

int init(const std::string& folder) {
  if (mkdir(folder.c_str(), 0777) != 0 && errno != EEXIST)
    return fail("`" + folder + "` cannot be made: " + std::strerror(errno));
  struct stat info {};
  if (stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return fail("`" + folder + "` is not a directory");
  for (const Page& page : starterFiles()) {
    std::string path = folder + "/" + std::string(page.name);
    if (stat(path.c_str(), &info) == 0)
      return fail("`" + path + "` exists already, and nothing was written", "choose another folder");
  }
  for (const Page& page : starterFiles()) {
    std::string path = folder + "/" + std::string(page.name), error;
    if (!writeFile(path, std::string(page.text), error)) return fail(error);
    print("wrote " + path + "\n");
  }
  print("\nTry:\n  leadflow check " + folder + "/playbook.leadflow\n  leadflow test " + folder +
        "/playbook.leadflow\n  leadflow run " + folder + "/playbook.leadflow " + folder +
        "/leads.csv --format table\n  leadflow explain " + folder + "/playbook.leadflow " + folder +
        "/leads.csv --lead L-1\n");
  return kOk;
}

}  // namespace

void addInit(CLI::App& app, Result& result) {
  auto folder = std::make_shared<std::string>(".");
  CLI::App* command = app.add_subcommand("init", "Write a commented starter playbook with a roster and a few leads");
  command->add_option("folder", *folder, "Where (default: here)")->type_name("FOLDER");
  command->footer("Example:\n  leadflow init my_playbook");
  command->callback([folder, &result] { result.exit = init(*folder); });
}

}  // namespace leadflow::cli
