#include "adapters/dingtalk/api_codes.hpp"

#include <algorithm>

namespace tongbao::adapters::dingtalk {
namespace {

using namespace std::chrono_literals;

constexpr Scope message = Scope::message;
constexpr Scope target = Scope::target;
constexpr Scope configuration = Scope::configuration;
constexpr Verdict refused = Verdict::refused;
constexpr Verdict deferred = Verdict::deferred;
constexpr Verdict retry = Verdict::retry;

// Sections are those of platforms/dingtalk.md.

constexpr ApiCode send_table[] = {
    {"system.error", retry, message, "the platform failed"},                                                    // §2.9
    {"system.busy", retry, message, "the platform is busy"},                                                    // §2.9
    {"unknown.send.result", Verdict::uncertain, message, "the platform does not know whether it was sent"},     // §2.9
    {"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", deferred, configuration, "too many calls a second", 2s}, // §2.8
    {"Forbidden.AccessDenied.QpmLimitForAppkeyAndApi", deferred, configuration, "too many calls a minute", 60s}, // §2.8
    {"Forbidden.AccessDenied.QpsLimitForApi", deferred, configuration, "the platform is overloaded", 4s},     // §2.8
    {"Forbidden.AccessDenied.ApiCountLimitForOrg", refused, configuration, "the monthly quota is used up"},   // §2.8
    {"toomuch.msg", deferred, configuration, "too many messages of this robot", 60s},                         // §2.8
    {"send.too.fast", deferred, target, "too many messages to this target", 60s},                             // §2.8
    {"send.byToken.tooFast", deferred, configuration, "too many messages of this robot", 60s},                // §2.8
    {"too.many.group", deferred, configuration, "too many groups at once", 60s},                              // §2.8
    {"too.many.people", deferred, configuration, "too many people at once", 60s},                             // §2.8
    {"InvalidAuthentication", refused, configuration, "the access token is invalid, also after one renewal"}, // §2.2
    {"invalidParameter.msgKey.*", refused, message, "the message type is wrong: a defect of our body"},       // §2.9
    {"invalidParameter.msgParam.*", refused, message, "the content is wrong or too long"},                    // §2.9
    {"invalidParameter.param.invalid", refused, message, "a parameter is wrong"},                             // §2.9
    {"invalidParameter.msg.unsupport", refused, message, "the message type is not supported"},                // §2.9
    {"invalidParameter.msgBody.invalid", refused, message, "the body is wrong: a defect of ours"},            // §2.9
    {"miss.param.*", refused, message, "a parameter is missing: a defect of our body"},                       // §2.9
    {"invalid.param.*", refused, message, "a parameter is wrong: a defect of our body"},                      // §2.9
    {"contain.unsafe.url", refused, message, "an unsafe link in the content: change the text"},               // §2.9
    {"contain.notAllowed.*", refused, message, "content that is not allowed: change the text"},               // §2.9
    {"sendMessage.model.notMatch", refused, message, "the message does not fit the robot's mode"},            // §2.9
    {"group.disbanded", refused, target, "the group was dissolved"},                                          // §2.9
    {"invalid.openConversationId", refused, target, "the group's id is wrong"},                               // §2.9
    {"miss.openConversationId", refused, target, "the group's id is missing"},                                // §2.9
    {"conversation.org.notMatch", refused, target, "the group belongs to another organisation"},              // §2.9
    {"bot.stopped", refused, target, "the robot was stopped"},                                                // §2.9
    {"resource.not.found", refused, target, "the robot is not in the group, or the id is no group's"},        // §2.9
    {"resource.unavailable", refused, target, "the group cannot be reached"},                                 // §2.9
    {"staffId.notExisted", refused, target, "the user id is unknown"},                                        // §2.9
    {"robot.oto.notExist", refused, target, "the robot has no one-to-one chat with that person"},             // §2.9
    {"chatbotId.notAllow.sendOTO", refused, target, "the robot may not write to that person"},                // §2.9
    {"invalidParameter.userIds.*", refused, target, "a user id is wrong"},                                    // §2.9
    {"illegal.receivers", refused, target, "a recipient is not allowed"},                                     // §2.9
    {"receivers.exceed", refused, target, "too many recipients"},                                             // §2.9
    {"invalidParameter.robotCode.*", refused, configuration, "the robot code is wrong"},                      // §2.9
    {"template.not.existed", refused, configuration, "the message template does not exist"},                  // §2.9
    {"template.stopped", refused, configuration, "the message template was stopped"},                         // §2.9
    {"invalidParameter.token.invalid", refused, configuration, "the access token is invalid"},                // §2.9
    {"token.notExisted", refused, configuration, "the access token does not exist"},                          // §2.9
    {"unauthorized", refused, configuration, "the app is not authorised"},                                    // §2.9
    {"auth.error", refused, configuration, "the app is not authorised"},                                      // §2.9
    {"Forbidden.AccessDenied.AccessTokenPermissionDenied", refused, configuration,
     "the app lacks the permission qyapi_robot_sendmsg: grant it in the developer console"}, // §2.2
    {"Forbidden.AccessDenied.IpNotInWhiteList", refused, configuration, "our address is not in the app's list"}, // §2.9
    {"send.forbidden", refused, configuration, "the robot may not send"},                                   // §2.9
    {"bot.forbidden.sendMessage", refused, configuration, "the robot may not send"},                        // §2.9
    {"ip.not.match", refused, configuration, "our address is not in the app's list"},                       // §2.9
    {"keywords.not.match", refused, configuration, "the robot's keyword is missing in the text"},           // §2.9
    {"sign.not.match", refused, configuration, "the signature is wrong"},                                   // §2.9
    {"only.groupAdmin.canAtAll", refused, configuration, "only the group's administrator may mention all"}, // §2.9
};

constexpr ApiCode token_table[] = {
    {"invalidClientIdOrSecret", refused, configuration, "the client id or secret is wrong"},                // §2.1
    {"Missingbody", refused, configuration, "the token request was not understood: a defect of ours"},      // §2.1
    {"system.error", retry, message, "the platform failed"},                                                // §2.9
    {"system.busy", retry, message, "the platform is busy"},                                                // §2.9
    {"Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", deferred, configuration, "asked too often", 2s},     // §2.8
    {"Forbidden.AccessDenied.QpmLimitForAppkeyAndApi", deferred, configuration, "asked too often", 60s},    // §2.8
    {"Forbidden.AccessDenied.QpsLimitForApi", deferred, configuration, "the platform is overloaded", 4s},   // §2.8
    {"Forbidden.AccessDenied.ApiCountLimitForOrg", refused, configuration, "the monthly quota is used up"}, // §2.8
    {"Forbidden.AccessDenied.IpNotInWhiteList", refused, configuration, "our address is not in the app's list"}, // §2.9
    {"unauthorized", refused, configuration, "the app is not authorised"}, // §2.9
    {"auth.error", refused, configuration, "the app is not authorised"},   // §2.9
};

bool covers(std::string_view pattern, std::string_view code)
{
    return pattern.ends_with('*') && code.starts_with(pattern.substr(0, pattern.size() - 1));
}

} // namespace

std::span<const ApiCode> send_codes()
{
    return send_table;
}

std::span<const ApiCode> token_codes()
{
    return token_table;
}

const ApiCode* find_code(std::span<const ApiCode> codes, std::string_view code)
{
    auto found = std::ranges::find(codes, code, &ApiCode::code);
    if (found == codes.end())
        found = std::ranges::find_if(codes, [code](const auto& row) { return covers(row.code, code); });
    return found == codes.end() ? nullptr : &*found;
}

} // namespace tongbao::adapters::dingtalk
