#include "adapters/wecom/verdicts.hpp"

#include "adapters/error_table.hpp"

namespace tongbao::adapters::wecom {
namespace {

using namespace std::chrono_literals;

constexpr Scope message = Scope::message;
constexpr Scope target = Scope::target;
constexpr Scope configuration = Scope::configuration;
constexpr Verdict refused = Verdict::refused;

/// Sections are those of platforms/wecom.md.
constexpr ErrorRow table[] = {
    {0, Verdict::sent},                                                                              // §2
    {-1, Verdict::retry, message, "system busy", 0s, 3},                                             // §2
    {93000, refused, target, "the webhook key is unknown or the robot was removed from the group"},  // §3.6
    {93004, refused, target, "the robot is disabled"},                                               // §3.6
    {93008, refused, target, "the robot is not in the group"},                                       // §3.6
    {45009, Verdict::deferred, message, "more than 20 messages a minute", 60s},                      // §3.6
    {45033, Verdict::retry, message, "too many calls at once"},                                      // §3.6
    {40008, refused, message, "the message type is invalid: a defect of our body"},                  // §3.6
    {44004, refused, message, "the content is empty"},                                               // §3.6
    {40058, refused, message, "a field is too long or wrong"},                                       // §3.6
    {301019, refused, message, "the image's md5 does not match: a defect of our body"},              // §3.6
    {41006, refused, message, "the media id is missing: a defect of our body"},                      // §3.6
    {45002, refused, message, "the content is too large"},                                           // §3.6
    {40004, refused, message, "the media type is invalid"},                                          // §3.6
    {40005, refused, message, "the file type is invalid"},                                           // §3.6
    {40006, refused, message, "the file size is invalid"},                                           // §3.6
    {40009, refused, message, "the image size is invalid"},                                          // §3.6
    {44001, refused, message, "the media file is empty"},                                            // §3.6
    {45001, refused, message, "the media file is too large"},                                        // §3.6
    {45007, refused, message, "the voice is too long"},                                              // §3.6
    {40007, refused, message, "the media id is wrong or expired"},                                   // §3.6
    {40063, refused, message, "a required parameter is empty"},                                      // §3.6
    {40001, refused, configuration, "the app's secret is wrong"},                                    // §9
    {40013, refused, configuration, "the corp id is wrong"},                                         // §9
    {40091, refused, configuration, "the app's secret is invalid"},                                  // §9
    {41001, refused, configuration, "the access token is missing"},                                  // §9
    {41002, refused, configuration, "the corp id is missing"},                                       // §9
    {41004, refused, configuration, "the app's secret is missing"},                                  // §9
    {40014, refused, configuration, "the access token is invalid, also after one renewal"},          // §4.1
    {42001, refused, configuration, "the access token has expired, also after one renewal"},         // §4.1
    {40003, refused, target, "the member is unknown"},                                               // §9
    {60111, refused, target, "the member is unknown"},                                               // §9
    {46004, refused, target, "the member is unknown"},                                               // §9
    {40031, refused, message, "the member list is invalid"},                                         // §9
    {40032, refused, message, "the member list has more than 1000 entries"},                         // §9
    {40035, refused, message, "a parameter is wrong"},                                               // §9
    {40056, refused, configuration, "the agent id is wrong"},                                        // §9
    {41011, refused, configuration, "the agent id is missing"},                                      // §9
    {301002, refused, configuration, "this credential may not use that app"},                        // §9
    {43012, refused, configuration, "the app needs a callback URL"},                                 // §9
    {45008, refused, message, "the number of articles is out of range"},                             // §9
    {41016, refused, message, "a title is missing"},                                                 // §9
    {41033, refused, message, "a description is missing"},                                           // §9
    {48002, refused, configuration, "the app has no permission for this call"},                      // §9
    {48006, refused, configuration, "the permission was withdrawn because the app was unused"},      // §9
    {50003, refused, configuration, "the app is disabled"},                                          // §9
    {60011, refused, target, "the member is outside the app's visible range"},                       // §9
    {60021, refused, target, "the department is outside the app's visible range"},                   // §9
    {60020, refused, configuration, "our address is not in the app's trusted list: add it"},         // §9
    {81013, refused, target, "no recipient is valid"},                                               // §9
    {82001, refused, message, "no recipient is named"},                                              // §9
    {81012, refused, message, "no recipient is named"},                                              // §9
    {82002, refused, message, "more than 100 departments"},                                          // §9
    {82003, refused, message, "more than 100 tags"},                                                 // §9
    {82004, refused, message, "the content was rejected by the platform's review: change the text"}, // §9
    {85002, refused, message, "the content was rejected by the platform's review: change the text"}, // §9
    {846607, Verdict::deferred, message, "more than 30 messages a minute in one conversation", 60s}, // §6.5
    {846605, refused, message, "the request to be answered is unknown"},                             // §6.5
    {846608, refused, message, "the stream has ended"},                                              // §6.5
    {853000, refused, configuration, "the bot's id or secret is wrong"},                             // §6.5
    {93006, refused, target, "the chat id is unknown"},                                              // §6.5
    {600039, refused, message, "some members' devices show no stream"},                              // §6.5
    {6000, Verdict::retry, message, "version conflict"},                                             // §9
};

/// The platform's handle for one call, which its support asks for: `hint: [1653710655173452988930371]`.
std::string hint_in(std::string_view text)
{
    constexpr std::string_view opening = "hint: [";
    const auto at = text.find(opening);
    if (at == std::string_view::npos)
        return {};
    const auto from = at + opening.size();
    return " (hint " + std::string(text.substr(from, std::min<std::size_t>(text.find(']', from) - from, 64))) + ")";
}

} // namespace

Outcome read_verdict(const Exchange& exchange)
{
    if (auto verdict = transport_verdict(exchange))
        return *std::move(verdict);
    const auto answer = read_error_answer(exchange->body);
    if (!answer)
        return Outcome::uncertain("HTTP 200 without an errcode");
    if (answer->code == 0 && answer->text.find("wrong json format") != std::string::npos)
        return Outcome::uncertain("errcode 0 with a warning about our JSON: half accepted, so never repeated", 1);
    const auto* row = find_row(table, answer->code);
    auto outcome = row != nullptr ? outcome_of(*row) : unknown_code(*answer);
    if (row != nullptr && answer->code != 0)
        outcome.reason += hint_in(answer->text);
    return outcome;
}

} // namespace tongbao::adapters::wecom
