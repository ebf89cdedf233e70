#pragma once

#include "tests/simulator/simulator.hpp"
#include "tests/simulator/speech.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::simulator {

/// Adds the robot or bot that a JSON object describes: `kind` is wecom_robot, dingtalk_robot, wecom_bot,
/// dingtalk_bot, wecom_app or dingtalk_app, the other members are named like those of the settings, durations in ms
/// with the suffix `_ms`. Gives what a client needs to reach it. Throws std::invalid_argument for an unknown kind or
/// member.
nlohmann::json add_from_json(Simulator& simulator, const nlohmann::json& object);
Speech speech_from_json(const nlohmann::json& object);
nlohmann::json to_json(const Hearing& heard);
/// Throws std::invalid_argument for an unknown name.
TlsFlaw tls_flaw_named(const std::string& name);

} // namespace tongbao::simulator
