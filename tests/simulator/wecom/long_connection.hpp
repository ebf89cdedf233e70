#pragma once

#include "tests/simulator/speech.hpp"
#include "tests/simulator/stage.hpp"

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator {

struct WecomBotSettings;

/// The long connection of one bot (platforms/wecom.md §6.5): subscribe, acknowledgements by req_id, one holder.
class WecomLongConnection {
public:
    WecomLongConnection(Stage& stage, const WecomBotSettings& bot);
    ~WecomLongConnection();

    /// A subscribed connection is there.
    bool connected() const;
    /// Gives a message or event of §6.1 to the subscriber; nothing confirms it.
    void push(const nlohmann::json& body);
    /// The last message once more.
    void push_again();
    /// The next acknowledgements are never sent.
    void withhold_acks(int count);
    /// Frames carry raw control characters inside their texts (rule 10).
    void add_control_characters(bool on);
    /// The connection ends without a close frame, or stays open and says nothing any more.
    void cut();
    void fall_silent();
    /// All frames that came from clients, in order.
    const std::vector<std::string>& heard() const;

    bool takes(const std::string& bot_id, const std::string& secret) const;
    /// Another connection subscribed: it becomes the holder, an older one is told and closed (rule 4).
    void subscribe(WebSocket socket);
    /// One frame of the holder.
    void take(WebSocket socket, const nlohmann::json& frame);
    void leave(const WebSocket& socket);

private:
    struct State;
    std::unique_ptr<State> state_;
};

namespace wecom {

/// Where all bots connect; `find` gives the connection of a bot id or nothing.
void add_socket_route(Stage& stage, std::function<WecomLongConnection*(std::string_view bot_id)> find);

} // namespace wecom
} // namespace tongbao::simulator
