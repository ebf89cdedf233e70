#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tongbao::adapters {

/// An address of a TLS server. It may hold a credential, so only host and port ever appear in an error.
struct Url {
    std::string host;
    std::string port = "443";
    std::string target; ///< path and query, at least "/"
    std::string authority() const { return port == "443" ? host : host + ":" + port; }
};

/// `scheme` ends with "://". Empty when the text has another scheme, user information, or a byte that no URL has.
std::optional<Url> parse_url(std::string_view text, std::string_view scheme);

} // namespace tongbao::adapters
