#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace tongbao::adapters::wecom {

/// Answers on their way to the polls of a bot's stream (platforms/wecom.md §6.2): a message without a response_url was
/// answered with an unfinished stream, which the platform polls until it is finished. Kept in memory: after a restart
/// the outbox hands the answer over again, and the platform still polls.
class StreamReplies {
public:
    explicit StreamReplies(boost::asio::any_io_executor executor) : executor_(std::move(executor)) {}

    /// Offers the content until the first poll takes it. False when none came within `deadline`.
    boost::asio::awaitable<bool> offer(std::string stream, std::string content, std::chrono::milliseconds deadline);
    /// What a poll of that stream is to be told; empty while there is no answer. A repeated poll gets the same again.
    std::optional<std::string> take(const std::string& stream);

private:
    struct Offer {
        std::string content;
        bool taken = false;
        std::chrono::steady_clock::time_point until;
        std::shared_ptr<boost::asio::steady_timer> first_poll;
    };
    void forget_old();

    boost::asio::any_io_executor executor_;
    std::map<std::string, Offer> offers_;
};

} // namespace tongbao::adapters::wecom
