#include "tests/acceptance/faults/silent_host.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <fstream>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tongbao::acceptance {
namespace {

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// True when the connection is made within half a second.
bool connects(int socket, std::uint16_t port)
{
    const auto address = loopback(port);
    if (connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
        return true;
    pollfd watched{socket, POLLOUT, 0};
    return errno == EINPROGRESS && poll(&watched, 1, 500) == 1;
}

} // namespace

SilentHost::SilentHost()
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockets_.push_back(listener);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener, 0) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no port for the silent host");
    port_ = ntohs(address.sin_port);
    for (int taken = 0; taken < 64; ++taken) {
        const int one = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        sockets_.push_back(one);
        if (!connects(one, port_))
            return; // from here on nobody is answered
    }
    throw std::runtime_error("the queue of the silent host does not fill");
}

SilentHost::~SilentHost()
{
    for (const int socket : sockets_)
        close(socket);
}

std::string joined_authorities(const std::filesystem::path& file, const std::string& one, const std::string& other)
{
    std::ofstream(file) << std::ifstream(one).rdbuf() << std::ifstream(other).rdbuf();
    return file.string();
}

} // namespace tongbao::acceptance
