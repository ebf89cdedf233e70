#include "bot/import/values.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace tongbao::bot {
namespace {

constexpr std::string_view middle_dot = "·";

/// Visible ASCII and U+4E00–U+9FFF: NFKC changes none of them and none is a space.
bool is_plain(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte > 0x20 && byte < 0x7F) {
            ++at;
        } else if (byte >= 0xE4 && byte <= 0xE9 && at + 2 < text.size() &&
                   (byte != 0xE4 || static_cast<unsigned char>(text[at + 1]) >= 0xB8)) {
            at += 3;
        } else {
            return false;
        }
    }
    return true;
}

std::string nfkc(std::string_view text)
{
    UErrorCode error = U_ZERO_ERROR;
    const auto* normalizer = icu::Normalizer2::getNFKCInstance(error);
    std::string result;
    icu::StringByteSink<std::string> sink(&result);
    normalizer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr,
                              error);
    if (U_FAILURE(error))
        throw std::runtime_error("ICU has no NFKC");
    return result;
}

bool is_invisible(UChar32 character)
{
    return u_isUWhiteSpace(character) || character == 0x200B || character == 0x200C || character == 0x200D ||
           character == 0x2060 || character == 0xFEFF || u_iscntrl(character);
}

/// Calls visit(character, its bytes) from first to last.
template <class Visit>
void for_each_character(std::string_view text, Visit visit)
{
    std::int32_t at = 0;
    const auto length = static_cast<std::int32_t>(text.size());
    while (at < length) {
        const auto start = at;
        UChar32 character = 0;
        U8_NEXT(text.data(), at, length, character);
        visit(character, text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(at - start)));
    }
}

void append_without_invisible(std::string_view text, std::string& target)
{
    for_each_character(text, [&](UChar32 character, std::string_view bytes) {
        if (!is_invisible(character))
            target.append(bytes);
    });
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool remove_suffix(std::string_view& text, std::string_view suffix)
{
    if (!text.ends_with(suffix))
        return false;
    text.remove_suffix(suffix.size());
    return true;
}

/// "1,234,567" -> "1234567"; false when a comma does not stand before groups of three digits.
bool without_thousands(std::string_view text, std::string& digits)
{
    digits.clear();
    const auto point = std::min(text.find('.'), text.size());
    const bool grouped = text.find(',') < point;
    std::size_t since_comma = 0;
    bool after_comma = false;
    for (const char byte : text.substr(0, point)) {
        if (byte != ',') {
            digits += byte;
            ++since_comma;
            continue;
        }
        if (since_comma == 0 || since_comma > 3 || (after_comma && since_comma != 3))
            return false;
        after_comma = true;
        since_comma = 0;
    }
    digits.append(text.substr(point));
    return !grouped || since_comma == 3;
}

std::optional<double> to_double(std::string_view text)
{
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value > -1e12 && value < 1e12))
        return std::nullopt;
    return value;
}

std::optional<double> read_number(std::string_view cleaned_text)
{
    std::string digits;
    const bool negative = !cleaned_text.empty() && cleaned_text.front() == '-';
    if (negative)
        cleaned_text.remove_prefix(1);
    if (cleaned_text.empty() || cleaned_text.front() == '-' || !without_thousands(cleaned_text, digits))
        return std::nullopt;
    const auto value = to_double(digits);
    return value && negative ? std::optional(-*value) : value;
}

/// The common case: nothing but digits.
std::optional<std::int64_t> plain_digits(std::string_view text)
{
    if (text.empty() || text.size() > 12)
        return std::nullopt;
    std::int64_t value = 0;
    for (const char byte : text) {
        if (byte < '0' || byte > '9')
            return std::nullopt;
        value = value * 10 + (byte - '0');
    }
    return value;
}

/// NFKC leaves the true minus sign as it is.
std::string with_ascii_minus(std::string_view text)
{
    constexpr std::string_view minus = "\u2212";
    std::string result(text);
    if (result.starts_with(minus))
        result.replace(0, minus.size(), "-");
    return result;
}

bool is_han(UChar32 character)
{
    return (character >= 0x3400 && character <= 0x9FFF) || (character >= 0x20000 && character <= 0x3FFFF) ||
           (character >= 0xF900 && character <= 0xFAFF) || character == 0x3007;
}

bool is_middle_dot(UChar32 character)
{
    return character == 0x00B7 || character == 0x2022 || character == 0x2027 || character == 0x30FB;
}

/// Removes spaces that touch a Chinese character or a middle dot, keeps one between Latin words.
std::string joined_name(std::string_view text)
{
    std::string name;
    bool pending_space = false;
    bool before_is_word = false;
    for_each_character(text, [&](UChar32 character, std::string_view bytes) {
        if (is_invisible(character)) {
            pending_space = pending_space || u_isUWhiteSpace(character);
            return;
        }
        const bool dot = is_middle_dot(character);
        const bool word = !dot && !is_han(character);
        if (pending_space && word && before_is_word)
            name += ' ';
        pending_space = false;
        before_is_word = word;
        name.append(dot ? middle_dot : bytes);
    });
    return name;
}

} // namespace

std::string_view cleaned(std::string_view text, std::string& buffer)
{
    if (is_plain(text))
        return text;
    buffer.clear();
    append_without_invisible(nfkc(text), buffer);
    return buffer;
}

std::string nfkc_trimmed(std::string_view text)
{
    return std::string(trimmed(nfkc(text)));
}

std::string match_key(std::string_view text)
{
    std::string buffer;
    std::string result(cleaned(text, buffer));
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte; });
    return result;
}

bool says_missing(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> words = {"—", "——", "-", "--", "–", "/", "无"};
    constexpr std::size_t longest = std::string_view("——").size();
    return text.empty() || (text.size() <= longest && std::find(words.begin(), words.end(), text) != words.end());
}

bool looks_like_formula(std::string_view text)
{
    if (text.empty())
        return false;
    if (text.front() == '\t' || text.front() == '\r')
        return true;
    std::string buffer;
    const auto clean = cleaned(text, buffer);
    return !says_missing(clean) && std::string_view("=+-@").find(clean.front()) != std::string_view::npos;
}

Integer read_integer(std::string_view text)
{
    if (const auto plain = plain_digits(text))
        return {plain, std::nullopt};
    std::string buffer;
    std::string_view rest = cleaned(text, buffer);
    if (says_missing(rest))
        return {};
    remove_suffix(rest, "分");
    const auto value = read_number(with_ascii_minus(rest));
    if (!value)
        return {std::nullopt, NumberFault::not_a_number};
    if (*value < 0)
        return {std::nullopt, NumberFault::negative};
    const auto whole = static_cast<std::int64_t>(*value);
    if (static_cast<double>(whole) != *value)
        return {std::nullopt, NumberFault::not_a_number};
    return {whole, std::nullopt};
}

std::optional<double> read_decimal(std::string_view text)
{
    std::string buffer;
    std::string_view rest = cleaned(text, buffer);
    remove_suffix(rest, "分");
    return says_missing(rest) ? std::nullopt : read_number(with_ascii_minus(rest));
}

std::optional<double> read_rate(std::string_view text)
{
    std::string buffer;
    std::string_view rest = cleaned(text, buffer);
    const bool percent = remove_suffix(rest, "%");
    const auto value = says_missing(rest) ? std::nullopt : read_number(rest);
    if (!value || *value < 0)
        return std::nullopt;
    return percent || *value > 1 ? *value / 100 : *value;
}

std::optional<bool> read_flag(std::string_view text)
{
    static constexpr std::array<std::string_view, 14> yes = {"1", "是", "激活", "已激活", "已注册", "注册", "√",
                                                             "✓", "y",  "yes",  "true",   "活跃",   "有",   "参与"};
    static constexpr std::array<std::string_view, 13> no = {"0",      "否",     "未激活", "未注册", "n", "no",  "false",
                                                            "不活跃", "未活跃", "未参与", "×",      "x", "没有"};
    const auto word = match_key(text);
    if (std::find(yes.begin(), yes.end(), word) != yes.end())
        return true;
    if (std::find(no.begin(), no.end(), word) != no.end())
        return false;
    return std::nullopt;
}

PersonName read_name(std::string_view text)
{
    PersonName person;
    person.display = std::string(trimmed(text));
    const auto normal = is_plain(text) ? std::string(text) : nfkc(text);
    const auto bracket = std::min(normal.find('('), normal.size());
    person.name = joined_name(std::string_view(normal).substr(0, bracket));
    if (bracket < normal.size()) {
        const auto close = std::min(normal.find(')', bracket), normal.size());
        person.note = joined_name(std::string_view(normal).substr(bracket + 1, close - bracket - 1));
    }
    return person;
}

std::string_view name_key(std::string_view text, std::string& buffer)
{
    if (is_plain(text) && text.find('(') == std::string_view::npos)
        return text;
    buffer = read_name(text).name;
    return buffer;
}

std::string phone_tail(std::string_view text)
{
    std::string buffer;
    std::string kept;
    for (const char byte : cleaned(text, buffer))
        if ((byte >= '0' && byte <= '9') || byte == '*')
            kept += byte;
    if (kept.size() < 4)
        return {};
    auto tail = kept.substr(kept.size() - 4);
    return tail.find('*') == std::string::npos ? tail : std::string();
}

bool ends_the_people(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> beginnings = {"合计", "总计", "小计", "平均", "均值", "汇总",
                                                                    "备注", "注:",  "说明", "制表", "填表", "审核"};
    static constexpr std::array<std::string_view, 6> words = {"total", "sum", "average", "total:", "sum:", "average:"};
    if (text.empty() || (text.front() >= '0' && text.front() <= '9'))
        return false;
    const auto word = match_key(text);
    const auto begins = [&](std::string_view beginning) { return word.starts_with(beginning); };
    return std::any_of(beginnings.begin(), beginnings.end(), begins) ||
           std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace tongbao::bot
