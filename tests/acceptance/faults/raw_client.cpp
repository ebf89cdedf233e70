#include "tests/acceptance/faults/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tongbao::acceptance {
namespace {

constexpr int connections_of_one_address = 40; // the service admits 64
constexpr std::string_view slow_request =
    "GET /wecom/bot?msg_signature=0123456789012345678901234567890123456789 HTTP/1.1";

sockaddr_in address_of(std::uint32_t host, std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(host);
    return address;
}

/// -1 when the connection is not made.
int connected(std::uint32_t from, std::uint16_t port)
{
    const int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto own = address_of(from, 0);
    const auto service = address_of(INADDR_LOOPBACK, port);
    if (one >= 0 && bind(one, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
        connect(one, reinterpret_cast<const sockaddr*>(&service), sizeof service) == 0)
        return one;
    close(one);
    return -1;
}

} // namespace

int status_of(std::uint16_t port, const std::string& text)
{
    const int one = connected(INADDR_LOOPBACK, port);
    if (one < 0)
        return 0;
    // The service may answer and close before it has read all.
    for (std::size_t sent = 0; sent < text.size();) {
        const auto count = send(one, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count <= 0)
            break;
        sent += static_cast<std::size_t>(count);
    }
    pollfd watched{one, POLLIN, 0};
    char answer[32] = {};
    const bool came = poll(&watched, 1, 10'000) == 1 && recv(one, answer, sizeof answer - 1, 0) > 12;
    close(one);
    return came ? std::atoi(answer + sizeof("HTTP/1.1")) : 0;
}

SlowCallers::SlowCallers(std::uint16_t port, int number)
{
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int caller = 0; caller < number; ++caller) {
        const auto from = INADDR_LOOPBACK + 256 + static_cast<std::uint32_t>(caller / connections_of_one_address);
        const int one = connected(from, port);
        if (one >= 0)
            sockets_.push_back(one);
    }
    opened_ = static_cast<int>(sockets_.size());
}

SlowCallers::~SlowCallers()
{
    for (const int one : sockets_)
        close(one);
}

void SlowCallers::send_a_byte_each()
{
    const char byte = slow_request[sent_++ % slow_request.size()];
    for (std::size_t caller = 0; caller < sockets_.size(); caller += 2)
        send(sockets_[caller], &byte, 1, MSG_NOSIGNAL | MSG_DONTWAIT); // a closed one is counted by still_open
}

int SlowCallers::still_open()
{
    int open = 0;
    for (const int one : sockets_) {
        char byte = 0;
        const auto count = recv(one, &byte, 1, MSG_DONTWAIT | MSG_PEEK);
        open += count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
    return open;
}

} // namespace tongbao::acceptance
