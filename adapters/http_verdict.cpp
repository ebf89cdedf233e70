#include "adapters/http_verdict.hpp"

#include "adapters/crypto.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <fmt/format.h>

namespace tongbao::adapters {
namespace {

using std::chrono::seconds;
constexpr seconds longest_wait{3600};
constexpr seconds senseless_wait{60};
constexpr std::size_t longest_reason = 200;

std::optional<std::chrono::sys_seconds> http_date(const std::string& text)
{
    std::tm parts{};
    const char* end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0')
        return std::nullopt;
    return std::chrono::sys_seconds{seconds{::timegm(&parts)}};
}

void replace_all(std::string& text, const std::string& found)
{
    for (auto at = text.find(found); at != std::string::npos; at = text.find(found, at + 3))
        text.replace(at, found.size(), "***");
}

} // namespace

std::optional<std::chrono::sys_seconds> answered_at(const HttpReply& reply)
{
    return http_date(reply.header("date"));
}

std::optional<seconds> retry_after(const HttpReply& reply)
{
    const auto value = reply.header("retry-after");
    if (value.empty())
        return std::nullopt;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    const bool whole = end == value.data() + value.size();
    if (whole && error == std::errc::result_out_of_range)
        return longest_wait;
    if (whole && error == std::errc{})
        return count < 0 ? senseless_wait
                         : std::clamp(seconds{std::min<std::int64_t>(count, 86400)}, seconds{1}, longest_wait);
    const auto until = http_date(value);
    const auto from = answered_at(reply);
    if (!until || !from)
        return senseless_wait;
    return std::clamp<seconds>(*until - *from, seconds{1}, longest_wait);
}

std::optional<Outcome> transport_verdict(const Exchange& exchange)
{
    if (!exchange)
        return exchange.error().bytes_left ? Outcome::uncertain(exchange.error().what)
                                           : Outcome::retry(exchange.error().what);
    const auto status = fmt::format("HTTP {}", exchange->status);
    if (exchange->status == 429 || exchange->status == 503) {
        const auto wait = retry_after(*exchange);
        return wait ? Outcome::deferred(*wait, status) : Outcome::retry(status);
    }
    if (exchange->status != 200)
        return Outcome::uncertain(status);
    return std::nullopt;
}

std::string for_operators(std::string_view text, const std::vector<std::string>& secrets)
{
    std::string line(text);
    std::replace_if(
        line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    for (const auto& secret : secrets) {
        if (secret.empty())
            continue;
        replace_all(line, secret);
        replace_all(line, percent_encode(secret));
        replace_all(line, base64_encode(secret));
    }
    auto size = std::min(line.size(), longest_reason);
    while (size < line.size() && size > 0 && (static_cast<unsigned char>(line[size]) & 0xc0) == 0x80)
        --size;
    line.resize(size);
    return line;
}

} // namespace tongbao::adapters
