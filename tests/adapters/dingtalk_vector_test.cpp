#include "adapters/crypto.hpp"
#include "adapters/dingtalk/callback.hpp"
#include "adapters/dingtalk/signature.hpp"
#include "tests/adapters/vectors.hpp"

#include <map>

using namespace tongbao;
using namespace tongbao::adapters;
using tongbao::vectors::Vector;

namespace {

constexpr const char* dingtalk_file = "dingtalk-vectors.json";

InstantMs clock_of(const Vector& vector)
{
    return InstantMs{std::chrono::milliseconds{vector.data.at("now_ms").get<std::int64_t>()}};
}

std::optional<std::string> header(const Vector& vector, const char* name)
{
    const auto& value = vector.data.at(name);
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
}

/// The names and values of a query as a web server reads them: `+` is a space.
std::map<std::string, std::string> form_of(const std::string& query)
{
    std::map<std::string, std::string> form;
    std::istringstream pairs(query);
    for (std::string pair; std::getline(pairs, pair, '&');) {
        const auto mark = pair.find('=');
        auto value = pair.substr(mark + 1);
        std::replace(value.begin(), value.end(), '+', ' ');
        form[pair.substr(0, mark)] = percent_decode(value).value_or("");
    }
    return form;
}

class DingtalkSign : public testing::TestWithParam<Vector> {};
class DingtalkCallback : public testing::TestWithParam<Vector> {};
class DingtalkWebhook : public testing::TestWithParam<Vector> {};
class DingtalkCard : public testing::TestWithParam<Vector> {};

} // namespace

TEST(DingtalkVectorFile, vector_groups_are_all_there)
{
    const auto content = vectors::file(dingtalk_file);
    for (const char* group :
         {"webhook_and_callback_sign", "http_callback_verify", "webhook_server_verify", "card_http_callback_sign"})
        EXPECT_TRUE(content.contains(group) && !content.at(group).empty()) << group << ": set TONGBAO_VECTORS";
}

TEST_P(DingtalkSign, GivesThePublishedSignature)
{
    const auto& vector = GetParam();
    const auto sign = dingtalk::sign(vector.text("timestamp"), vector.text("secret"));
    EXPECT_EQ(sign, vector.text("sign_base64"));
    EXPECT_EQ(to_hex(base64_decode(sign).value()), vector.text("hmac_sha256_hex"));
    EXPECT_EQ(percent_encode(sign), vector.text("sign_urlencoded"));
}
INSTANTIATE_TEST_SUITE_P(vector, DingtalkSign,
                         testing::ValuesIn(vectors::group(dingtalk_file, "webhook_and_callback_sign")),
                         vectors::name_of);

TEST_P(DingtalkCallback, IsAcceptedOrRefusedForItsReason)
{
    const auto& vector = GetParam();
    dingtalk::CallbackSettings settings;
    settings.app_secret = vector.text("secret");
    const auto timestamp = header(vector, "timestamp");
    const auto sign = header(vector, "sign");
    const auto verified =
        dingtalk::verify(settings, timestamp ? &*timestamp : nullptr, sign ? &*sign : nullptr, clock_of(vector));
    if (vector.data.at("accept").is_string())
        return; // exactly one hour: both are right
    EXPECT_EQ(verified.has_value(), vector.data.at("accept").get<bool>());
    if (!verified) {
        EXPECT_EQ(dingtalk::name_of(verified.error()), vector.text("reason"));
    }
}
INSTANTIATE_TEST_SUITE_P(vector, DingtalkCallback,
                         testing::ValuesIn(vectors::group(dingtalk_file, "http_callback_verify")), vectors::name_of);

TEST_P(DingtalkWebhook, QueryVerifiesExactlyWhenThePlatformSaysSo)
{
    const auto& vector = GetParam();
    auto form = form_of(vector.text("query"));
    dingtalk::CallbackSettings settings;
    settings.app_secret = vector.text("secret");
    const auto part = [&](const char* name) { return form.contains(name) ? &form[name] : nullptr; };
    const bool known = form["access_token"] == vector.text("access_token");
    const auto verified = dingtalk::verify(settings, part("timestamp"), part("sign"), clock_of(vector));
    EXPECT_EQ(known && verified, vector.data.at("errcode").get<int>() == 0);
}
INSTANTIATE_TEST_SUITE_P(vector, DingtalkWebhook,
                         testing::ValuesIn(vectors::group(dingtalk_file, "webhook_server_verify")), vectors::name_of);

TEST_P(DingtalkCard, CallbackIsSignedOverItsTimeAlone)
{
    const auto& vector = GetParam();
    EXPECT_EQ(base64_encode(hmac_sha256(vector.text("apiSecret"), vector.text("x-ddpaas-signature-timestamp"))),
              vector.text("x-ddpaas-signature"));
}
INSTANTIATE_TEST_SUITE_P(vector, DingtalkCard,
                         testing::ValuesIn(vectors::group(dingtalk_file, "card_http_callback_sign")), vectors::name_of);
