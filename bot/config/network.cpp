#include "bot/config/section.hpp"
#include "bot/config/sections.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using nlohmann::json;

void read_listen(const json& from, const ConfigSource& source)
{
    auto& to = source.reading.config.listen;
    to.address = field(from, "address", to.address);
    to.port = field(from, "port", to.port);
    to.max_connections = field(from, "max_connections", to.max_connections);
    to.max_connections_per_peer = field(from, "max_connections_per_peer", to.max_connections_per_peer);
    to.trusted_proxies = field(from, "trusted_proxies", to.trusted_proxies);
    source.check_address("$.listen.address", to.address);
    for (std::size_t i = 0; i < to.trusted_proxies.size(); ++i)
        source.check_address(fmt::format("$.listen.trusted_proxies[{}]", i), to.trusted_proxies[i]);
}

} // namespace

void read_network(const json& root, const ConfigSource& source)
{
    read_listen(part(root, "listen"), source);
    auto& config = source.reading.config;
    const auto& network = part(root, "network");
    config.ca_file = source.existing(network, "$.network", "ca_file").string();
    config.private_hosts = field(network, "private_hosts", config.private_hosts);
}

} // namespace tongbao::bot
