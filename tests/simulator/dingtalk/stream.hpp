#pragma once

#include "tests/simulator/speech.hpp"
#include "tests/simulator/stage.hpp"

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator {

struct DingtalkBotSettings;

/// What a client sent back for a frame (platforms/dingtalk.md §4.4). `code` 0: nothing in time.
struct StreamAck {
    int code = 0;
    std::string data{};
};

/// The Stream gateway of one application (platforms/dingtalk.md §4): endpoint and ticket, then frames.
class DingtalkStream {
public:
    DingtalkStream(Stage& stage, const DingtalkBotSettings& bot);
    ~DingtalkStream();

    /// Connections to which messages are routed.
    std::size_t connections() const;
    /// Sends a robot message to one connection that subscribed to it, chosen at random, and waits for its ack.
    boost::asio::awaitable<StreamAck> push(std::string message);
    /// The last robot message again, with the same or a new messageId (§4.5).
    boost::asio::awaitable<StreamAck> push_again(bool new_message_id);
    /// A SYSTEM ping to the newest connection; a good client gives the data back.
    boost::asio::awaitable<StreamAck> ping(std::string opaque);
    /// An order to go to the newest connection: no more messages there, TCP is cut after `cut_after` (§4.3).
    void disconnect(std::string reason, std::chrono::milliseconds cut_after = std::chrono::seconds(10));
    /// The newest connection ends without a close frame, or stays open and says nothing any more.
    void cut();
    void fall_silent();
    /// Any text or frame to the newest connection.
    void send(Frame frame);
    /// Two robot messages in one TCP segment.
    void send_together(const std::string& one, const std::string& other);
    /// Everything that came from clients, acks included.
    const std::vector<std::string>& heard() const;

    Judgement open(const Request& request);
    bool issued(const std::string& ticket) const;
    /// A ticket opens one connection within 90 s (§4.2).
    bool takes(const std::string& ticket) const;
    boost::asio::awaitable<void> converse(WebSocket socket, std::string ticket);

private:
    struct State;
    std::unique_ptr<State> state_;
};

namespace dingtalk {

/// The gateway's route and that of the sockets; the functions find an application or nothing.
void add_stream_routes(Stage& stage, std::function<DingtalkStream*(std::string_view client_id)> by_client,
                       std::function<DingtalkStream*(const std::string& ticket)> by_ticket);

} // namespace dingtalk
} // namespace tongbao::simulator
