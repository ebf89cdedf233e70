#include "tests/simulator/dingtalk/bot.hpp"

#include "adapters/crypto.hpp"
#include "tests/simulator/dingtalk/robot.hpp"

#include <boost/asio/use_awaitable.hpp>
#include <nlohmann/json.hpp>

namespace tongbao::simulator {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

constexpr auto session_path = "/robot/sendBySession";
constexpr auto file_life = 2h; // unconfirmed

std::string opaque_id(const std::string& prefix)
{
    return prefix + adapters::base64_encode(adapters::random_bytes(16));
}

std::int64_t ms(InstantMs at)
{
    return at.time_since_epoch().count();
}

} // namespace

DingtalkBot::DingtalkBot(Stage& stage, DingtalkBotSettings settings)
    : Target(stage, session_path, settings.name),
      settings_(std::move(settings)),
      stream_(stage, settings_),
      files_(stage, "/sent-to-dingtalk/" + settings_.client_id)
{
}

std::string DingtalkBot::chat_of(const Speech& said) const
{
    return said.group.empty() ? said.user : stage().name_of_chat(said.group);
}

json DingtalkBot::message_for(const Speech& said, Hearing& heard)
{
    const auto now = stage().now();
    const auto session = adapters::to_hex(adapters::random_bytes(16));
    const auto until = now + settings_.session_life;
    sessions_[session] = {chat_of(said), until};
    heard.message_id = said.message_id.empty() ? opaque_id("msg") : said.message_id;
    heard.reply_address = stage().base_url + session_path + "?session=" + session;
    const bool in_group = !said.group.empty();
    const auto robot_id = "$:LWCP_v1:$" + settings_.client_id;
    json body{{"msgtype", "text"},
              {"text", {{"content", " " + said.text}}}, // the mention leaves its blank (platforms/dingtalk.md §3.2)
              {"msgId", heard.message_id},
              {"createAt", ms(now)},
              {"conversationType", in_group ? "2" : "1"},
              {"conversationId", in_group ? said.group : "cid" + adapters::sha256_hex(said.user).substr(0, 22) + "=="},
              {"senderId", "$:LWCP_v1:$" + adapters::sha256_hex(said.user).substr(0, 24)},
              {"senderNick", said.user},
              {"senderCorpId", settings_.corp_id},
              {"senderPlatform", "Mac"},
              {"chatbotUserId", robot_id},
              {"chatbotCorpId", settings_.corp_id},
              {"robotCode", settings_.client_id},
              {"sessionWebhook", heard.reply_address},
              {"sessionWebhookExpiredTime", ms(until)}};
    if (in_group)
        body.update({{"conversationTitle", chat_of(said)},
                     {"isInAtList", true},
                     {"atUsers", json::array({{{"dingtalkId", robot_id}}})}});
    if (!said.outsider) // missing for people outside the organisation (§3.2)
        body.update({{"senderStaffId", said.user}, {"isAdmin", false}});
    return body;
}

boost::asio::awaitable<Hearing> DingtalkBot::speak(Speech said)
{
    Hearing heard;
    auto body = message_for(said, heard).dump();
    stage().say({stage().now(), "dingtalk", chat_of(said), said.user,
                 said.group.empty() ? said.text : "@" + settings_.name + " " + said.text});
    return push(std::move(heard), std::move(said), std::move(body));
}

boost::asio::awaitable<Hearing> DingtalkBot::push(Hearing heard, Speech said, std::string body)
{
    if (stream_.connections() > 0)
        return push_over_stream(std::move(heard), std::move(body));
    return push_over_http(std::move(heard), std::move(said), std::move(body));
}

boost::asio::awaitable<Hearing> DingtalkBot::send_file(std::string user, std::string file_name, std::string bytes)
{
    const Speech said(std::move(user), "");
    Hearing heard;
    const auto body = file_message(said, std::move(file_name), std::move(bytes), heard);
    return push(std::move(heard), said, body.dump());
}

json DingtalkBot::file_message(const Speech& said, std::string file_name, std::string bytes, Hearing& heard)
{
    auto body = message_for(said, heard);
    const auto code = opaque_id("dl");
    file_addresses_[code] = files_.put(std::move(bytes), "", stage().now() + file_life);
    body.erase("text");
    body["msgtype"] = "file";
    body["content"] = {
        {"fileName", std::move(file_name)}, {"downloadCode", code}, {"spaceId", "71"}, {"fileId", "2190"}};
    return body;
}

std::string DingtalkBot::address_of_file(std::string_view code) const
{
    const auto found = file_addresses_.find(code);
    return found == file_addresses_.end() ? "" : found->second;
}

boost::asio::awaitable<Hearing> DingtalkBot::push_over_stream(Hearing heard, std::string body)
{
    const auto ack = co_await stream_.push(std::move(body));
    heard.tries = 1;
    heard.status = ack.code;
    heard.fault = ack.code == 0 ? "no ack in time" : "";
    co_return heard;
}

boost::asio::awaitable<Hearing> DingtalkBot::push_over_http(Hearing heard, Speech said, std::string body)
{
    CallbackAnswer answer;
    while (heard.tries < settings_.tries && answer.status != 200) {
        ++heard.tries;
        const auto pushed = push_of(body, said.forgery);
        last_ = pushed;
        answer = co_await call_back(pushed);
    }
    heard.status = answer.status;
    heard.took = answer.took;
    if (answer.status != 200)
        heard.fault = answer.error.empty() ? "HTTP " + std::to_string(answer.status) : answer.error;
    else
        show(heard, said, answer.body);
    co_return heard;
}

boost::asio::awaitable<CallbackAnswer> DingtalkBot::replay()
{
    const auto pushed = last_;
    co_return co_await call_back(pushed);
}

/// The headers of §3.1: the sign is base64, not percent-encoded.
CallbackRequest DingtalkBot::push_of(const std::string& body, Forgery forgery) const
{
    auto at = stage().now();
    if (forgery == Forgery::stale)
        at -= 2h;
    if (forgery == Forgery::from_the_future)
        at += 2h;
    const bool stranger = forgery == Forgery::key || forgery == Forgery::receiver;
    const auto timestamp = std::to_string(ms(at));
    auto sign = dingtalk::signature(timestamp, settings_.client_secret + (stranger ? "x" : ""));
    if (forgery == Forgery::signature)
        sign.front() = sign.front() == 'A' ? 'B' : 'A';
    CallbackRequest request;
    request.url = settings_.url;
    request.headers = {{"Content-Type", "application/json; charset=utf-8"}, {"timestamp", timestamp}, {"sign", sign}};
    request.body = body;
    request.deadline = settings_.deadline;
    return request;
}

/// The response body may hold one message (§3.4, way 1); an empty body or msgtype `empty` says nothing.
void DingtalkBot::show(Hearing& heard, const Speech& said, const std::string& body)
{
    Received entry;
    dingtalk::read_message(body, entry);
    if (body.empty() || entry.msgtype == "empty")
        return;
    const auto complaint = dingtalk::complaint_about(body);
    heard.reply = entry.content;
    heard.fault = complaint ? complaint->english : "";
    entry.at = stage().now();
    entry.route = "passive reply";
    entry.target = name();
    entry.chat = chat_of(said);
    entry.fate = complaint ? Fate::refused : Fate::accepted;
    entry.code = complaint ? complaint->errcode : 0;
    entry.reason = heard.fault;
    stage().record(std::move(entry));
}

Received DingtalkBot::read_reply(const Request& request) const
{
    Received entry;
    dingtalk::read_message(request.body, entry);
    const auto session = sessions_.find(first(request.query, "session"));
    entry.target = name();
    entry.chat = session == sessions_.end() ? "" : session->second.chat;
    return entry;
}

Judgement DingtalkBot::judge_reply(const Request& request)
{
    const auto session = sessions_.find(first(request.query, "session"));
    if (session == sessions_.end() || stage().now() >= session->second.until)
        return dingtalk::refused({300001, "session 不存在", "session 不存在"});
    if (const auto complaint = dingtalk::request_complaint(request))
        return dingtalk::refused(*complaint);
    if (const auto complaint = dingtalk::complaint_about(request.body))
        return dingtalk::refused(*complaint);
    return dingtalk::accepted();
}

namespace dingtalk {

void add_session_route(Stage& stage, std::function<DingtalkBot*(std::string_view session)> find)
{
    const auto of = [find](const Request& request) { return find(first(request.query, "session")); };
    const auto read = [of](const Request& request) {
        if (const auto* bot = of(request))
            return bot->read_reply(request);
        Received entry;
        read_message(request.body, entry);
        return entry;
    };
    stage.routes[session_path] = {
        read, [of](const Request& request, const Received&) {
            auto* bot = of(request);
            return bot ? bot->judge_reply(request) : refused({300001, "session 不存在", "session 不存在"});
        }};
}

} // namespace dingtalk
} // namespace tongbao::simulator
