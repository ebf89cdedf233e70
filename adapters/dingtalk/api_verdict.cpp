#include "adapters/dingtalk/api_verdict.hpp"

#include "adapters/recipients.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::dingtalk {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;
constexpr auto flow_control = 60s; ///< how long is not published (§2.4)
constexpr auto ban = 5min;         ///< of our public address (§2.8)

std::string text_in(const json& answer, const char* member)
{
    const auto found = answer.is_object() ? answer.find(member) : answer.end();
    return found != answer.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Outcome outcome_of(const ApiCode& row, std::string_view code)
{
    Outcome outcome;
    outcome.verdict = row.verdict;
    outcome.reason = fmt::format("{}: {}", code, row.words);
    outcome.scope = row.scope;
    outcome.wait = row.wait;
    return outcome;
}

/// A code nobody documented, under a status that says that the call was refused.
Outcome unknown_code(std::string_view code, const json& answer)
{
    return Outcome::retry(fmt::format("{}, which is not documented: {}", code, text_in(answer, "message")), 3);
}

void name_all(const json& answer, const char* member, Verdict verdict, const char* reason,
              std::vector<RecipientOutcome>& named)
{
    const auto list = answer.find(member);
    if (list == answer.end() || !list->is_array())
        return;
    for (const auto& id : *list)
        if (id.is_string())
            named.push_back({id.get<std::string>(), verdict, reason});
}

} // namespace

Outcome read_api_verdict(const Exchange& exchange, std::span<const ApiCode> codes, const char* proof,
                         const std::function<Outcome(const json&)>& accepted)
{
    if (!exchange)
        return *transport_verdict(exchange);
    const auto answer = json::parse(exchange->body, nullptr, false);
    const auto code = text_in(answer, "code");
    if (const auto* row = find_code(codes, code); row != nullptr && exchange->status != 200)
        return outcome_of(*row, code);
    if (text_in(answer, "punish") == "deny") // §2.8
        return Outcome::deferred(ban, "our address is blocked for too many calls");
    const bool refused = exchange->status >= 400 && exchange->status < 500 && exchange->status != 429;
    if (refused && !code.empty())
        return unknown_code(code, answer);
    if (auto verdict = transport_verdict(exchange))
        return *std::move(verdict);
    if (text_in(answer, proof).empty())
        return Outcome::uncertain(fmt::format("HTTP 200 without {}", proof));
    return accepted ? accepted(answer) : Outcome::sent();
}

Outcome read_batch_verdict(const Exchange& exchange, const std::vector<std::string>& users)
{
    const auto recipients = [&users](const json& answer) {
        std::vector<RecipientOutcome> named;
        name_all(answer, "invalidStaffIdList", Verdict::refused, "the user id is unknown or outside the visible range",
                 named);
        name_all(answer, "flowControlledStaffIdList", Verdict::deferred, "too many messages to this person", named);
        return outcome_of_accepted(users, std::move(named), flow_control);
    };
    return read_api_verdict(exchange, send_codes(), "processQueryKey", recipients);
}

bool refuses_token(const Exchange& exchange)
{
    if (!exchange || exchange->status == 200)
        return false;
    return exchange->status == 401 ||
           text_in(json::parse(exchange->body, nullptr, false), "code") == "InvalidAuthentication";
}

} // namespace tongbao::adapters::dingtalk
