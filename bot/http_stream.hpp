#pragma once

#include "bot/http.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

namespace tongbao::bot {

/// How reading a request or writing a response ended.
enum class Ending { complete, closed, timed_out, malformed, header_too_large, body_too_large };

struct Incoming {
    Ending ending = Ending::closed;
    HttpRequest request; ///< when complete
    bool keep_alive = false;
};

/// One socket, read and written as HTTP within the limits and deadlines of `settings`, which must outlive it.
class HttpStream {
public:
    HttpStream(boost::asio::ip::tcp::socket socket, const ListenerSettings& settings);

    /// The next request. `patience` is the time until its first byte.
    boost::asio::awaitable<Incoming> read(std::chrono::milliseconds patience);
    boost::asio::awaitable<Ending> write(const HttpResponse& response, bool keep_alive);
    /// Ends what is awaited, as closed.
    void close() { stream_.close(); }
    /// Says that nothing more will be written.
    void finish();

private:
    template <class Parser>
    boost::asio::awaitable<Ending> feed(Parser& parser, std::chrono::milliseconds patience);

    const ListenerSettings& settings_;
    boost::beast::tcp_stream stream_;
    boost::beast::flat_buffer buffer_;
};

} // namespace tongbao::bot
