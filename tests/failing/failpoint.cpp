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

/// What happens to the disk at an operation of the database (a write, a truncation, an fsync).
enum class DiskFault { none, kill = '+', error = '-', power_loss = '!' };

/// The order in the variable TONGBAO_FAILPOINT: NAME[:HIT][SIGN DISK]. At the HIT-th time (1) that the program comes to
/// the place NAME it kills itself; with SIGN it goes on, and at the DISK-th operation of the database after that it
/// kills itself (+), the operation fails once (-), or the power goes: what was not synced is lost and nothing works any
/// more
/// (!).
struct Order {
    std::string name;
    int hit = 1;
    DiskFault fault = DiskFault::none;
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
    if (const auto sign = text.find_first_of("+-!"); sign != std::string_view::npos) {
        order.fault = static_cast<DiskFault>(text[sign]);
        order.disk_operation = number_in(text.substr(sign + 1));
        text = text.substr(0, sign);
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
    switch (order.fault) {
    case DiskFault::none:
        std::raise(SIGKILL);
        break;
    case DiskFault::kill:
        disk->kill_at(order.disk_operation);
        break;
    case DiskFault::error:
        disk->fail_at(order.disk_operation, false);
        break;
    case DiskFault::power_loss:
        disk->lose_power_at(order.disk_operation);
        break;
    }
}

} // namespace tongbao
