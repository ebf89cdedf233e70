#include "tests/acceptance/faults/report.hpp"

#include "tests/acceptance/faults/fault_names.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace tongbao::acceptance {
namespace {

/// One write at the end of the file, so that tests side by side do not mix their lines.
void add_line(nlohmann::json line)
{
    const auto fault = line.at("fault").get<int>();
    if (!fault_names().contains(fault))
        throw std::invalid_argument("no such fault in fault_names: " + std::to_string(fault));
    const char* path = std::getenv("TONGBAO_FAULT_RESULTS");
    if (!path)
        return;
    const auto text = line.dump() + "\n";
    const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    const bool written = file >= 0 && write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    close(file);
    if (!written)
        throw std::runtime_error(std::string("cannot write the results to ") + path);
}

} // namespace

void report(int fault, int runs, const Tally& tally)
{
    add_line({{"fault", fault},
              {"runs", runs},
              {"messages", tally.messages},
              {"lost", tally.lost},
              {"repeated", tally.repeated},
              {"flagged", tally.flagged}});
}

void report_skipped(int fault, const std::string& reason)
{
    add_line({{"fault", fault}, {"skipped", reason}});
}

} // namespace tongbao::acceptance
