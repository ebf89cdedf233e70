#pragma once

#include "tests/simulator/callback_client.hpp"
#include "tests/simulator/dingtalk/message_rules.hpp"
#include "tests/simulator/dingtalk/stream.hpp"
#include "tests/simulator/file_shelf.hpp"
#include "tests/simulator/speech.hpp"
#include "tests/simulator/stage.hpp"

#include <map>
#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator {

struct DingtalkBotSettings {
    std::string name{};
    std::string client_id{};     ///< AppKey; also its robotCode
    std::string client_secret{}; ///< AppSecret: signs what is pushed
    std::string url{};           ///< the service's address; empty: no HTTP mode
    std::string corp_id = "ding9f50b15bccd16741";
    std::chrono::milliseconds deadline{2500};     ///< platforms/dingtalk.md §3.3
    int tries = 2;                                ///< repeats are unconfirmed, §3.3: assume them
    std::chrono::milliseconds ack_deadline{3000}; ///< of a Stream push, §3.3
    bool awkward_tickets = true;                  ///< Stream tickets with + / and =, which a client must percent-encode
    std::chrono::milliseconds session_life{std::chrono::minutes(90)}; ///< §3.4
};

/// An application robot that hears over Stream (platforms/dingtalk.md §4) or HTTP (§3). As a Target it is its
/// sessionWebhooks.
class DingtalkBot final : public Target {
public:
    DingtalkBot(Stage& stage, DingtalkBotSettings settings);

    /// A person types. Over a Stream connection when one is there, `status` is then the code of its ack; otherwise over
    /// HTTP, where an answer in the response is shown.
    boost::asio::awaitable<Hearing> speak(Speech said);
    /// A person sends a file one-to-one: groups deliver none (§3.2).
    boost::asio::awaitable<Hearing> send_file(std::string user, std::string file_name, std::string bytes);
    /// Where the file behind a downloadCode is; empty for a code that is none of this robot's.
    std::string address_of_file(std::string_view code) const;
    /// The last push once more, byte for byte.
    boost::asio::awaitable<CallbackAnswer> replay();
    /// The object of §3.2 for something said, with a fresh sessionWebhook.
    nlohmann::json message_for(const Speech& said, Hearing& heard);

    /// The same for a file.
    nlohmann::json file_message(const Speech& said, std::string file_name, std::string bytes, Hearing& heard);

    DingtalkStream& stream() { return stream_; }
    const DingtalkBotSettings& settings() const { return settings_; }
    bool issued(std::string_view session) const { return sessions_.find(session) != sessions_.end(); }
    Received read_reply(const Request& request) const;
    Judgement judge_reply(const Request& request);

private:
    struct Session {
        std::string chat; ///< as people see it
        InstantMs until;
    };
    boost::asio::awaitable<Hearing> push(Hearing heard, Speech said, std::string body);
    boost::asio::awaitable<Hearing> push_over_stream(Hearing heard, std::string body);
    boost::asio::awaitable<Hearing> push_over_http(Hearing heard, Speech said, std::string body);
    CallbackRequest push_of(const std::string& body, Forgery forgery) const;
    void show(Hearing& heard, const Speech& said, const std::string& body);
    std::string chat_of(const Speech& said) const;

    DingtalkBotSettings settings_;
    DingtalkStream stream_;
    CallbackRequest last_;
    std::map<std::string, Session, std::less<>> sessions_;
    FileShelf files_;
    std::map<std::string, std::string, std::less<>> file_addresses_; ///< by downloadCode
};

namespace dingtalk {

/// The route of all session webhooks; `find` gives the bot that issued a session or nothing.
void add_session_route(Stage& stage, std::function<DingtalkBot*(std::string_view session)> find);

} // namespace dingtalk
} // namespace tongbao::simulator
