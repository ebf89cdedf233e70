#include "bot/http_routes.hpp"

#include "bot/log.hpp"

namespace tongbao::bot {

namespace asio = boost::asio;

void Routes::add(std::string method, std::string path, HttpHandler handler)
{
    paths_[std::move(path)].insert_or_assign(std::move(method), std::move(handler));
}

asio::awaitable<HttpResponse> Routes::answer(HttpRequest request)
{
    const auto path = paths_.find(request.path());
    if (path == paths_.end())
        co_return HttpResponse{404, "text/plain", ""};
    const auto handler = path->second.find(request.method);
    if (handler == path->second.end())
        co_return HttpResponse{405, "text/plain", ""};
    try {
        auto work = handler->second(std::move(request));
        auto response = co_await std::move(work);
        co_return response;
    } catch (const std::exception& error) { // one request's failure is not the next one's
        ++failed_;
        log_event(Level::error, "http_handler_failed", {{"path", path->first}, {"what", error.what()}});
    }
    co_return HttpResponse{500, "text/plain", ""};
}

asio::awaitable<HttpResponse> Routes::answer_one_of(std::size_t limit, std::string peer, HttpRequest request)
{
    if (under_way_[peer] >= limit) {
        ++turned_away_;
        co_return HttpResponse{429, "text/plain", ""};
    }
    ++under_way_[peer];
    auto work = answer(std::move(request));
    auto response = co_await std::move(work);
    if (--under_way_[peer] == 0)
        under_way_.erase(peer);
    co_return response;
}

} // namespace tongbao::bot
