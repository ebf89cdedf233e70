#pragma once

#include "tests/simulator/dingtalk/app.hpp"
#include "tests/simulator/dingtalk/bot.hpp"
#include "tests/simulator/dingtalk/robot.hpp"
#include "tests/simulator/stage.hpp"
#include "tests/simulator/test_ca.hpp"
#include "tests/simulator/web_server.hpp"
#include "tests/simulator/wecom/app.hpp"
#include "tests/simulator/wecom/bot.hpp"
#include "tests/simulator/wecom/robot.hpp"

namespace tongbao::simulator {

struct SimulatorSettings {
    std::filesystem::path folder{};                  ///< for the certificates; made when missing
    std::optional<std::filesystem::path> log_file{}; ///< where the receive log survives
    std::uint16_t port = 0;                          ///< 0: any free one
    TlsFlaw tls_flaw = TlsFlaw::none;
    std::function<InstantMs()> now{}; ///< empty: the system's clock
};

/// Both platforms behind one HTTPS port on 127.0.0.1, refusing what platforms/wecom.md §11 and platforms/dingtalk.md §9
/// say that the vendors refuse. Lives on one thread, that of the executor's context, and is used from there only.
/// References it hands out stay valid as long as it lives.
class Simulator {
public:
    /// Listens at once. Throws when the folder, the log or the port cannot be used.
    Simulator(boost::asio::any_io_executor executor, SimulatorSettings settings);
    ~Simulator();

    /// https://127.0.0.1:port, the base of both platforms' APIs.
    const std::string& base_url() const { return stage_.base_url; }
    std::string ca_file() const { return ca_.ca_file(); }

    WecomRobot& add(WecomRobotSettings settings);
    DingtalkRobot& add(DingtalkRobotSettings settings);
    WecomBot& add(WecomBotSettings settings);
    DingtalkBot& add(DingtalkBotSettings settings);
    WecomApp& add(WecomAppSettings settings);
    DingtalkApp& add(DingtalkAppSettings settings);
    /// How people know the group behind a platform's chat id.
    void name_chat(const std::string& id, const std::string& name) { stage_.chat_names[id] = name; }

    /// By name; nothing when unknown.
    WecomBot* wecom_bot(std::string_view name);
    DingtalkBot* dingtalk_bot(std::string_view name);
    WecomApp* wecom_app(std::string_view name);
    DingtalkApp* dingtalk_app(std::string_view name);
    /// Takes the robot of that name out of its group. Throws std::invalid_argument when there is none.
    void remove_robot(std::string_view name);

    const ReceiveLog& log() const { return stage_.log; }
    /// Called after each entry of the receive log.
    void on_received(std::function<void(const Received&)> listener) { stage_.log.on_received(std::move(listener)); }
    /// For behaviours of whole routes or of targets without a handle; see Target for the usual way.
    Script& script() { return stage_.script; }
    /// Requests that reached a path, looked at or not.
    int calls(const std::string& path) const;
    /// Called for all that people can read, typed by a person or posted by a robot, as it happens.
    void on_line(std::function<void(const Line&)> listener) { stage_.on_line = std::move(listener); }
    /// The server itself: to take it down and up again.
    WebServer& server() { return *server_; }

private:
    Reaction react(const Request& request);
    std::optional<Reaction> refuse_upgrade(const Request& request);
    Judgement judge(const Request& request, Route& route, Received& entry, const std::optional<Behaviour>& scripted);
    void add_routes();

    TestCa ca_;
    Stage stage_;
    std::map<std::string, std::unique_ptr<WecomRobot>, std::less<>> wecom_robots_;
    std::map<std::string, std::unique_ptr<DingtalkRobot>, std::less<>> dingtalk_robots_;
    std::vector<std::unique_ptr<WecomBot>> wecom_bots_;
    std::vector<std::unique_ptr<DingtalkBot>> dingtalk_bots_;
    std::vector<std::unique_ptr<WecomApp>> wecom_apps_;
    std::vector<std::unique_ptr<DingtalkApp>> dingtalk_apps_;
    std::unique_ptr<WebServer> server_;
};

} // namespace tongbao::simulator
