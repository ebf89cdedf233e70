#pragma once

#include "tests/simulator/http_messages.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>

namespace tongbao::simulator {

/// HTTP without TLS on 127.0.0.1, one request a connection: for the simulator's control and for tests of callbacks.
/// May be destroyed before the executor's context is.
class PlainServer {
public:
    using Handler = std::function<boost::asio::awaitable<Response>(Request)>;

    /// Listens at once on any free port.
    PlainServer(boost::asio::any_io_executor executor, Handler handler);
    ~PlainServer();
    /// http://127.0.0.1:port
    std::string url() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace tongbao::simulator
