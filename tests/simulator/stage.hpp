#pragma once

#include "tests/simulator/behaviour.hpp"
#include "tests/simulator/receive_log.hpp"
#include "tests/simulator/web_socket.hpp"

#include <map>

namespace tongbao::simulator {

/// What a platform says about one request, before anything is scripted over it.
struct Judgement {
    Fate fate = Fate::accepted;
    int code = 0;
    std::string reason;
    Response response;
};

/// One path of a platform. `read` only looks; `judge` changes the platform's state.
struct Route {
    std::function<Received(const Request&)> read;
    std::function<Judgement(const Request&, Received&)> judge; ///< may correct what was read
    bool logged = true; ///< false for routes that send nothing, such as those for access tokens
};

/// One path on which WebSockets are accepted.
struct SocketRoute {
    std::function<std::string(const Request&)> target;
    /// Why the upgrade is refused; empty when it is not.
    std::function<std::optional<Response>(const Request&)> refuse;
    std::function<boost::asio::awaitable<void>(Request, WebSocket)> converse;
};

/// Something said in a chat, by a person or by a robot, as people see it.
struct Line {
    InstantMs at;
    std::string platform;
    std::string chat; ///< a group's name, or the person of a one-to-one chat
    std::string speaker;
    std::string text;
};

/// What the parts of the simulator share. They live as long as the simulator.
struct Stage {
    std::function<InstantMs()> now;
    std::string base_url; ///< https://127.0.0.1:port
    Script script;
    ReceiveLog log;
    std::map<std::string, Route> routes;
    std::map<std::string, SocketRoute> socket_routes;
    std::map<std::string, int> calls;                           ///< requests by path
    std::map<std::string, std::string, std::less<>> chat_names; ///< by the platform's chat id
    std::function<void(const Line&)> on_line;

    void say(const Line& line) const;
    /// Logs what arrived and, when people can read it, says it.
    void record(Received entry);
    /// The chat id itself where no name is known.
    std::string name_of_chat(const std::string& id) const;
};

/// One sending address of a platform, by which a test steers it and asks what arrived.
class Target {
public:
    Target(Stage& stage, std::string route, std::string name);
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    const std::string& name() const { return name_; }
    /// The next request gets this verdict (see behaviour::answer).
    void answer_next(std::string json_body) { next(behaviour::answer(std::move(json_body))); }
    void next(Behaviour behaviour);
    /// From now on, until `behave`.
    void always(Behaviour behaviour);
    void behave();
    /// Everything that arrived for it, in order.
    std::vector<Received> received() const;
    /// What people can read.
    std::vector<Received> accepted() const;

protected:
    ~Target() = default;
    Stage& stage() const { return stage_; }
    const std::string& route() const { return route_; }

private:
    Stage& stage_;
    std::string route_;
    std::string name_;
};

} // namespace tongbao::simulator
