#include "adapters/wecom/app_verdict.hpp"

#include "adapters/recipients.hpp"
#include "adapters/wecom/error_codes.hpp"
#include "adapters/wecom/verdicts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace tongbao::adapters::wecom {
namespace {

using Names = std::set<std::string, std::less<>>;
constexpr int nobody_valid = 81013; // §4.2
constexpr int token_invalid = 40014;
constexpr int token_expired = 42001;

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

/// The member ids in a list joined by bars, in lower case.
Names names_in(const nlohmann::json& answer, const char* member)
{
    Names names;
    const auto found = answer.find(member);
    if (found == answer.end() || !found->is_string())
        return names;
    const auto joined = lower(found->get<std::string>());
    for (std::size_t from = 0; from < joined.size();) {
        const auto end = std::min(joined.find('|', from), joined.size());
        if (end > from)
            names.insert(joined.substr(from, end - from));
        from = end + 1;
    }
    return names;
}

std::vector<RecipientOutcome> not_reached(const std::string& body, const std::vector<std::string>& users)
{
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    const auto invalid = names_in(answer, "invaliduser");
    const auto unlicensed = names_in(answer, "unlicenseduser");
    std::vector<RecipientOutcome> named;
    for (const auto& user : users) {
        const auto folded = lower(user);
        if (invalid.contains(folded))
            named.push_back({user, Verdict::refused, "the member is unknown or outside the app's visible range"});
        else if (unlicensed.contains(folded))
            named.push_back({user, Verdict::refused, "the member has no interface licence"});
    }
    return named;
}

} // namespace

Outcome read_app_verdict(const Exchange& exchange, const std::vector<std::string>& users)
{
    auto outcome = read_verdict(exchange, app_codes());
    if (outcome.verdict == Verdict::sent)
        return outcome_of_accepted(users, not_reached(exchange->body, users));
    if (users.size() < 2 || !exchange)
        return outcome;
    const auto answer = read_error_answer(exchange->body);
    if (!answer || answer->code != nobody_valid)
        return outcome;
    std::vector<RecipientOutcome> everybody;
    for (const auto& user : users)
        everybody.push_back({user, Verdict::refused, outcome.reason});
    return outcome_of_accepted(users, std::move(everybody));
}

bool refuses_token(const Exchange& exchange)
{
    if (!exchange || exchange->status != 200)
        return false;
    const auto answer = read_error_answer(exchange->body);
    return answer && (answer->code == token_invalid || answer->code == token_expired);
}

} // namespace tongbao::adapters::wecom
