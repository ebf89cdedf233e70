#include "tests/simulator/wecom/envelope.hpp"

#include <cstdlib>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

using nlohmann::json;

namespace tongbao::simulator::wecom {
namespace {

std::string from_hex(const std::string& hex)
{
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return bytes;
}

TEST(WecomEnvelopeTest, seals_and_unseals_the_vectors)
{
    const auto* place = std::getenv("TONGBAO_VECTORS");
    ASSERT_NE(place, nullptr) << "TONGBAO_VECTORS must name the folder of the vectors";
    std::ifstream file(std::string(place) + "/wecom-vectors.json");
    const auto vectors = json::parse(file);
    for (const auto* group : {"published_samples", "ok", "key_quirks", "replies"}) {
        for (const auto& vector : vectors.at(group)) {
            SCOPED_TRACE(vector.at("id"));
            const CallbackSecrets secrets{vector.at("token"), vector.at("encoding_aes_key"), vector.at("receive_id")};
            const std::string sealed = vector.at("encrypt");
            EXPECT_EQ(seal(secrets, vector.at("plaintext"), from_hex(vector.at("random_hex"))), sealed);
            EXPECT_EQ(unseal(secrets, sealed), vector.at("plaintext").get<std::string>());
            EXPECT_EQ(signature(secrets.token, vector.at("timestamp"), vector.at("nonce"), sealed),
                      vector.at("msg_signature"));
        }
    }
}

TEST(WecomEnvelopeTest, AnotherReceiverCannotUnseal)
{
    const CallbackSecrets ours{"t", std::string(43, 'k'), "ww1"};
    const CallbackSecrets theirs{"t", std::string(43, 'k'), "ww2"};
    EXPECT_FALSE(unseal(theirs, seal(ours, "x")));
}

} // namespace
} // namespace tongbao::simulator::wecom
