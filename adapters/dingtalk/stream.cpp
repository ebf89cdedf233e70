#include "adapters/dingtalk/stream.hpp"

#include "adapters/as_result.hpp"
#include "adapters/cancelled.hpp"
#include "adapters/crypto.hpp"
#include "adapters/dingtalk/stream_frames.hpp"
#include "adapters/strict_json.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::dingtalk {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds patience{1}; // after a stop: for the message under way, and again for the goodbye

/// The address to connect to; empty when the answer names none. The ticket is percent-encoded: it may hold + / =.
std::string address_in(const std::string& answer)
{
    const auto body = parse_strict_json(answer, 4);
    if (!body)
        return {};
    const auto endpoint = text_member(*body, "endpoint");
    const auto ticket = text_member(*body, "ticket");
    if (endpoint.empty() || ticket.empty())
        return {};
    const char* mark = endpoint.find('?') == std::string::npos ? "?" : "&";
    return fmt::format("{}{}ticket={}", endpoint, mark, percent_encode(ticket));
}

} // namespace

StreamGateway::StreamGateway(HttpClient& http, WebSocketClient& sockets, StreamSettings settings)
    : http_(http), sockets_(sockets), settings_(std::move(settings))
{
}

asio::awaitable<boost::system::result<WebSocket, StreamFailure>> StreamGateway::open()
{
    HttpRequest request;
    request.url = settings_.api + "/v1.0/gateway/connections/open";
    request.headers = {{"Content-Type", "application/json"}}; // the client accepts JSON, else XML would come (§4.1)
    request.body = open_request(settings_.client_id, settings_.client_secret);
    request.deadline = settings_.open_deadline;
    auto sending = http_.send(std::move(request));
    const auto reply = co_await std::move(sending);
    if (!reply)
        co_return StreamFailure{reply.error().what, false};
    if (reply->status != 200)
        co_return StreamFailure{fmt::format("connections/open: HTTP {}", reply->status), reply->status == 401};
    auto address = address_in(reply->body);
    if (address.empty())
        co_return StreamFailure{"connections/open: no endpoint and ticket in the answer", false};
    auto connecting = sockets_.open(std::move(address));
    auto socket = co_await std::move(connecting);
    if (!socket)
        co_return StreamFailure{std::move(socket.error()), false};
    co_return std::move(*socket);
}

StreamConnection::StreamConnection(asio::any_io_executor executor, WebSocket socket)
    : executor_(std::move(executor)),
      socket_(std::move(socket)),
      changed_(executor_, asio::steady_timer::time_point::max())
{
}

asio::awaitable<std::string> StreamConnection::converse(OnMessage on_message, std::function<void()> on_order)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    auto both =
        asio::experimental::make_parallel_group(asio::co_spawn(executor_, hear(on_message, on_order), asio::deferred),
                                                asio::co_spawn(executor_, close_when_stopped(), asio::deferred));
    const auto [order, heard, closed] =
        co_await both.async_wait(asio::experimental::wait_for_all(), asio::use_awaitable);
    for (const auto& failure : {heard, closed})
        if (failure)
            std::rethrow_exception(failure);
    co_return std::move(ending_);
}

/// Acknowledged as soon as the message is kept, and before it is worked on: late acks bring the message again (§4.5).
asio::awaitable<void> StreamConnection::hear(const OnMessage& on_message, const std::function<void()>& on_order)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        auto text = co_await socket_.read();
        if (!text) {
            ending_ = std::move(text.error());
            break;
        }
        const auto frame = parse_stream_frame(*text);
        if (!frame)
            continue;
        if (frame->kind == StreamFrame::Kind::disconnect) {
            on_order();
            continue;
        }
        worked_ = busy_ = true;
        bool taken = true;
        if (frame->kind == StreamFrame::Kind::robot_message) {
            auto taking = on_message(frame->data);
            taken = co_await std::move(taking);
        }
        if (auto answer = answer_to(*frame, taken); !answer.empty())
            co_await socket_.write(std::move(answer));
        busy_ = false;
        changed_.cancel();
    }
    over_ = true;
    changed_.cancel();
}

asio::awaitable<void> StreamConnection::close_when_stopped()
{
    co_await asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        const bool stopped = co_await cancelled(); // named: g++ 12 goes astray where && stands before a co_await
        if (over_)
            co_return;
        if (stopped)
            break;
        co_await changed_.async_wait(as_result);
    }
    changed_.expires_after(patience);
    if (busy_)
        co_await changed_.async_wait(as_result);
    co_await socket_.close(patience);
}

} // namespace tongbao::adapters::dingtalk
