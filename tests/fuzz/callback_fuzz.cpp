#include "adapters/dingtalk/callback.hpp"
#include "adapters/wecom/callback.hpp"
#include "adapters/wecom/message.hpp"

using namespace tongbao;
using namespace tongbao::adapters;

/// Everything a stranger's request reaches before and after its signature is right: envelopes, decryption, messages.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const std::string key = "ourGtvRJfyIJXEj1gLhqFA4IR9mnnbEkrAfsfvfNYyq";
    static const wecom::CallbackSecrets secrets{"token", wecom::callback_key(key).value(), ""};
    static const wecom::Callback bot({"token", key, "", wecom::Envelope::json, std::chrono::seconds(600)});
    static const wecom::Callback app({"token", key, "corp", wecom::Envelope::xml, std::chrono::seconds(600)});
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto query = input.substr(0, input.find('\n'));
    (void)bot.open(query, input, Instant{});
    (void)app.open(query, input, Instant{});
    (void)bot.answer_url_check(query, Instant{});
    (void)wecom::decrypt_callback(secrets, input);
    (void)wecom::parse_app_message(input);
    if (const auto message = wecom::parse_bot_message(input))
        (void)wecom::strip_mentions(message->text, {"Notice Bot", "通报"});
    (void)wecom::strip_mentions(input, {"Notice Bot", "通报"});
    (void)dingtalk::parse_message({}, input);
    return 0;
}
