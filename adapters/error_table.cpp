#include "adapters/error_table.hpp"

#include "adapters/http_verdict.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::adapters {
namespace {

std::optional<std::int64_t> whole_number(const nlohmann::json& value)
{
    if (value.is_number_integer())
        return value.get<std::int64_t>();
    if (!value.is_string())
        return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || text.empty() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

} // namespace

std::optional<ErrorAnswer> read_error_answer(std::string_view body)
{
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || !answer.contains("errcode"))
        return std::nullopt;
    const auto code = whole_number(answer["errcode"]);
    if (!code)
        return std::nullopt;
    const auto text = answer.find("errmsg");
    return ErrorAnswer{*code, text != answer.end() && text->is_string() ? text->get<std::string>() : std::string()};
}

Outcome outcome_of(const ErrorRow& row)
{
    auto reason = fmt::format("errcode {}: {}", row.code, row.words);
    switch (row.verdict) {
    case Verdict::sent:
        return Outcome::sent();
    case Verdict::deferred: {
        auto outcome = Outcome::deferred(row.wait, std::move(reason));
        outcome.scope = row.scope;
        return outcome;
    }
    case Verdict::retry:
        return Outcome::retry(std::move(reason), row.tries_at_most);
    case Verdict::refused:
        return Outcome::refused(row.scope, std::move(reason));
    case Verdict::uncertain:
    case Verdict::sent_to_some:
        break;
    }
    return Outcome::uncertain(std::move(reason));
}

Outcome unknown_code(const ErrorAnswer& answer)
{
    return Outcome::retry(fmt::format("errcode {}, which is not documented: {}", answer.code, answer.text), 3);
}

const ErrorRow* find_row(std::span<const ErrorRow> table, std::int64_t code)
{
    const auto found = std::find_if(table.begin(), table.end(), [code](const auto& row) { return row.code == code; });
    return found == table.end() ? nullptr : &*found;
}

} // namespace tongbao::adapters
