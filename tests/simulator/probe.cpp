#include "tests/simulator/probe.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

struct Address {
    std::string host;
    std::string port;
    std::string target;
};

Address parse(const std::string& url)
{
    const auto host = url.find("://") + 3;
    const auto slash = url.find('/', host);
    const auto colon = url.find(':', host);
    return {url.substr(host, colon - host), url.substr(colon + 1, slash - colon - 1), url.substr(slash)};
}

asio::awaitable<Seen> fetch(asio::ssl::context& tls, Address address, http::request<http::string_body> request,
                            std::chrono::milliseconds limit)
{
    beast::ssl_stream<beast::tcp_stream> stream(co_await asio::this_coro::executor, tls);
    stream.set_verify_callback(asio::ssl::host_name_verification(address.host));
    auto& tcp = beast::get_lowest_layer(stream);
    tcp.expires_after(limit);
    const asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address.host),
                                           static_cast<std::uint16_t>(std::stoi(address.port)));
    co_await tcp.async_connect(endpoint, asio::use_awaitable);
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
    co_await http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(1024 * 1024);
    co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
    Seen seen;
    seen.status = static_cast<int>(parser.get().result_int());
    seen.body = parser.get().body();
    for (const auto& field : parser.get()) {
        std::string name(field.name_string());
        for (auto& c : name)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        seen.headers.emplace_back(name, std::string(field.value()));
    }
    const auto json = nlohmann::json::parse(seen.body, nullptr, false);
    if (json.is_object() && json.contains("errcode") && json["errcode"].is_number_integer())
        seen.errcode = json["errcode"];
    co_return seen;
}

} // namespace

Seen Probe::post(const std::string& url, const std::string& body, const std::string& content_type,
                 std::chrono::milliseconds limit)
{
    return exchange("POST", url, {{"Content-Type", content_type}}, body, limit);
}

Seen Probe::get(const std::string& url)
{
    return exchange("GET", url, {}, "");
}

Seen Probe::exchange(const std::string& method, const std::string& url, const Fields& headers, const std::string& body,
                     std::chrono::milliseconds limit)
{
    const auto address = parse(url);
    asio::ssl::context tls(asio::ssl::context::tls_client);
    tls.load_verify_file(ca_file_);
    tls.set_verify_mode(asio::ssl::verify_peer);
    http::request<http::string_body> request(http::string_to_verb(method), address.target, 11, body);
    request.set(http::field::host, address.host);
    for (const auto& [name, value] : headers)
        request.set(name, value);
    request.prepare_payload();

    Seen seen;
    bool done = false;
    asio::co_spawn(io_, fetch(tls, address, std::move(request), limit), [&](std::exception_ptr failure, Seen result) {
        done = true;
        seen = std::move(result);
        try {
            if (failure)
                std::rethrow_exception(failure);
        } catch (const boost::system::system_error& error) {
            seen.error = error.code().message();
        }
    });
    io_.restart();
    while (!done)
        io_.run_one();
    return seen;
}

} // namespace tongbao::simulator
