#pragma once

#include <string>
#include <vector>

/// `tongbao doctor`: what is in order, what is doubtful, what is broken, each with what to do. No secret is in any of
/// it.
namespace tongbao::bot::doctor {

enum class Level { ok, warning, failed };
std::string_view name_of(Level level);

struct Check {
    Level level = Level::ok;
    std::string what;   ///< a stable word and its subject: clock qyapi.weixin.qq.com
    std::string found;  ///< what was seen
    std::string advice; ///< empty when it is in order
};
using Checks = std::vector<Check>;

inline Check ok(std::string what, std::string found)
{
    return {Level::ok, std::move(what), std::move(found), ""};
}
inline Check warning(std::string what, std::string found, std::string advice)
{
    return {Level::warning, std::move(what), std::move(found), std::move(advice)};
}
inline Check failed(std::string what, std::string found, std::string advice)
{
    return {Level::failed, std::move(what), std::move(found), std::move(advice)};
}

} // namespace tongbao::bot::doctor
