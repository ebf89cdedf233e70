#include "bot/reload.hpp"

namespace tongbao::bot {
namespace {

bool same_place(const std::optional<ListenerSettings>& one, const std::optional<ListenerSettings>& other)
{
    if (!one || !other)
        return one.has_value() == other.has_value();
    return one->address == other->address && one->port == other->port;
}

} // namespace

std::vector<Fault> needs_restart(const Config& now, const Config& next)
{
    std::vector<Fault> faults;
    const auto changed = [&](bool differs, const char* path) {
        if (differs)
            faults.push_back({path, "cannot change while the service runs",
                              "restart the service to use it, or write the old value again"});
    };
    changed(now.store_path != next.store_path, "$.store.path");
    changed(!same_place(now.listen, next.listen), "$.listen");
    changed(!same_place(now.monitor.listen, next.monitor.listen), "$.monitor");
    return faults;
}

} // namespace tongbao::bot
