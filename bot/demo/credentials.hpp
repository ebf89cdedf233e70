#pragma once

/// The invented robots, bots and groups of the demo: the same for the platforms and for the service's configuration.
namespace tongbao::bot::demo {

constexpr const char* wecom_group = "wecom-admins";
constexpr const char* wecom_chat = "wrDemoAdministrators";
constexpr const char* wecom_key = "0b1c2d3e-4f50-4172-8394-a5b6c7d8e9f0";
constexpr const char* wecom_bot = "wecom-bot";
constexpr const char* wecom_path = "/wecom/bot";
constexpr const char* wecom_token = "demoTokenOfTheSmartBot";
constexpr const char* wecom_aes_key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

constexpr const char* dingtalk_group = "dingtalk-admins";
constexpr const char* dingtalk_chat = "cidDemoAdministrators";
constexpr const char* dingtalk_token = "d0c1b2a394857667584930a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5";
constexpr const char* dingtalk_signing_secret = "SECdemo0123456789abcdef0123456789abcdef0123456789abcdef01234567";
constexpr const char* dingtalk_bot = "dingtalk-bot";
constexpr const char* dingtalk_path = "/dingtalk/robot";
constexpr const char* dingtalk_client = "dingdemoclientid0001";
constexpr const char* dingtalk_app_secret = "demo-app-secret-of-the-application-robot";

constexpr const char* bot_name = "学习助手";

} // namespace tongbao::bot::demo
