#include "adapters/wecom/error_codes.hpp"

namespace tongbao::adapters::wecom {
namespace {

using namespace std::chrono_literals;

constexpr Scope message = Scope::message;
constexpr Scope target = Scope::target;
constexpr Scope configuration = Scope::configuration;
constexpr Verdict refused = Verdict::refused;
constexpr Verdict deferred = Verdict::deferred;
constexpr Verdict retry = Verdict::retry;

// Sections are those of platforms/wecom.md.

constexpr ErrorRow robot_table[] = {
    {0, Verdict::sent},                                                                             // §3.1
    {-1, retry, message, "system busy", 0s, 3},                                                     // §3.6
    {93000, refused, target, "the webhook key is unknown or the robot was removed from the group"}, // §3.6
    {93004, refused, target, "the robot is disabled"},                                              // §3.6
    {93008, refused, target, "the robot is not in the group"},                                      // §3.6
    {45009, deferred, message, "more than 20 messages a minute", 60s},                              // §3.6
    {45033, retry, message, "too many calls at once"},                                              // §3.6
    {40008, refused, message, "the message type is invalid: a defect of our body"},                 // §3.6
    {44004, refused, message, "the content is empty"},                                              // §3.6
    {40058, refused, message, "a field is too long or wrong"},                                      // §3.6
    {301019, refused, message, "the image's md5 does not match: a defect of our body"},             // §3.6
    {41006, refused, message, "the media id is missing: a defect of our body"},                     // §3.6
    {45002, refused, message, "the content is too large"},                                          // §3.6
    {40004, refused, message, "the media type is invalid"},                                         // §3.6
    {40005, refused, message, "the file type is invalid"},                                          // §3.6
    {40006, refused, message, "the file size is invalid"},                                          // §3.6
    {40007, refused, message, "the media id is wrong or expired, also after another upload"},       // §3.6
    {40009, refused, message, "the image size is invalid"},                                         // §3.6
    {44001, refused, message, "the media file is empty"},                                           // §3.6
    {45001, refused, message, "the media file is too large"},                                       // §3.6
    {45007, refused, message, "the voice is too long"},                                             // §3.6
    {40063, refused, message, "a required parameter is empty"},                                     // §3.6
};

constexpr ErrorRow app_table[] = {
    {0, Verdict::sent},                                                                               // §4.2
    {-1, retry, message, "system busy", 0s, 3},                                                       // §9
    {6000, retry, message, "version conflict"},                                                       // §9
    {45009, deferred, configuration, "too many calls", 60s},                                          // §9
    {45033, retry, message, "too many calls at once"},                                                // §9
    {40001, refused, configuration, "the app's secret is wrong"},                                     // §9
    {40013, refused, configuration, "the corp id is wrong"},                                          // §9
    {40091, refused, configuration, "the app's secret is invalid"},                                   // §9
    {41001, refused, configuration, "the access token is missing"},                                   // §9
    {41002, refused, configuration, "the corp id is missing"},                                        // §9
    {41004, refused, configuration, "the app's secret is missing"},                                   // §9
    {40014, refused, configuration, "the access token is invalid, also after one renewal"},           // §4.1
    {42001, refused, configuration, "the access token has expired, also after one renewal"},          // §4.1
    {40056, refused, configuration, "the agent id is wrong"},                                         // §9
    {41011, refused, configuration, "the agent id is missing"},                                       // §9
    {301002, refused, configuration, "this credential may not use that app: check the agent id"},     // §9
    {43012, refused, configuration, "the app needs a callback URL"},                                  // §9
    {48002, refused, configuration, "the app has no permission for this call"},                       // §9
    {48006, refused, configuration, "the permission was withdrawn because the app was unused"},       // §9
    {50003, refused, configuration, "the app is disabled"},                                           // §9
    {60020, refused, configuration, "our address is not in the app's trusted IP list: add it there"}, // §9
    {40003, refused, target, "the member is unknown"},                                                // §9
    {60111, refused, target, "the member is unknown"},                                                // §9
    {46004, refused, target, "the member is unknown"},                                                // §9
    {40031, refused, target, "the member list is invalid"},                                           // §9
    {60011, refused, target, "the member is outside the app's visible range"},                        // §9
    {60021, refused, target, "the department is outside the app's visible range"},                    // §9
    {81013, refused, target, "no recipient is valid"},                                                // §4.2
    {40032, refused, message, "the member list has more than 1000 entries: a defect of our call"},    // §9
    {40008, refused, message, "the message type is invalid: a defect of our body"},                   // §3.6
    {40035, refused, message, "a parameter is wrong"},                                                // §9
    {40058, refused, message, "a field is too long or wrong"},                                        // §9
    {40063, refused, message, "a required parameter is empty"},                                       // §9
    {44004, refused, message, "the content is empty"},                                                // §9
    {45002, refused, message, "the content is too large"},                                            // §9
    {45008, refused, message, "the number of articles is out of range"},                              // §9
    {41016, refused, message, "a title is missing"},                                                  // §9
    {41033, refused, message, "a description is missing"},                                            // §9
    {81012, refused, message, "no recipient is named"},                                               // §9
    {82001, refused, message, "no recipient is named"},                                               // §9
    {82002, refused, message, "more than 100 departments"},                                           // §9
    {82003, refused, message, "more than 100 tags"},                                                  // §9
    {82004, refused, message, "the platform's review rejected the content: change the text"},         // §9
    {85002, refused, message, "the platform's review rejected the content: change the text"},         // §9
    {41006, refused, message, "the media id is missing: a defect of our body"},                       // §3.6
    {40004, refused, message, "the media type is invalid"},                                           // §3.6
    {40005, refused, message, "the file type is invalid"},                                            // §3.6
    {40006, refused, message, "the file size is invalid"},                                            // §3.6
    {40007, refused, message, "the media id is wrong or expired, also after another upload"},         // §3.6
    {40009, refused, message, "the image size is invalid"},                                           // §3.6
    {44001, refused, message, "the media file is empty"},                                             // §3.6
    {45001, refused, message, "the media file is too large"},                                         // §3.6
    {45007, refused, message, "the voice is too long"},                                               // §3.6
};

constexpr ErrorRow token_table[] = {
    {-1, retry, message, "system busy", 0s, 3},                                                       // §2
    {45009, deferred, configuration, "asked too often", 60s},                                         // §4.1
    {45033, retry, message, "too many calls at once"},                                                // §9
    {40001, refused, configuration, "the app's secret is wrong"},                                     // §4.1
    {40013, refused, configuration, "the corp id is wrong"},                                          // §4.1
    {40091, refused, configuration, "the app's secret is invalid"},                                   // §4.1
    {41001, refused, configuration, "a credential is missing"},                                       // §4.1
    {41002, refused, configuration, "the corp id is missing"},                                        // §4.1
    {41004, refused, configuration, "the app's secret is missing"},                                   // §4.1
    {48006, refused, configuration, "the permission was withdrawn because the app was unused"},       // §9
    {50003, refused, configuration, "the app is disabled"},                                           // §9
    {60020, refused, configuration, "our address is not in the app's trusted IP list: add it there"}, // §9
};

constexpr ErrorRow bot_table[] = {
    {0, Verdict::sent},                                                                       // §6.5
    {-1, retry, message, "system busy", 0s, 3},                                               // §2
    {853000, refused, configuration, "the bot's id or secret is wrong"},                      // §6.5
    {846605, refused, message, "the request to be answered is unknown"},                      // §6.5
    {846607, deferred, target, "more than 30 messages a minute in one conversation", 60s},    // §6.5
    {846608, refused, message, "the stream has ended"},                                       // §6.5
    {93006, refused, target, "the chat id is unknown"},                                       // §6.5
    {93000, refused, target, "the member is unknown"},                                        // §6.5
    {40008, refused, message, "the message type is invalid: a defect of our body"},           // §6.5
    {40058, refused, message, "the content is too long"},                                     // §6.5
    {600039, refused, message, "some members' devices show no stream"},                       // §6.5
    {45009, deferred, target, "too many messages", 60s},                                      // §6.5
    {45033, retry, message, "too many calls at once"},                                        // §9
    {44004, refused, message, "the content is empty"},                                        // §3.6
    {40063, refused, message, "a required parameter is empty"},                               // §3.6
    {82004, refused, message, "the platform's review rejected the content: change the text"}, // §9
    {85002, refused, message, "the platform's review rejected the content: change the text"}, // §9
};

} // namespace

std::span<const ErrorRow> robot_codes()
{
    return robot_table;
}

std::span<const ErrorRow> app_codes()
{
    return app_table;
}

std::span<const ErrorRow> token_codes()
{
    return token_table;
}

std::span<const ErrorRow> bot_codes()
{
    return bot_table;
}

} // namespace tongbao::adapters::wecom
