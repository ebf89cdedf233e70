#pragma once

#include "tests/simulator/file_shelf.hpp"
#include "tests/simulator/wecom/bot_replies.hpp"
#include "tests/simulator/wecom/callback.hpp"
#include "tests/simulator/wecom/long_connection.hpp"

#include <map>
#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator {

struct WecomBotSettings {
    std::string name{};    ///< as people mention it
    std::string bot_id{};  ///< aibotid
    std::string secret{};  ///< of the long connection
    std::string url{};     ///< the service's callback address; empty: no callback mode
    std::string token{};   ///< of the callback
    std::string aes_key{}; ///< EncodingAESKey
    std::chrono::milliseconds deadline{5000};
    std::chrono::milliseconds poll_interval{1000}; ///< of an unfinished stream; the real one is unconfirmed
    bool fresh_ciphertext = false;
    std::chrono::milliseconds eviction_delay{2000}; ///< until an older long connection is closed (§6.5, rule 4)
};

/// An AI bot in groups and one-to-one chats (platforms/wecom.md §6). As a Target it is its response_urls (§6.4).
class WecomBot final : public Target {
public:
    WecomBot(Stage& stage, WecomBotSettings settings);

    /// A person types. Over the long connection when one is there: `status` is then 200 and answers come later, in the
    /// log; otherwise over the callback, and a passive reply is shown.
    boost::asio::awaitable<Hearing> speak(Speech said);
    /// A person sends a file one-to-one: groups deliver none (§6). Encrypted with the callback's key, or over the long
    /// connection with one of its own; kept for five minutes (§6.1).
    boost::asio::awaitable<Hearing> send_file(std::string user, std::string file_name, std::string bytes);
    /// First opening of the one-to-one chat on a day; not repeated (§6.1).
    boost::asio::awaitable<Hearing> enter_chat(std::string user);
    /// A button of a card; sent once only (§6.1).
    boost::asio::awaitable<Hearing> press(std::string user, std::string group, std::string task_id, std::string key);
    /// Empty when the address passed the check of §5.1.
    boost::asio::awaitable<std::string> check_url() { return callback_.check_url(); }
    /// The last callback once more, byte for byte.
    boost::asio::awaitable<CallbackAnswer> replay() { return callback_.replay(); }

    WecomLongConnection& long_connection() { return long_connection_; }
    const WecomBotSettings& settings() const { return settings_; }
    bool issued(std::string_view response_code) const { return offers_.find(response_code) != offers_.end(); }
    Received read_reply(const Request& request) const;
    Judgement judge_reply(const Request& request);

private:
    /// A response_url given out with one message.
    struct ReplyOffer {
        std::string chat; ///< as people see it
        bool in_group = false;
        InstantMs until;
        bool used = false;
    };
    nlohmann::json body_for(const Speech& said, Hearing& heard);
    boost::asio::awaitable<Hearing> give(Hearing heard, Speech said, std::string body, wecom::ReplyPlace place,
                                         int tries);
    /// Polls until the stream is finished or six minutes have passed (§6.2); `reply` becomes its last text.
    boost::asio::awaitable<void> follow(Hearing& heard, Speech said, wecom::BotReply& reply);
    void show(const Speech& said, const wecom::BotReply& reply);

    WecomBotSettings settings_;
    wecom::CallbackSender callback_;
    WecomLongConnection long_connection_;
    std::map<std::string, ReplyOffer, std::less<>> offers_;
    FileShelf files_;
};

namespace wecom {

/// The route of all bots' response_urls; `find` gives the bot that issued a code or nothing.
void add_reply_route(Stage& stage, std::function<WecomBot*(std::string_view response_code)> find);

} // namespace wecom
} // namespace tongbao::simulator
