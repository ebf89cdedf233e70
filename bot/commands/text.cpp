#include "bot/commands/text.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace tongbao::bot {
namespace {

constexpr std::u32string_view units_of_ten = U"十廿卅"; // 10, 20, 30

std::optional<int> digit(char32_t character)
{
    constexpr std::u32string_view digits = U"零一二三四五六七八九";
    if (character == U'〇')
        return 0;
    const auto found = digits.find(character);
    if (found == digits.npos)
        return std::nullopt;
    return static_cast<int>(found);
}

bool numeral(char32_t character)
{
    return digit(character) || units_of_ten.find(character) != units_of_ten.npos;
}

/// A run of numerals: with 十, 廿 or 卅 a number below 100, else digit by digit. Empty when it is neither.
std::optional<std::string> number_of(std::u32string_view run)
{
    const auto ten = run.find_first_of(units_of_ten);
    if (ten == run.npos) {
        std::string digits;
        for (const auto character : run)
            digits += static_cast<char>('0' + *digit(character));
        return digits;
    }
    const auto rest = run.substr(ten + 1);
    if (ten > 1 || rest.size() > 1 || (!rest.empty() && !digit(rest[0])))
        return std::nullopt;
    int tens = static_cast<int>(units_of_ten.find(run[ten])) + 1;
    if (ten == 1)
        tens *= *digit(run[0]);
    return std::to_string(tens * 10 + (rest.empty() ? 0 : *digit(rest[0])));
}

std::string utf8(std::u32string_view text)
{
    std::string bytes;
    for (const auto character : text)
        icu::UnicodeString(static_cast<UChar32>(character)).toUTF8String(bytes);
    return bytes;
}

std::string normalised(std::string_view text, const icu::Normalizer2* (*form_of)(UErrorCode&))
{
    UErrorCode status = U_ZERO_ERROR;
    const auto* form = form_of(status);
    if (U_FAILURE(status))
        throw std::runtime_error("ICU has no NFKC data");
    const auto source = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
    std::string bytes;
    form->normalize(source, status).toUTF8String(bytes);
    if (U_FAILURE(status))
        throw std::runtime_error("ICU could not normalise a text");
    return bytes;
}

} // namespace

std::string folded(std::string_view text)
{
    return normalised(text, icu::Normalizer2::getNFKCCasefoldInstance);
}

std::string nfkc(std::string_view text)
{
    return normalised(text, icu::Normalizer2::getNFKCInstance);
}

std::u32string code_points(std::string_view text)
{
    std::u32string points;
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    const auto length = static_cast<int32_t>(text.size());
    for (int32_t at = 0; at < length;) {
        UChar32 character = 0;
        U8_NEXT_OR_FFFD(bytes, at, length, character);
        points += static_cast<char32_t>(character);
    }
    return points;
}

int edit_distance(std::string_view left_text, std::string_view right_text, int limit)
{
    const auto left = code_points(left_text);
    const auto right = code_points(right_text);
    const auto longer = std::max(left.size(), right.size());
    if (longer - std::min(left.size(), right.size()) > static_cast<std::size_t>(limit))
        return limit + 1;
    const auto columns = right.size() + 1;
    std::vector<int> before(columns), above(columns), row(columns);
    for (std::size_t j = 0; j < columns; ++j)
        above[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j < columns; ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (left[i - 1] != right[j - 1])});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, above);
        std::swap(above, row);
    }
    return std::min(above.back(), limit + 1);
}

std::string with_digits(std::string_view text)
{
    const auto points = code_points(text);
    const std::u32string_view all = points;
    std::string result;
    for (std::size_t at = 0; at < all.size();) {
        auto end = at;
        while (end < all.size() && numeral(all[end]))
            ++end;
        if (end == at)
            ++end;
        const auto run = all.substr(at, end - at);
        const auto number = numeral(run[0]) ? number_of(run) : std::nullopt;
        result += number ? *number : utf8(run);
        at = end;
    }
    return result;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator, std::string_view last)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0)
            text += i + 1 == parts.size() ? last : separator;
        text += parts[i];
    }
    return text;
}

} // namespace tongbao::bot
