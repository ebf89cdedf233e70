#include "adapters/crypto.hpp"
#include "adapters/wecom/callback.hpp"
#include "adapters/wecom/message.hpp"
#include "tests/adapters/vectors.hpp"

using namespace tongbao;
using namespace tongbao::adapters;
using namespace tongbao::adapters::wecom;
using tongbao::vectors::Vector;

namespace {

constexpr const char* wecom_file = "wecom-vectors.json";

std::string from_hex(const std::string& hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

Instant instant(const std::string& seconds)
{
    return Instant{std::chrono::seconds{std::stoll(seconds)}};
}

CallbackSecrets secrets_of(const Vector& vector)
{
    return {vector.text("token"), callback_key(vector.text("encoding_aes_key")).value(), vector.text("receive_id")};
}

Callback callback_of(const nlohmann::json& config)
{
    CallbackSettings settings;
    settings.token = config.at("token");
    settings.encoding_aes_key = config.at("encoding_aes_key");
    settings.receive_id = config.at("receive_id");
    settings.envelope = config.at("format") == "xml" ? Envelope::xml : Envelope::json;
    return Callback(settings);
}

std::string query_of(const Vector& vector)
{
    const auto target = vector.text("target");
    return target.substr(target.find('?') + 1);
}

/// The test's clock stands at the vector's time stamp, where it has one.
Instant clock_of(const std::string& query)
{
    const auto at = query.find("timestamp=");
    return instant(at == std::string::npos ? "1760578201" : query.substr(at + 10, 10));
}

boost::system::result<OpenedCallback, CallbackFault> receive(const Vector& vector)
{
    const auto callback = callback_of(vector.data.at("config"));
    const auto query = query_of(vector);
    if (vector.text("method") == "POST")
        return callback.open(query, vector.text("body"), clock_of(query));
    const auto echo = callback.answer_url_check(query, clock_of(query));
    if (!echo)
        return echo.error();
    return OpenedCallback{*echo, "", ""};
}

class WecomCrypto : public testing::TestWithParam<Vector> {};
class WecomSignature : public testing::TestWithParam<Vector> {};
class WecomReply : public testing::TestWithParam<Vector> {};
class WecomRequest : public testing::TestWithParam<Vector> {};
class WecomFailure : public testing::TestWithParam<Vector> {};
class WecomKey : public testing::TestWithParam<Vector> {};
class WecomBadRequest : public testing::TestWithParam<Vector> {};

} // namespace

TEST(WecomVectorFile, vector_groups_are_all_there)
{
    const auto content = vectors::file(wecom_file);
    for (const char* group : {"published_samples", "ok", "key_quirks", "signature_only", "replies", "http", "failures",
                              "bad_keys", "bad_http"})
        EXPECT_TRUE(content.contains(group) && !content.at(group).empty()) << group << ": set TONGBAO_VECTORS";
}

TEST_P(WecomCrypto, OpensAndSealsTheSameBytes)
{
    const auto& vector = GetParam();
    const auto secrets = secrets_of(vector);
    EXPECT_EQ(callback_signature(secrets.token, vector.text("timestamp"), vector.text("nonce"), vector.text("encrypt")),
              vector.text("msg_signature"));
    const auto opened = decrypt_callback(secrets, vector.text("encrypt"));
    ASSERT_TRUE(opened) << name_of(opened.error());
    EXPECT_EQ(*opened, vector.text("plaintext"));
    EXPECT_EQ(encrypt_callback(secrets, vector.text("plaintext"), from_hex(vector.text("random_hex"))),
              vector.text("encrypt"));
    if (vector.data.contains("aes_key_hex")) {
        EXPECT_EQ(to_hex(secrets.aes_key), vector.text("aes_key_hex"));
    }
}
INSTANTIATE_TEST_SUITE_P(vector_published, WecomCrypto,
                         testing::ValuesIn(vectors::group(wecom_file, "published_samples")), vectors::name_of);
INSTANTIATE_TEST_SUITE_P(vector_ok, WecomCrypto, testing::ValuesIn(vectors::group(wecom_file, "ok")), vectors::name_of);
INSTANTIATE_TEST_SUITE_P(vector_key_quirks, WecomCrypto, testing::ValuesIn(vectors::group(wecom_file, "key_quirks")),
                         vectors::name_of);
INSTANTIATE_TEST_SUITE_P(vector_replies, WecomCrypto, testing::ValuesIn(vectors::group(wecom_file, "replies")),
                         vectors::name_of);

TEST_P(WecomSignature, SortsAsBytes)
{
    const auto& vector = GetParam();
    EXPECT_EQ(callback_signature(vector.text("token"), vector.text("timestamp"), vector.text("nonce"),
                                 vector.text("encrypt")),
              vector.text("msg_signature"));
}
INSTANTIATE_TEST_SUITE_P(vector, WecomSignature, testing::ValuesIn(vectors::group(wecom_file, "signature_only")),
                         vectors::name_of);

TEST_P(WecomReply, EnvelopeHasTheFieldsOfItsFormat)
{
    const auto& vector = GetParam();
    const auto callback = callback_of(vector.data);
    const auto sealed = callback.seal(vector.text("plaintext"), vector.text("nonce"), instant(vector.text("timestamp")),
                                      from_hex(vector.text("random_hex")));
    const auto& fields = vector.data.at("envelope_fields");
    if (vector.text("format") == "json") {
        EXPECT_EQ(nlohmann::json::parse(sealed), fields);
        return;
    }
    const auto cdata = [&](const char* name) {
        return "<" + std::string(name) + "><![CDATA[" + fields.at(name).get<std::string>() + "]]></" + name + ">";
    };
    EXPECT_EQ(sealed, "<xml>" + cdata("Encrypt") + cdata("MsgSignature") + "<TimeStamp>" +
                          fields.at("TimeStamp").get<std::string>() + "</TimeStamp>" + cdata("Nonce") + "</xml>");
}
INSTANTIATE_TEST_SUITE_P(vector, WecomReply, testing::ValuesIn(vectors::group(wecom_file, "replies")),
                         vectors::name_of);

TEST_P(WecomRequest, OpensToItsPlaintextAndFields)
{
    const auto& vector = GetParam();
    const auto opened = receive(vector);
    ASSERT_TRUE(opened) << name_of(opened.error());
    const auto& expected = vector.data.at("expect");
    if (expected.contains("body")) {
        EXPECT_EQ(opened->plaintext, expected.at("body"));
    }
    if (!expected.contains("plaintext"))
        return;
    EXPECT_EQ(opened->plaintext, expected.at("plaintext"));
    const bool bot = vector.data.at("config").at("format") == "json";
    const auto message = bot ? parse_bot_message(opened->plaintext) : parse_app_message(opened->plaintext);
    ASSERT_TRUE(message);
    const std::map<std::string, std::string> read = {
        {"MsgType", message->type},
        {"msgtype", message->type},
        {"FromUserName", message->sender},
        {"userid", message->sender},
        {"Content", message->text},
        {"content", message->text},
        {"mixed_text", message->text},
        {"MsgId", message->id},
        {"msgid", message->id},
        {"Event", message->event},
        {"eventtype", message->event},
        {"EventKey", message->event_key},
        {"TaskId", message->task},
        {"event_key", message->event_key},
        {"task_id", message->task},
        {"chatid", message->chat},
        {"stream_id", message->stream},
        {"chattype", message->where == ChannelKind::group ? "group" : "single"}};
    for (const auto& [name, value] : expected.at("fields").items()) {
        if (const auto found = read.find(name); found != read.end()) {
            EXPECT_EQ(found->second, value) << name;
        } else if (value.is_string()) { // not read by us: it must at least have come through
            EXPECT_NE(opened->plaintext.find(value.get<std::string>()), std::string::npos) << name;
        }
    }
}
INSTANTIATE_TEST_SUITE_P(vector, WecomRequest, testing::ValuesIn(vectors::group(wecom_file, "http")), vectors::name_of);

TEST_P(WecomFailure, IsRefusedForItsReason)
{
    const auto& vector = GetParam();
    const auto secrets = secrets_of(vector);
    const auto signature =
        callback_signature(secrets.token, vector.text("timestamp"), vector.text("nonce"), vector.text("encrypt"));
    const auto reason = vector.data.at("expect").at("reason").get<std::string>();
    if (!equal_in_constant_time(signature, vector.text("msg_signature"))) {
        EXPECT_EQ(reason, "signature_mismatch");
        return;
    }
    const auto opened = decrypt_callback(secrets, vector.text("encrypt"));
    if (vector.data.at("expect").at("result") == "either")
        return; // a policy choice of the document's: both are right
    ASSERT_FALSE(opened);
    if (reason == "decrypt_failed") { // CBC knows no failure of its own: a wrong key shows in padding or length
        EXPECT_TRUE(opened.error() == CallbackFault::bad_padding || opened.error() == CallbackFault::illegal_buffer);
    } else {
        EXPECT_EQ(name_of(opened.error()), reason);
    }
}
INSTANTIATE_TEST_SUITE_P(vector, WecomFailure, testing::ValuesIn(vectors::group(wecom_file, "failures")),
                         vectors::name_of);

TEST_P(WecomKey, IsRefused)
{
    EXPECT_FALSE(callback_key(GetParam().text("encoding_aes_key")));
}
INSTANTIATE_TEST_SUITE_P(vector, WecomKey, testing::ValuesIn(vectors::group(wecom_file, "bad_keys")), vectors::name_of);

TEST_P(WecomBadRequest, IsRefusedForItsReason)
{
    const auto& vector = GetParam();
    const auto opened = receive(vector);
    ASSERT_FALSE(opened);
    EXPECT_EQ(name_of(opened.error()), vector.data.at("expect").at("reason").get<std::string>());
}
INSTANTIATE_TEST_SUITE_P(vector, WecomBadRequest, testing::ValuesIn(vectors::group(wecom_file, "bad_http")),
                         vectors::name_of);
