#include "adapters/dingtalk/verdicts.hpp"

#include "adapters/error_table.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::dingtalk {
namespace {

using namespace std::chrono_literals;

constexpr Scope message = Scope::message;
constexpr Scope target = Scope::target;
constexpr Scope configuration = Scope::configuration;
constexpr Verdict refused = Verdict::refused;

/// Sections are those of platforms/dingtalk.md.
constexpr ErrorRow table[] = {
    {0, Verdict::sent},                                                                                 // §1.1
    {-1, Verdict::retry, message, "system busy"},                                                       // §1.7
    {130101, Verdict::deferred, message, "more than 20 messages a minute", 10min},                      // §1.6
    {410100, Verdict::deferred, message, "throttled", 10min},                                           // §1.6
    {300001, refused, target, "the token is unknown, the robot was removed, or the session has ended"}, // §1.7
    {300005, refused, target, "the token is unknown or the robot was removed"},                         // §1.7
    {40035, refused, message, "the JSON or a required member is missing: a defect of our body"},        // §1.7
    {43002, refused, message, "not a POST: a defect of our request"},                                   // §1.7
    {43004, refused, message, "wrong Content-Type: a defect of our request"},                           // §1.7
    {400013, refused, target, "the group was dissolved"},                                               // §1.7
    {400101, refused, configuration, "the access token does not exist"},                                // §1.7
    {400102, refused, target, "the robot is disabled"},                                                 // §1.7
    {400105, refused, message, "the message type is not supported: a defect of our body"},              // §1.7
    {400106, refused, target, "the robot is not in the group"},                                         // §1.7
    {430101, refused, message, "an unsafe link in the content: change the text"},                       // §1.7
    {430102, refused, message, "unsuitable text: change it"},                                           // §1.7
    {430103, refused, message, "an unsuitable picture: change it"},                                     // §1.7
    {430104, refused, message, "unsuitable content: change it"},                                        // §1.7
    {460101, refused, message, "the body exceeds 20000 bytes"},                                         // §1.6
    {101002, refused, message, "the body exceeds 20000 bytes"},                                         // §1.6
    {90030, refused, configuration, "the monthly quota of webhook messages is used up"},                // §1.6
};

/// 4002xx to 4006xx name a member of one message type that is missing or empty.
constexpr ErrorRow member_missing{400200, refused, message,
                                  "a required member is missing: a defect of our body"}; // §1.7

/// 310000 is one code for three security settings; its wording changed over the years, so fragments decide (§1.7).
struct Fragment {
    std::string_view text;
    ErrorRow row;
};
constexpr int security = 310000;
constexpr Fragment fragments[] = {
    {"timestamp", {security, Verdict::retry, configuration, "our time stamp is off: check the clock", 0s, 2}},
    {"时间戳", {security, Verdict::retry, configuration, "our time stamp is off: check the clock", 0s, 2}},
    {"sign", {security, refused, configuration, "the signing secret is wrong"}},
    {"签名", {security, refused, configuration, "the signing secret is wrong"}},
    {"keyword", {security, refused, configuration, "the robot's keyword is missing in the text"}},
    {"关键词", {security, refused, configuration, "the robot's keyword is missing in the text"}},
    {"whitelist", {security, refused, configuration, "our address is not in the robot's list"}},
    {"白名单", {security, refused, configuration, "our address is not in the robot's list"}},
};
constexpr ErrorRow some_security{security, refused, configuration, "a security setting of the robot refused us"};

const ErrorRow& security_row(const std::string& text)
{
    const auto found = std::find_if(std::begin(fragments), std::end(fragments), [&text](const Fragment& fragment) {
        return text.find(fragment.text) != std::string::npos;
    });
    return found == std::end(fragments) ? some_security : found->row;
}

Outcome outcome_for(const ErrorAnswer& answer)
{
    if (answer.code == security)
        return outcome_of(security_row(answer.text));
    if (const auto* row = find_row(table, answer.code))
        return outcome_of(*row);
    if (answer.code >= 400200 && answer.code < 400700) {
        auto row = member_missing;
        row.code = static_cast<int>(answer.code);
        return outcome_of(row);
    }
    return unknown_code(answer);
}

/// {"status":1111,"punish":"deny",...} without an errcode: our public address makes too many calls (§2.8).
bool banned(std::string_view body)
{
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    return answer.is_object() && answer.contains("punish") && answer["punish"] == "deny";
}

} // namespace

Outcome read_webhook_verdict(const Exchange& exchange)
{
    if (auto verdict = transport_verdict(exchange))
        return *std::move(verdict);
    if (const auto answer = read_error_answer(exchange->body))
        return outcome_for(*answer);
    if (banned(exchange->body))
        return Outcome::deferred(5min, "our address is blocked for too many calls");
    return Outcome::uncertain("HTTP 200 without an errcode");
}

} // namespace tongbao::adapters::dingtalk
