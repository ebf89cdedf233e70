#pragma once

#include "tests/simulator/wecom/callback.hpp"

#include <deque>
#include <nlohmann/json_fwd.hpp>
#include <set>

namespace tongbao::simulator {

struct WecomAppSettings {
    std::string name{};
    std::string corp_id{};
    std::string secret{};
    std::int64_t agent_id = 1000002;
    std::vector<std::string> members{};    ///< user ids in its visible range
    std::vector<std::string> unlicensed{}; ///< of these, those without an interface licence
    bool trusts_caller = true;             ///< false: our address is not on the trusted list (60020)
    std::chrono::seconds token_life{7200};
    std::string url{};     ///< the service's callback address; empty: none
    std::string token{};   ///< of the callback
    std::string aes_key{}; ///< EncodingAESKey
    std::chrono::milliseconds deadline{5000};
};

/// A self-built app: one-to-one messages and the callback of §5 (platforms/wecom.md §4 and §5). As a Target it is
/// message/send.
class WecomApp final : public Target {
public:
    WecomApp(Stage& stage, WecomAppSettings settings);

    const WecomAppSettings& settings() const { return settings_; }
    /// The token given out expires now (42001), or was never given out (40014).
    void expire_token();
    void forget_token();
    /// Reset in the console: the token given out goes with the old one.
    void change_secret(std::string secret);
    const std::string& token() const { return token_; }
    void trust_caller(bool trust) { settings_.trusts_caller = trust; }
    /// Messages to a member beyond 30 a minute or 1000 an hour, which nobody saw (§4.8).
    int dropped() const { return dropped_; }

    /// A member writes to the app; the passive reply, if any, is shown.
    boost::asio::awaitable<Hearing> speak(Speech said);
    /// An event such as enter_agent or click; events have no MsgId (§5.4).
    boost::asio::awaitable<Hearing> notify(std::string user, std::string event, std::string key);
    boost::asio::awaitable<std::string> check_url() { return callback_.check_url(); }
    boost::asio::awaitable<CallbackAnswer> replay() { return callback_.replay(); }

    Judgement give_token();
    bool gave(std::string_view token) const;
    Judgement send(const Request& request, Received& entry);
    Judgement update_card(const Request& request);
    Judgement upload(const Request& request);

private:
    std::optional<Judgement> refused_access(const Request& request) const;
    bool is_duplicate(const nlohmann::json& message, const std::string& body);
    bool over_the_rate(const std::string& member);
    boost::asio::awaitable<Hearing> give(Hearing heard, Speech said, std::string xml);

    WecomAppSettings settings_;
    wecom::CallbackSender callback_;
    std::string token_;
    InstantMs token_until_;
    std::set<std::string, std::less<>> expired_;
    std::map<std::string, InstantMs> bodies_; ///< identical bodies swallowed until then
    std::map<std::string, std::deque<InstantMs>> sent_;
    std::map<std::string, InstantMs> response_codes_;
    std::map<std::string, InstantMs> media_;
    int dropped_ = 0;
};

namespace wecom {

/// The apps' routes; `all` lists them.
void add_app_routes(Stage& stage, std::function<std::vector<WecomApp*>()> all);

} // namespace wecom
} // namespace tongbao::simulator
