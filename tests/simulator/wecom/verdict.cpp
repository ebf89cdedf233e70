#include "tests/simulator/wecom/verdict.hpp"

#include <nlohmann/json.hpp>
#include <random>

namespace tongbao::simulator::wecom {
namespace {

std::string new_hint()
{
    std::random_device source;
    std::string digits;
    while (digits.size() < 24)
        digits += static_cast<char>('0' + source() % 10);
    return digits;
}

} // namespace

Judgement refused(int errcode, const std::string& text, const Request& request)
{
    const auto number = std::to_string(errcode);
    const nlohmann::json body{
        {"errcode", errcode},
        {"errmsg", text + ", hint: [" + new_hint() + "], from ip: " + request.peer +
                       ", more info at https://open.work.weixin.qq.com/devtool/query?e=" + number}};
    return {Fate::refused, errcode, text, {200, body.dump(), "application/json; charset=UTF-8", {}}};
}

Judgement accepted(const std::string& errmsg)
{
    return accepted(nlohmann::json{{"errcode", 0}, {"errmsg", errmsg}});
}

Judgement accepted(const nlohmann::json& members)
{
    nlohmann::json body{{"errcode", 0}, {"errmsg", "ok"}};
    body.update(members);
    return {Fate::accepted, 0, "", {200, body.dump(), "application/json; charset=UTF-8", {}}};
}

} // namespace tongbao::simulator::wecom
