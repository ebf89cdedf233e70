#include "bot/http_stream.hpp"

#include "adapters/as_result.hpp"
#include "bot/http_wire.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace tongbao::bot {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t header_read_bytes = std::size_t{4} * 1024;
constexpr std::size_t body_read_bytes = std::size_t{16} * 1024;

Ending fault_of(boost::system::error_code error)
{
    if (error == http::error::header_limit)
        return Ending::header_too_large;
    return error == http::error::body_limit ? Ending::body_too_large : Ending::malformed;
}

Ending ending_of(boost::system::error_code error)
{
    if (!error)
        return Ending::complete;
    return error == beast::error::timeout ? Ending::timed_out : Ending::closed;
}

std::string lower_case(std::string_view text)
{
    std::string result(text);
    for (auto& c : result)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return result;
}

HttpRequest request_of(http::request<http::string_body> message)
{
    HttpRequest request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.body = std::move(message.body());
    for (const auto& field : message.base())
        request.headers.emplace_back(lower_case({field.name_string().data(), field.name_string().size()}),
                                     std::string(field.value()));
    return request;
}

} // namespace

HttpStream::HttpStream(asio::ip::tcp::socket socket, const ListenerSettings& settings)
    : settings_(settings), stream_(std::move(socket))
{
    boost::system::error_code ignored; // a socket that is gone will say so when it is read
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

asio::awaitable<Incoming> HttpStream::read(std::chrono::milliseconds patience)
{
    if (buffer_.size() == 0)
        buffer_.shrink_to_fit(); // an idle connection holds no memory
    http::request_parser<http::string_body> parser;
    parser.eager(true);
    parser.header_limit(static_cast<std::uint32_t>(settings_.max_header_bytes));
    parser.body_limit(settings_.max_body_bytes);
    Incoming incoming;
    incoming.ending = co_await feed(parser, patience);
    if (incoming.ending == Ending::complete) {
        incoming.keep_alive = parser.keep_alive();
        incoming.request = request_of(parser.release());
    }
    co_return incoming;
}

/// Gives the parser what arrives until its request is complete.
template <class Parser>
asio::awaitable<Ending> HttpStream::feed(Parser& parser, std::chrono::milliseconds patience)
{
    bool begun = false;
    bool in_body = false;
    stream_.expires_after(patience);
    for (;;) {
        if (buffer_.size() > 0) {
            if (!std::exchange(begun, true))
                stream_.expires_after(settings_.header_deadline);
            boost::system::error_code error;
            const auto used = parser.put(buffer_.data(), error);
            buffer_.consume(used);
            if (error && error != http::error::need_more)
                co_return fault_of(error);
            if (parser.is_done())
                co_return Ending::complete;
            if (parser.is_header_done() && !std::exchange(in_body, true))
                stream_.expires_after(settings_.body_deadline);
            if (!error && used > 0 && buffer_.size() > 0)
                continue;
        }
        const auto space = buffer_.prepare(in_body ? body_read_bytes : header_read_bytes);
        const auto [error, count] = co_await stream_.async_read_some(space, as_result);
        if (error)
            co_return ending_of(error);
        buffer_.commit(count);
    }
}

asio::awaitable<Ending> HttpStream::write(const HttpResponse& response, bool keep_alive)
{
    const auto text = response_text(response, keep_alive);
    stream_.expires_after(settings_.write_deadline);
    const auto [error, count] = co_await asio::async_write(stream_, asio::buffer(text), as_result);
    co_return ending_of(error);
}

void HttpStream::finish()
{
    boost::system::error_code ignored; // the peer may have gone first
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

} // namespace tongbao::bot
