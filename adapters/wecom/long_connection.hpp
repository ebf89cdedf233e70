#pragma once

#include "adapters/error_table.hpp"
#include "adapters/websocket.hpp"
#include "adapters/wecom/bot_frames.hpp"

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <map>

namespace tongbao::adapters::wecom {

struct LongConnectionSettings {
    std::string url = "wss://openws.work.weixin.qq.com";
    std::string bot_id;
    std::string secret;
    // platforms/wecom.md §6.5, rules 2 and 5
    std::chrono::milliseconds ping_every{30'000};
    std::chrono::milliseconds ack_deadline{5'000};
    int pings_missed_at_most = 1;
    /// After a stop: for acknowledgements under way, and again for the goodbye.
    std::chrono::milliseconds patience{1'000};
    std::size_t max_waiting = 256; ///< messages not handed over yet; beyond them nothing is read
};

/// Why a connection ended.
struct LongConnectionEnd {
    enum class Reason {
        lost,    ///< network or server: try again
        refused, ///< the bot's id or secret is wrong
        evicted, ///< another connection subscribed for this bot: coming back would evict that one (rule 4)
        stopped, ///< cancelled
    };
    Reason reason = Reason::lost;
    std::string what; ///< for operators; holds no secret
    bool subscribed = false;
};

/// What became of a frame of ours. Without `answer`: the connection ended or the platform said nothing in time.
struct FrameOutcome {
    bool left = false; ///< some of it may have reached the platform
    std::optional<ErrorAnswer> answer;
};

/// The one long connection of a bot (platforms/wecom.md §6.5).
class LongConnection {
public:
    /// Called for one message after the other, never cancelled half-way. The platform sends none twice on its own, so
    /// it had better not throw.
    using OnMessage = std::function<boost::asio::awaitable<void>(Message, std::string req_id)>;

    /// `client` must outlive the connection.
    LongConnection(boost::asio::any_io_executor executor, WebSocketClient& client, LongConnectionSettings settings);
    ~LongConnection();

    /// Connects, subscribes, pings and hears until the connection ends; when cancelled, says goodbye first.
    /// One at a time.
    boost::asio::awaitable<LongConnectionEnd> hold(OnMessage on_message, std::function<void()> on_subscribed);

    /// Sends one frame and waits for its acknowledgement. Not twice at a time with one `req_id`: the answers could not
    /// be told apart (rule 5). Fails at once while nothing is subscribed.
    boost::asio::awaitable<FrameOutcome> ask(std::string cmd, std::string req_id, std::string body);
    bool subscribed() const { return subscribed_; }
    /// A req_id that nobody has used.
    static std::string new_req_id(std::string_view cmd);

private:
    struct Life;
    struct Asked;
    boost::asio::awaitable<FrameOutcome> exchange(std::string cmd, std::string req_id, std::string body);
    boost::asio::awaitable<void> read_frames(Life& life);
    boost::asio::awaitable<void> hand_over(Life& life, const OnMessage& on_message);
    boost::asio::awaitable<void> subscribe_and_ping(Life& life, const std::function<void()>& on_subscribed);
    boost::asio::awaitable<void> ping(Life& life);
    boost::asio::awaitable<void> close_when_stopped(Life& life);
    void hear(Life& life, BotFrame frame);
    void end(Life& life, LongConnectionEnd::Reason reason, std::string what);

    boost::asio::any_io_executor executor_;
    WebSocketClient& client_;
    LongConnectionSettings settings_;
    Life* life_ = nullptr;
    bool subscribed_ = false;
    std::map<std::string, std::shared_ptr<Asked>> asked_; ///< by req_id
};

} // namespace tongbao::adapters::wecom
