#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP as the platforms' routes see it: plain values, no sockets.
namespace tongbao::simulator {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// The value of the first field of that name; empty when absent.
std::string_view first(const Fields& fields, std::string_view name);

struct Request {
    std::string method;
    std::string path;
    Fields query;   ///< names and values decoded as a form: %XX once, `+` is a space
    Fields headers; ///< names in lower case
    std::string body;
    std::string peer; ///< the caller's address
};

struct Response {
    int status = 200;
    std::string body{};
    std::string content_type = "application/json; charset=utf-8";
    Fields headers{};
};

/// Splits `path?query` into a request without headers and body.
Request parse_target(std::string_view method, std::string_view target);

} // namespace tongbao::simulator
