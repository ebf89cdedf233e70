#pragma once

#include "tests/simulator/tls_stream.hpp"
#include "tests/simulator/web_socket.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace tongbao::simulator {

/// Answers the upgrade; empty when the client left. Once `server_gone` is true, receive() never returns, because those
/// who wait for it are gone as well.
boost::asio::awaitable<std::optional<WebSocket>>
accept_web_socket(std::shared_ptr<TlsStream> stream,
                  boost::beast::http::request<boost::beast::http::string_body> upgrade,
                  std::shared_ptr<const bool> server_gone);

} // namespace tongbao::simulator
