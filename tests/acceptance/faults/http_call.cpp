#include "tests/acceptance/faults/http_call.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace tongbao::acceptance {

simulator::CallbackAnswer call(const simulator::CallbackRequest& request)
{
    boost::asio::io_context io;
    auto answered = boost::asio::co_spawn(io, simulator::call_back(request), boost::asio::use_future);
    io.run();
    return answered.get();
}

} // namespace tongbao::acceptance
