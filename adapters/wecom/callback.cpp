#include "adapters/wecom/callback.hpp"

#include "adapters/crypto.hpp"
#include "adapters/strict_json.hpp"
#include "adapters/wecom/strict_xml.hpp"

#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace tongbao::adapters::wecom {
namespace {

/// The first value of that name, percent-decoded once; `+` stays `+`, as base64 needs. Empty when absent or malformed.
std::optional<std::string> query_value(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto pair = query.substr(0, end);
        if (pair.size() > name.size() && pair.substr(0, name.size()) == name && pair[name.size()] == '=')
            return percent_decode(pair.substr(name.size() + 1));
        query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
    }
    return std::nullopt;
}

std::optional<Instant> instant_of(std::string_view seconds)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(seconds.data(), seconds.data() + seconds.size(), value);
    if (error != std::errc() || end != seconds.data() + seconds.size() || seconds.size() > 12 || value < 0)
        return std::nullopt;
    return Instant{std::chrono::seconds{value}};
}

std::optional<std::string> encrypted_part(Envelope envelope, std::string_view body)
{
    if (envelope == Envelope::xml) {
        const auto document = StrictXml::parse(body);
        return document ? document->find("Encrypt") : std::nullopt;
    }
    const auto object = parse_strict_json(body, 4);
    if (!object || !object->is_object())
        return std::nullopt;
    const auto found = object->find("encrypt");
    if (found == object->end() || !found->is_string())
        return std::nullopt;
    return found->get<std::string>();
}

CallbackSecrets secrets_of(CallbackSettings& settings)
{
    auto key = callback_key(settings.encoding_aes_key);
    if (!key)
        throw std::invalid_argument("encoding_aes_key is not 43 characters of base64");
    return {std::move(settings.token), std::move(*key), std::move(settings.receive_id)};
}

} // namespace

Callback::Callback(CallbackSettings settings)
    : secrets_(secrets_of(settings)), envelope_(settings.envelope), max_skew_(settings.max_skew)
{
}

boost::system::result<std::string, CallbackFault> Callback::answer_url_check(std::string_view query, Instant now) const
{
    const auto echo = query_value(query, "echostr");
    if (!echo)
        return CallbackFault::missing_parameter;
    auto opened = open_signed(query, *echo, now);
    if (!opened)
        return opened.error();
    return std::move(opened->plaintext);
}

boost::system::result<OpenedCallback, CallbackFault> Callback::open(std::string_view query, std::string_view body,
                                                                    Instant now) const
{
    const auto encrypt = encrypted_part(envelope_, body);
    if (!encrypt)
        return CallbackFault::malformed_envelope;
    return open_signed(query, *encrypt, now);
}

boost::system::result<OpenedCallback, CallbackFault> Callback::open_signed(std::string_view query,
                                                                           std::string_view encrypt, Instant now) const
{
    auto signature = query_value(query, "msg_signature");
    const auto timestamp = query_value(query, "timestamp");
    auto nonce = query_value(query, "nonce");
    if (!signature || !timestamp || !nonce)
        return CallbackFault::missing_parameter;
    if (!equal_in_constant_time(*signature, callback_signature(secrets_.token, *timestamp, *nonce, encrypt)))
        return CallbackFault::signature_mismatch;
    const auto sent = instant_of(*timestamp);
    if (!sent || *sent < now - max_skew_ || *sent > now + max_skew_)
        return CallbackFault::stale;
    auto message = decrypt_callback(secrets_, encrypt);
    if (!message)
        return message.error();
    return OpenedCallback{std::move(*message), std::move(*nonce), std::move(*signature)};
}

std::string Callback::seal(std::string_view plaintext, std::string_view nonce, Instant now) const
{
    return seal(plaintext, nonce, now, random_bytes(16));
}

std::string Callback::seal(std::string_view plaintext, std::string_view nonce, Instant now,
                           std::string_view random) const
{
    const auto encrypt = encrypt_callback(secrets_, plaintext, random);
    const auto seconds = now.time_since_epoch().count();
    const auto signature = callback_signature(secrets_.token, std::to_string(seconds), nonce, encrypt);
    if (envelope_ == Envelope::xml)
        return fmt::format("<xml><Encrypt><![CDATA[{}]]></Encrypt><MsgSignature><![CDATA[{}]]></MsgSignature>"
                           "<TimeStamp>{}</TimeStamp><Nonce><![CDATA[{}]]></Nonce></xml>",
                           encrypt, signature, seconds, nonce);
    const nlohmann::json envelope = {
        {"encrypt", encrypt}, {"msgsignature", signature}, {"timestamp", seconds}, {"nonce", nonce}};
    return envelope.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace tongbao::adapters::wecom
