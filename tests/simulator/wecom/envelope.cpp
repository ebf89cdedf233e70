#include "tests/simulator/wecom/envelope.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tongbao::simulator::wecom {
namespace {

constexpr std::size_t block = 32; // platforms/wecom.md §5.3: PKCS#7 over 32 bytes, not 16

std::string key_of(const CallbackSecrets& secrets)
{
    const auto key = adapters::base64_decode(secrets.encoding_aes_key + "=");
    if (!key || key->size() != 32)
        throw std::invalid_argument("EncodingAESKey must hold 43 characters of base64");
    return *key;
}

std::string big_endian(std::size_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

std::size_t from_big_endian(std::string_view bytes)
{
    std::size_t value = 0;
    for (const unsigned char byte : bytes)
        value = value << 8 | byte;
    return value;
}

bool unpad(std::string& payload)
{
    const std::size_t count = payload.empty() ? 0 : static_cast<unsigned char>(payload.back());
    if (count < 1 || count > block || count > payload.size())
        return false;
    const auto tail = payload.substr(payload.size() - count);
    payload.resize(payload.size() - count);
    return tail.find_first_not_of(tail.back()) == std::string::npos;
}

} // namespace

std::string seal(const CallbackSecrets& secrets, const std::string& message, const std::string& random)
{
    const auto key = key_of(secrets);
    auto payload = random + big_endian(message.size()) + message + secrets.receiver;
    const auto padding = block - payload.size() % block;
    payload.append(padding, static_cast<char>(padding));
    return adapters::base64_encode(adapters::aes256_cbc_encrypt(key, key.substr(0, 16), payload).value());
}

std::optional<std::string> unseal(const CallbackSecrets& secrets, const std::string& encrypted)
{
    const auto key = key_of(secrets);
    const auto cipher = adapters::base64_decode(encrypted);
    auto payload = cipher ? adapters::aes256_cbc_decrypt(key, key.substr(0, 16), *cipher) : std::nullopt;
    if (!payload || !unpad(*payload) || payload->size() < 20)
        return std::nullopt;
    const auto length = from_big_endian(std::string_view(*payload).substr(16, 4));
    if (length > payload->size() - 20 || payload->substr(20 + length) != secrets.receiver)
        return std::nullopt;
    return payload->substr(20, length);
}

std::string signature(const std::string& token, const std::string& timestamp, const std::string& nonce,
                      const std::string& encrypted)
{
    std::array<std::string, 4> parts{token, timestamp, nonce, encrypted};
    std::sort(parts.begin(), parts.end());
    return adapters::sha1_hex(parts[0] + parts[1] + parts[2] + parts[3]);
}

} // namespace tongbao::simulator::wecom
