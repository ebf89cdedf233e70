#pragma once

#include "tests/acceptance/process.hpp"

namespace tongbao::acceptance {

/// A port of 127.0.0.1 whose SYNs are dropped, as a firewall drops them: its queue of connections is full.
class SilentHost {
public:
    SilentHost();
    SilentHost(const SilentHost&) = delete;
    SilentHost& operator=(const SilentHost&) = delete;
    ~SilentHost();
    std::uint16_t port() const { return port_; }

private:
    std::vector<int> sockets_;
    std::uint16_t port_ = 0;
};

/// One file with the certificates of both; gives its path.
std::string joined_authorities(const std::filesystem::path& file, const std::string& one, const std::string& other);

} // namespace tongbao::acceptance
