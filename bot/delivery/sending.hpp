#pragma once

#include "adapters/channel.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <list>

namespace tongbao::bot {

/// The calls to channels under way, each of which can be cut off.
class Sending {
public:
    explicit Sending(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// The channel's outcome; uncertain when the channel fails by a defect of ours.
    boost::asio::awaitable<adapters::Outcome> send(adapters::Channel& channel, adapters::Parcel parcel);
    /// Ends what is under way; each call says what that means for it.
    void cut_off();

private:
    boost::asio::any_io_executor executor_;
    std::list<boost::asio::cancellation_signal> under_way_;
};

} // namespace tongbao::bot
