#include "tests/simulator/wecom/callback.hpp"

#include <nlohmann/json.hpp>
#include <random>
#include <regex>

namespace tongbao::simulator::wecom {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

std::string digits(std::size_t count)
{
    std::random_device source;
    std::string text(1, static_cast<char>('1' + source() % 9));
    while (text.size() < count)
        text += static_cast<char>('0' + source() % 10);
    return text;
}

std::string seconds(InstantMs at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

InstantMs signed_at(InstantMs now, Forgery forgery)
{
    if (forgery == Forgery::stale)
        return now - 2h;
    return forgery == Forgery::from_the_future ? now + 2h : now;
}

CallbackSecrets secrets_for(CallbackSecrets secrets, Forgery forgery)
{
    if (forgery == Forgery::key) {
        secrets.encoding_aes_key.assign(43, 'A');
        secrets.token += "x";
    }
    if (forgery == Forgery::receiver)
        secrets.receiver = "ww0000000000000000";
    return secrets;
}

std::string with_query(const std::string& url, const std::string& query)
{
    return url + (url.find('?') == std::string::npos ? "?" : "&") + query;
}

std::string element(const std::string& xml, const std::string& name)
{
    std::smatch found;
    const std::regex pattern("<" + name + ">\\s*(?:<!\\[CDATA\\[)?([^<\\]]*)(?:\\]\\]>)?\\s*</" + name + ">");
    return std::regex_search(xml, found, pattern) ? found[1].str() : "";
}

struct SealedReply {
    std::string encrypted;
    std::string signature;
    std::string timestamp;
    std::string nonce;
};

SealedReply read_xml_reply(const std::string& body)
{
    return {element(body, "Encrypt"), element(body, "MsgSignature"), element(body, "TimeStamp"),
            element(body, "Nonce")};
}

/// §6.2: lower-case names, numeric timestamp.
SealedReply read_json_reply(const std::string& body, std::string& fault)
{
    const auto reply = json::parse(body, nullptr, false);
    if (!reply.is_object()) {
        fault = "reply is not a JSON object";
        return {};
    }
    if (!reply.value("timestamp", json()).is_number_integer()) {
        fault = "timestamp is not a number";
        return {};
    }
    for (const auto* member : {"encrypt", "msgsignature", "nonce"})
        if (!reply.value(member, json()).is_string()) {
            fault = std::string(member) + " is not a text";
            return {};
        }
    return {reply["encrypt"], reply["msgsignature"], std::to_string(reply["timestamp"].get<std::int64_t>()),
            reply["nonce"]};
}

} // namespace

CallbackSender::Sealed CallbackSender::seal_callback(const std::string& message, Forgery forgery) const
{
    const auto secrets = secrets_for(settings_.secrets, forgery);
    const auto encrypted = seal(secrets, message);
    const auto timestamp = seconds(signed_at(stage_.now(), forgery));
    auto nonce = digits(10);
    auto sign = signature(secrets.token, timestamp, nonce, encrypted);
    if (forgery == Forgery::signature)
        sign.back() = sign.back() == '0' ? '1' : '0';
    CallbackRequest request;
    request.url = with_query(settings_.url, "msg_signature=" + sign + "&timestamp=" + timestamp + "&nonce=" + nonce);
    request.deadline = settings_.deadline;
    if (settings_.wrapping == Wrapping::json) {
        request.headers = {{"Content-Type", "application/json"}};
        request.body = json{{"encrypt", encrypted}}.dump();
    } else {
        request.headers = {{"Content-Type", "text/xml"}};
        request.body = "<xml><ToUserName><![CDATA[" + settings_.secrets.receiver +
                       "]]></ToUserName><Encrypt><![CDATA[" + encrypted +
                       "]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>";
    }
    return {std::move(request), std::move(nonce)};
}

boost::asio::awaitable<std::string> CallbackSender::check_url()
{
    const auto message = digits(19);
    const auto encrypted = seal(settings_.secrets, message);
    const auto timestamp = seconds(stage_.now());
    const auto nonce = digits(10);
    CallbackRequest request;
    request.method = "GET";
    request.deadline = settings_.check_deadline;
    request.url =
        with_query(settings_.url, "msg_signature=" + signature(settings_.secrets.token, timestamp, nonce, encrypted) +
                                      "&timestamp=" + timestamp + "&nonce=" + nonce +
                                      "&echostr=" + adapters::percent_encode(encrypted));
    const auto answer = co_await call_back(request);
    if (answer.status != 200)
        co_return answer.error.empty() ? "HTTP " + std::to_string(answer.status) : answer.error;
    if (answer.body != message) // no quotes, no BOM, no line break (§5.1)
        co_return "the answer is not exactly the decrypted message";
    co_return "";
}

boost::asio::awaitable<Delivered> CallbackSender::deliver(std::string message, int tries, Forgery forgery)
{
    Delivered delivered;
    auto sealed = seal_callback(message, forgery);
    while (delivered.tries < tries && delivered.answer.status != 200) {
        if (delivered.tries > 0 && settings_.fresh_ciphertext)
            sealed = seal_callback(message, forgery);
        ++delivered.tries;
        last_ = sealed.request;
        delivered.answer = co_await call_back(sealed.request);
    }
    if (delivered.answer.status != 200)
        delivered.fault =
            delivered.answer.error.empty() ? "HTTP " + std::to_string(delivered.answer.status) : delivered.answer.error;
    else if (!delivered.answer.body.empty())
        delivered.reply = open_reply(delivered.answer.body, sealed.nonce, delivered.fault);
    co_return delivered;
}

boost::asio::awaitable<CallbackAnswer> CallbackSender::replay()
{
    const auto repeated = last_;
    co_return co_await call_back(repeated);
}

std::string CallbackSender::open_reply(const std::string& body, const std::string& nonce, std::string& fault) const
{
    const bool is_json = settings_.wrapping == Wrapping::json;
    const auto sealed = is_json ? read_json_reply(body, fault) : read_xml_reply(body);
    if (!fault.empty())
        return "";
    if (is_json && sealed.nonce != nonce) { // only bots must give the nonce back (§6.2)
        fault = "nonce is not the callback's";
        return "";
    }
    if (signature(settings_.secrets.token, sealed.timestamp, sealed.nonce, sealed.encrypted) != sealed.signature) {
        fault = "wrong signature";
        return "";
    }
    const auto plain = unseal(settings_.secrets, sealed.encrypted);
    if (!plain)
        fault = "cannot be decrypted";
    return plain.value_or("");
}

} // namespace tongbao::simulator::wecom
