#pragma once

#include "tests/simulator/http_messages.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace tongbao::simulator {

/// A plain HTTP server in the place of the service, for tests of what the platforms push to it.
class Listener {
public:
    /// `answer` is asked for each request; it waits `delay` before it leaves.
    Listener(boost::asio::any_io_executor executor, std::function<Response(const Request&)> answer);
    ~Listener();

    std::string url() const;
    const std::vector<Request>& heard() const;
    void delay_answers(std::chrono::milliseconds delay);

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace tongbao::simulator
