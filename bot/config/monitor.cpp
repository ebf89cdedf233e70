#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"
#include "bot/monitor/heartbeat.hpp"

namespace tongbao::bot {

void read_monitor(const nlohmann::json& root, const ConfigSource& source)
{
    const auto& from = part(root, "monitor");
    auto& to = source.reading.config.monitor;
    if (from.contains("port")) {
        auto& listen = to.listen.emplace();
        listen.address = field(from, "address", listen.address);
        listen.port = field(from, "port", listen.port);
        source.check_address("$.monitor.address", listen.address);
    }
    to.interval = std::chrono::seconds(field(from, "interval_seconds", to.interval.count()));
    to.heartbeat_url = source.secret(from, "$.monitor", "heartbeat_url");
    if (!to.heartbeat_url.empty() && !Heartbeat::acceptable(to.heartbeat_url.reveal()))
        source.fault("$.monitor.heartbeat_url", "is neither https nor an address of this machine",
                     "store an https:// address, or http://127.0.0.1:PORT/PATH");
}

} // namespace tongbao::bot
