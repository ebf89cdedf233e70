#include "store/failpoint.hpp"

#include "tests/store/faulty_disk.hpp"

#include <atomic>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <string>

namespace tongbao {
namespace {

/// The order in the variable TONGBAO_FAILPOINT: NAME[:HIT][+DISK]. At the HIT-th time (1) that the program comes to the
/// place NAME it kills itself; with DISK it goes on and kills itself at the DISK-th write of the database after that.
struct Order {
    std::string name;
    int hit = 1;
    int disk_operation = 0;
};

int number_in(std::string_view text)
{
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Order read_order()
{
    const char* variable = std::getenv("TONGBAO_FAILPOINT");
    std::string_view text = variable ? variable : "";
    Order order;
    if (const auto plus = text.find('+'); plus != std::string_view::npos) {
        order.disk_operation = number_in(text.substr(plus + 1));
        text = text.substr(0, plus);
    }
    if (const auto colon = text.find(':'); colon != std::string_view::npos) {
        order.hit = number_in(text.substr(colon + 1));
        text = text.substr(0, colon);
    }
    order.name = text;
    return order;
}

const Order order = read_order();
std::atomic<int> hits{0};
/// In place before the program opens a database.
std::optional<store::FaultyDisk> disk{order.disk_operation > 0 ? std::optional<store::FaultyDisk>(std::in_place)
                                                               : std::nullopt};

} // namespace

void fail_here(std::string_view point)
{
    if (point != order.name || ++hits != order.hit)
        return;
    if (disk)
        disk->kill_at(order.disk_operation);
    else
        std::raise(SIGKILL);
}

} // namespace tongbao
