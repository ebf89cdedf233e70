#pragma once

#include "bot/import/dates.hpp"

#include <string>

/// The forms of a day that a cell and a text share, read at one place of it. The text is already normal (NFKC).
namespace tongbao::bot {

constexpr int first_year = 2000; ///< days outside are no days of a file
constexpr int last_year = 2099;

/// Reads a text from left to right; spaces may stand between any two parts.
class DayScanner {
public:
    explicit DayScanner(std::string_view text, std::size_t at = 0) : text_(text), at_(at) {}

    std::optional<int> number(std::size_t min_digits, std::size_t max_digits)
    {
        skip_spaces();
        std::size_t end = at_;
        while (end < text_.size() && text_[end] >= '0' && text_[end] <= '9')
            ++end;
        const auto length = end - at_;
        if (length < min_digits || length > max_digits)
            return std::nullopt;
        const auto value = std::stoi(std::string(text_.substr(at_, length)));
        at_ = end;
        return value;
    }
    bool take(std::string_view token)
    {
        const auto before = at_;
        skip_spaces();
        if (text_.substr(at_).starts_with(token)) {
            at_ += token.size();
            return true;
        }
        at_ = before;
        return false;
    }
    /// The separator of year, month and day, or empty.
    std::string_view take_separator()
    {
        for (const std::string_view separator : {"-", "/", "."})
            if (take(separator))
                return separator;
        return {};
    }
    std::string_view rest() const { return text_.substr(at_); }
    std::size_t at() const { return at_; }

private:
    void skip_spaces()
    {
        while (at_ < text_.size() && text_[at_] == ' ')
            ++at_;
    }
    std::string_view text_;
    std::size_t at_;
};

struct ReadDay {
    Day day;
    std::size_t end = 0; ///< behind it in the text
    bool with_year = false;
    bool in_words = false;
};

bool digit_at(std::string_view text, std::size_t at);
/// Empty when there is no such day, or outside of the years.
std::optional<Day> make_day(int y, int m, int d);
/// In the year of the context, else the latest such day that is not after its today.
std::optional<Day> without_year(int m, int d, const DateContext& context);

/// `20260914`.
std::optional<ReadDay> compact(std::string_view text, std::size_t at);
/// `2026-09-14`, `2026/9/14`, `2026.9.14`, `2026年9月14日`.
std::optional<ReadDay> with_year(std::string_view text, std::size_t at);
/// `9月14日`, `9.14`, `9-14`, `9/14`.
std::optional<ReadDay> month_and_day(std::string_view text, std::size_t at, const DateContext& context);

} // namespace tongbao::bot
