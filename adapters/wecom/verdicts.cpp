#include "adapters/wecom/verdicts.hpp"

namespace tongbao::adapters::wecom {
namespace {

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

Outcome read_verdict(const Exchange& exchange, std::span<const ErrorRow> codes)
{
    if (auto verdict = transport_verdict(exchange))
        return *std::move(verdict);
    const auto answer = read_error_answer(exchange->body);
    if (!answer)
        return Outcome::uncertain("HTTP 200 without an errcode");
    return read_verdict(*answer, codes);
}

Outcome read_verdict(const ErrorAnswer& answer, std::span<const ErrorRow> codes)
{
    if (answer.code == 0 && answer.text.find("wrong json format") != std::string::npos)
        return Outcome::uncertain("errcode 0 with a warning about our JSON: half accepted, so never repeated", 1);
    const auto* row = find_row(codes, answer.code);
    auto outcome = row != nullptr ? outcome_of(*row) : unknown_code(answer);
    if (row != nullptr && answer.code != 0)
        outcome.reason += hint_in(answer.text);
    return outcome;
}

} // namespace tongbao::adapters::wecom
