#pragma once

#include "tests/simulator/stage.hpp"

#include <deque>

namespace tongbao::simulator {

struct WecomRobotSettings {
    std::string name{};
    std::string key{};
    std::string group{};               ///< where it speaks; empty: a group called like the robot
    std::size_t max_text_bytes = 2048; ///< documented; real servers were seen to take up to 5120
    int per_minute = 20;
};

/// A group robot behind a webhook key (platforms/wecom.md §3).
class WecomRobot final : public Target {
public:
    WecomRobot(Stage& stage, WecomRobotSettings settings);

    std::string url() const;
    std::string upload_url() const;
    const WecomRobotSettings& settings() const { return settings_; }
    /// Taken out of the group: the key is unknown from now on.
    void remove() { removed_ = true; }
    bool removed() const { return removed_; }

    Judgement judge(const Request& request, const Received& read);
    Judgement upload(const Request& request);

private:
    struct Media {
        std::string id;
        InstantMs until;
    };
    bool over_the_rate();
    bool holds(const std::string& media_id) const;

    WecomRobotSettings settings_;
    bool removed_ = false;
    std::deque<InstantMs> sent_;
    std::vector<Media> media_;
};

namespace wecom {

/// What people would read of a robot's body, whatever its faults, and whom it alerts.
void read_message(const std::string& body, Received& into);
/// The bytes of the first part of a multipart body; empty when there is none.
std::string multipart_content(const std::string& body);
/// The robots' routes; `find` gives the robot of a key or nothing.
void add_robot_routes(Stage& stage, std::function<WecomRobot*(std::string_view key)> find);

} // namespace wecom
} // namespace tongbao::simulator
