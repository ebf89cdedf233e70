#pragma once

#include "bot/config.hpp"

#include <nlohmann/json_fwd.hpp>

namespace tongbao::bot {

struct ConfigSource;

/// Each fills its part of `source.reading.config` from the whole file and checks what a schema cannot say.
void read_places(const nlohmann::json& root, const ConfigSource& source);  ///< store, calendar, templates, drop_folder
void read_network(const nlohmann::json& root, const ConfigSource& source); ///< listen, network
void read_monitor(const nlohmann::json& root, const ConfigSource& source);
void read_rules(const nlohmann::json& root, const ConfigSource& source);    ///< figures, people, ranking, retention
void read_circular(const nlohmann::json& root, const ConfigSource& source); ///< circular, operators
void read_groups(const nlohmann::json& root, const ConfigSource& source);
void read_wecom(const nlohmann::json& root, const ConfigSource& source);
void read_dingtalk(const nlohmann::json& root, const ConfigSource& source);
void read_apps(const nlohmann::json& root, const ConfigSource& source); ///< wecom.apps, dingtalk.apps

/// What one section says of another: names used twice, and names of nothing. After all of the above.
void check_names(const Config& config, const ConfigSource& source);

} // namespace tongbao::bot
