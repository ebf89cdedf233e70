#pragma once

#include "tests/simulator/plain_server.hpp"
#include "tests/simulator/simulator.hpp"

namespace tongbao::simulator {

/// Steers a simulator over HTTP on the loopback interface, for tests of programs that run beside it. Each call is a
/// POST of a JSON object to one of these paths; it answers 200 with JSON, or 400 with `{"error": …}`.
///
///   /add         a robot or bot, see add_from_json          -> {"url"} for robots
///   /name_chat   {id, name}: how people know a chat
///   /script      {route, target?, behaviour, argument?, times?, always?}: see behaviour::named
///   /behave      {route, target?}: forgets what was scripted
///   /speak       {bot (or app), user, text, group?, message_id?, outsider?, forgery?}  -> Hearing
///   /replay      {bot}: its last callback once more         -> {"status"}
///   /check_url   {bot}                                      -> {"fault"}
///   /stream      {bot, event: ping | disconnect | cut | fall_silent | push_again, cut_after_ms?, new_message_id?}
///                                                             -> {"code", "data"} of the ack
///   /long_connection  {bot, event: push_again | withhold_acks | add_control_characters | cut | fall_silent, count?}
///   /app         {app, event: expire_token | forget_token | change_secret | trust_caller | may_send | throttle,
///                 on?, secret?, users?}
///   /token       {app}                                      -> {"token"}: the one it takes now
///   /received    {target?}                                  -> [Received]
///   /calls       {path}                                     -> {"calls"}
///   /remove      {robot}: out of its group
///   /clock       {advance_ms}: moves the platforms' clock
///   /down, /up   {}: the server refuses connections, or takes them again
class Control {
public:
    Control(boost::asio::any_io_executor executor, Simulator& simulator,
            std::function<void(std::chrono::milliseconds)> advance_clock);

    std::string url() const { return server_.url(); }

private:
    boost::asio::awaitable<Response> answer(Request request);

    Simulator& simulator_;
    std::function<void(std::chrono::milliseconds)> advance_clock_;
    PlainServer server_;
};

} // namespace tongbao::simulator
