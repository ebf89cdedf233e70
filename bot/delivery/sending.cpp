#include "bot/delivery/sending.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
using adapters::Outcome;

asio::awaitable<Outcome> Sending::send(adapters::Channel& channel, adapters::Parcel parcel)
{
    const auto signal = under_way_.emplace(under_way_.end());
    auto token = asio::as_tuple(asio::bind_cancellation_slot(signal->slot(), asio::use_awaitable));
    auto [error, outcome] = co_await asio::co_spawn(executor_, channel.send(std::move(parcel)), std::move(token));
    under_way_.erase(signal);
    if (error) // nobody knows how far it came
        co_return Outcome::uncertain("the channel failed", 1);
    co_return outcome;
}

void Sending::cut_off()
{
    for (auto& signal : under_way_)
        signal.emit(asio::cancellation_type::terminal);
}

} // namespace tongbao::bot
