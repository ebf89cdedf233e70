#include "adapters/url.hpp"

#include <algorithm>

namespace tongbao::adapters {

std::optional<Url> parse_url(std::string_view text, std::string_view scheme)
{
    if (!text.starts_with(scheme))
        return std::nullopt;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find_first_of("/?#"), text.size());
    const auto authority = text.substr(0, end);
    Url url;
    url.target = text.substr(end, text.find('#') - end);
    if (!url.target.starts_with('/'))
        url.target.insert(0, "/");
    const auto colon = authority.find(':');
    url.host = authority.substr(0, colon);
    if (colon != std::string_view::npos)
        url.port = authority.substr(colon + 1);
    const auto plain = [](unsigned char c) { return c > 0x20 && c < 0x7f && c != '@' && c != '[' && c != '\\'; };
    const bool digits = !url.port.empty() && url.port.size() <= 5 &&
                        std::all_of(url.port.begin(), url.port.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (url.host.empty() || !digits || !std::all_of(authority.begin(), authority.end(), plain) ||
        !std::all_of(url.target.begin(), url.target.end(), [](unsigned char c) { return c > 0x20 && c < 0x7f; }))
        return std::nullopt;
    return url;
}

} // namespace tongbao::adapters
