#include "adapters/wecom/callback_crypto.hpp"

#include "adapters/crypto.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace tongbao::adapters::wecom {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t padding_block = 32; // not the cipher's 16
constexpr std::size_t random_size = 16;
constexpr std::size_t length_bytes = 4;

std::string_view initial_vector(const std::string& aes_key)
{
    return std::string_view(aes_key).substr(0, 16);
}

/// False when the end of `payload` is not well-formed padding, else removes it.
bool remove_padding(std::string& payload)
{
    const auto count = static_cast<std::size_t>(static_cast<unsigned char>(payload.back()));
    if (count == 0 || count > padding_block || count > payload.size())
        return false;
    const auto padding = std::string_view(payload).substr(payload.size() - count);
    if (padding.find_first_not_of(payload.back()) != std::string_view::npos)
        return false;
    payload.resize(payload.size() - count);
    return true;
}

std::uint32_t big_endian(std::string_view four)
{
    std::uint32_t value = 0;
    for (const char c : four)
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

} // namespace

std::string_view name_of(CallbackFault fault)
{
    constexpr std::array<std::string_view, 9> names = {
        "missing_parameter",  "malformed_envelope", "stale",          "signature_mismatch", "base64_error",
        "illegal_ciphertext", "bad_padding",        "illegal_buffer", "receive_id_mismatch"};
    return names.at(static_cast<std::size_t>(fault));
}

std::optional<std::string> callback_key(std::string_view encoding_aes_key)
{
    if (encoding_aes_key.size() != 43)
        return std::nullopt;
    auto key = base64_decode(std::string(encoding_aes_key) + "=");
    if (!key || key->size() != key_bytes)
        return std::nullopt;
    return key;
}

std::string callback_signature(std::string_view token, std::string_view timestamp, std::string_view nonce,
                               std::string_view encrypt)
{
    std::array<std::string_view, 4> parts = {token, timestamp, nonce, encrypt};
    std::sort(parts.begin(), parts.end());
    std::string joined;
    joined.reserve(token.size() + timestamp.size() + nonce.size() + encrypt.size());
    for (const auto part : parts)
        joined.append(part);
    return sha1_hex(joined);
}

std::optional<std::string> decrypt_padded(const std::string& key, std::string_view ciphertext)
{
    auto plaintext = ciphertext.empty() ? std::nullopt : aes256_cbc_decrypt(key, initial_vector(key), ciphertext);
    if (!plaintext || !remove_padding(*plaintext))
        return std::nullopt;
    return plaintext;
}

boost::system::result<std::string, CallbackFault> decrypt_callback(const CallbackSecrets& secrets,
                                                                   std::string_view encrypt)
{
    const auto ciphertext = base64_decode(encrypt);
    if (!ciphertext)
        return CallbackFault::base64_error;
    if (ciphertext->empty())
        return CallbackFault::illegal_ciphertext;
    auto payload = aes256_cbc_decrypt(secrets.aes_key, initial_vector(secrets.aes_key), *ciphertext);
    if (!payload)
        return CallbackFault::illegal_ciphertext;
    if (!remove_padding(*payload))
        return CallbackFault::bad_padding;
    if (payload->size() < random_size + length_bytes)
        return CallbackFault::illegal_buffer;
    const std::size_t length = big_endian(std::string_view(*payload).substr(random_size, length_bytes));
    const auto rest = std::string_view(*payload).substr(random_size + length_bytes);
    if (length > rest.size())
        return CallbackFault::illegal_buffer;
    if (!equal_in_constant_time(rest.substr(length), secrets.receive_id))
        return CallbackFault::receive_id_mismatch;
    return std::string(rest.substr(0, length));
}

std::string encrypt_callback(const CallbackSecrets& secrets, std::string_view message, std::string_view random)
{
    const auto size = static_cast<std::uint32_t>(message.size());
    std::string payload(random);
    for (const int shift : {24, 16, 8, 0})
        payload.push_back(static_cast<char>(size >> shift & 0xff));
    payload.append(message).append(secrets.receive_id);
    const auto padding = padding_block - payload.size() % padding_block;
    payload.append(padding, static_cast<char>(padding));
    const auto ciphertext = aes256_cbc_encrypt(secrets.aes_key, initial_vector(secrets.aes_key), payload);
    return base64_encode(ciphertext.value());
}

} // namespace tongbao::adapters::wecom
