#pragma once

#include "bot/config.hpp"

#include <set>

namespace tongbao::bot {

/// How the service writes to one person without having been spoken to one-to-one.
struct PrivateWay {
    std::string target;
    std::string address;
};

/// The way to an account of `platform`: its first app; for WeCom else the long connection of a bot, rather of
/// `heard_by`, which reaches only those who have spoken to it one-to-one before. Empty when there is none. Pure.
std::optional<PrivateWay> private_way(const Config& config, std::string_view platform, const std::string& user_id,
                                      std::string_view heard_by = {});

/// The bots that hear groups and have a private way to whoever speaks there. Pure.
std::set<std::string> private_receivers(const Config& config);

} // namespace tongbao::bot
