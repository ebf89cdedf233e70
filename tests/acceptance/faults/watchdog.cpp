#include "tests/acceptance/faults/watchdog.hpp"

#include <boost/asio/awaitable.hpp>

namespace tongbao::acceptance {

using simulator::Request;
using simulator::Response;

Watchdog::Watchdog()
    : server_(io_.get_executor(),
              [this](Request) -> boost::asio::awaitable<Response> {
                  ++heard_;
                  Response answer;
                  answer.status = 204;
                  co_return answer;
              }),
      thread_([this] { io_.run(); })
{
}

Watchdog::~Watchdog()
{
    io_.stop();
    thread_.join();
}

} // namespace tongbao::acceptance
