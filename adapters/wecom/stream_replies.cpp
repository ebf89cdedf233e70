#include "adapters/wecom/stream_replies.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace tongbao::adapters::wecom {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::minutes polling_time{6}; // platforms/wecom.md §6.2

} // namespace

asio::awaitable<bool> StreamReplies::offer(std::string stream, std::string content, std::chrono::milliseconds deadline)
{
    forget_old();
    auto first_poll = std::make_shared<asio::steady_timer>(executor_, deadline);
    Offer made;
    made.content = std::move(content);
    made.until = std::chrono::steady_clock::now() + polling_time;
    made.first_poll = first_poll;
    offers_.insert_or_assign(stream, std::move(made));
    co_await first_poll->async_wait(asio::as_tuple(asio::use_awaitable));
    const auto offer = offers_.find(stream);
    if (offer == offers_.end() || offer->second.first_poll != first_poll)
        co_return false; // offered anew meanwhile
    if (offer->second.taken)
        co_return true;
    offers_.erase(offer);
    co_return false;
}

std::optional<std::string> StreamReplies::take(const std::string& stream)
{
    const auto offer = offers_.find(stream);
    if (offer == offers_.end())
        return std::nullopt;
    offer->second.taken = true;
    offer->second.first_poll->cancel();
    return offer->second.content;
}

void StreamReplies::forget_old()
{
    const auto now = std::chrono::steady_clock::now();
    std::erase_if(offers_, [now](const auto& entry) { return entry.second.until < now; });
}

} // namespace tongbao::adapters::wecom
