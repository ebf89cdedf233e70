#pragma once

#include "bot/http.hpp"

#include <map>
#include <unordered_map>

namespace tongbao::bot {

/// From a complete request to its answer; needs no socket.
class Routes {
public:
    void add(std::string method, std::string path, HttpHandler handler);
    /// The handler's answer; 404 and 405 where there is none, 500 (and a line in the log) where it throws.
    boost::asio::awaitable<HttpResponse> answer(HttpRequest request);
    /// The same, but 429 when `limit` requests of that peer are under way already.
    boost::asio::awaitable<HttpResponse> answer_one_of(std::size_t limit, std::string peer, HttpRequest request);

    std::uint64_t failed() const { return failed_; }
    std::uint64_t turned_away() const { return turned_away_; }

private:
    using Methods = std::map<std::string, HttpHandler, std::less<>>;
    std::map<std::string, Methods, std::less<>> paths_;
    std::unordered_map<std::string, std::size_t> under_way_;
    std::uint64_t failed_ = 0;
    std::uint64_t turned_away_ = 0;
};

} // namespace tongbao::bot
