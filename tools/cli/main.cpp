#include "tools/cli/command.hpp"

int main(int argc, char** argv) { return leadflow::cli::runLeadflow(argc, argv); }
