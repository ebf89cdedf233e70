#include "bot/demo/platforms.hpp"

#include "bot/demo/credentials.hpp"

#include <algorithm>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

namespace tongbao::bot::demo {
namespace {

constexpr const char* group_name = "学习管理员工作群";

} // namespace

Platforms::Platforms(boost::asio::any_io_executor executor, const Place& place, const Clock& clock, Speakers speakers)
    : speakers_(std::move(speakers)),
      simulator_(executor, {.folder = place.folder / "platforms", .log_file = place.received(), .now = [&clock] {
                                return clock.now_ms();
                            }})
{
    simulator_.name_chat(wecom_chat, group_name);
    simulator_.name_chat(dingtalk_chat, group_name);
    simulator_.add(simulator::WecomRobotSettings{.name = wecom_group, .key = wecom_key, .group = group_name});
    simulator_.add(simulator::DingtalkRobotSettings{.name = dingtalk_group,
                                                    .access_token = dingtalk_token,
                                                    .group = group_name,
                                                    .secret = dingtalk_signing_secret});
    simulator_.on_line([this](const simulator::Line& line) { print(line); });
}

void Platforms::open_bots(std::uint16_t port)
{
    const auto service = fmt::format("http://127.0.0.1:{}", port);
    wecom_ = &simulator_.add(simulator::WecomBotSettings{.name = bot_name,
                                                         .bot_id = "AIBdemo",
                                                         .url = service + wecom_path,
                                                         .token = wecom_token,
                                                         .aes_key = wecom_aes_key});
    dingtalk_ = &simulator_.add(simulator::DingtalkBotSettings{.name = bot_name,
                                                               .client_id = dingtalk_client,
                                                               .client_secret = dingtalk_app_secret,
                                                               .url = service + dingtalk_path});
}

boost::asio::awaitable<void> Platforms::say_in_wecom(std::string text)
{
    simulator::Speech said(speakers_.secretariat.id, std::move(text), wecom_chat);
    co_await wecom_->speak(said);
}

boost::asio::awaitable<void> Platforms::say_in_dingtalk(std::string text)
{
    simulator::Speech said(speakers_.administrator.id, std::move(text), dingtalk_chat);
    co_await dingtalk_->speak(said);
}

std::size_t Platforms::circulars(const std::string& group)
{
    const auto received = simulator_.log().accepted_by(group);
    return static_cast<std::size_t>(std::ranges::count_if(received, [](const simulator::Received& one) {
        return one.content.find("周通报】周通报") != std::string::npos;
    }));
}

std::size_t Platforms::answers(const std::string& platform)
{
    const auto& entries = simulator_.log().entries();
    return static_cast<std::size_t>(std::ranges::count_if(entries, [&](const simulator::Received& one) {
        return one.target == bot_name && one.platform == platform && one.fate == simulator::Fate::accepted;
    }));
}

void Platforms::print(const simulator::Line& line) const
{
    auto speaker = line.speaker;
    for (const auto& person : {speakers_.administrator, speakers_.secretariat})
        if (speaker == person.id)
            speaker = person.name;
    if (speaker == wecom_group || speaker == dingtalk_group)
        speaker = "通报机器人";
    fmt::print("\n【{} · {}】{}：\n{}\n", line.platform == "wecom" ? "企业微信" : "钉钉", line.chat, speaker,
               line.text);
    std::fflush(stdout);
}

} // namespace tongbao::bot::demo
