#include "bot/bound_socket.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace tongbao::bot {

using boost::asio::ip::tcp;

BoundSocket::BoundSocket(const std::string& address, std::uint16_t port)
{
    boost::asio::io_context none; // nothing runs: it only makes the socket
    const tcp::endpoint endpoint(boost::asio::ip::make_address(address), port);
    tcp::acceptor acceptor(none);
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen(boost::asio::socket_base::max_listen_connections);
    v6_ = endpoint.address().is_v6();
    descriptor_ = acceptor.release();
}

BoundSocket::BoundSocket(BoundSocket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), v6_(other.v6_)
{
}

BoundSocket::~BoundSocket()
{
    if (descriptor_ >= 0)
        close(descriptor_);
}

int BoundSocket::duplicate() const
{
    const int copy = fcntl(descriptor_, F_DUPFD_CLOEXEC, 0);
    if (copy < 0)
        throw boost::system::system_error(errno, boost::system::system_category(), "duplicate a socket");
    return copy;
}

} // namespace tongbao::bot
