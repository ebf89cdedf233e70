#pragma once

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

/// Beast's types, for the sources of the server only.
namespace tongbao::simulator {

using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;

/// Ends the connection with a TCP reset.
void reset(TlsStream& stream);

} // namespace tongbao::simulator
