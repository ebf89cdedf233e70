#include "bot/http_wire.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

namespace tongbao::bot {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

} // namespace

std::string_view HttpRequest::path() const
{
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view HttpRequest::query() const
{
    const auto mark = target.find('?');
    return mark == std::string::npos ? "" : std::string_view(target).substr(mark + 1);
}

const std::string* HttpRequest::header(std::string_view name) const
{
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto& line) { return line.first == name; });
    return found == headers.end() ? nullptr : &found->second;
}

std::string forwarded_peer(const HttpRequest& request, const std::vector<std::string>& trusted_proxies,
                           const std::string& socket_peer)
{
    const auto* header = request.header("x-forwarded-for");
    std::string_view rest = header ? *header : std::string_view();
    while (!rest.empty()) {
        const auto comma = rest.rfind(',');
        const auto last = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
        boost::system::error_code error;
        const auto address = boost::asio::ip::make_address(std::string(last), error);
        if (error)
            return socket_peer;
        auto text = address.to_string();
        if (std::find(trusted_proxies.begin(), trusted_proxies.end(), text) == trusted_proxies.end())
            return text;
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(0, comma);
    }
    return socket_peer;
}

std::string peer_key(const std::string& address)
{
    boost::system::error_code error;
    const auto parsed = boost::asio::ip::make_address_v6(address, error);
    if (error)
        return address;
    const auto bytes = parsed.to_bytes();
    return {bytes.begin(), bytes.begin() + 8};
}

std::string response_text(const HttpResponse& response, bool keep_alive)
{
    const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
    return fmt::format(
        "HTTP/1.1 {} {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{}\r\n{}",
        response.status, std::string_view(reason.data(), reason.size()), response.content_type, response.body.size(),
        keep_alive ? "" : "Connection: close\r\n", response.body);
}

} // namespace tongbao::bot
