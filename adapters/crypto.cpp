#include "adapters/crypto.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <stdexcept>

namespace tongbao::adapters {
namespace {

const unsigned char* bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text)
{
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string digest(const EVP_MD* kind, std::string_view data)
{
    std::string result(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    if (EVP_Digest(data.data(), data.size(), bytes(result), &size, kind, nullptr) != 1)
        throw std::runtime_error("OpenSSL: digest failed");
    result.resize(size);
    return result;
}

std::optional<std::string> aes256_cbc(std::string_view key, std::string_view iv, std::string_view data, bool encrypt)
{
    if (key.size() != 32 || iv.size() != 16 || data.size() % 16 != 0)
        return std::nullopt;
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  EVP_CIPHER_CTX_free);
    std::string result(data.size() + 16, '\0');
    int size = 0;
    int rest = 0;
    if (!context ||
        EVP_CipherInit_ex(context.get(), EVP_aes_256_cbc(), nullptr, bytes(key), bytes(iv), encrypt ? 1 : 0) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
        EVP_CipherUpdate(context.get(), bytes(result), &size, bytes(data), static_cast<int>(data.size())) != 1 ||
        EVP_CipherFinal_ex(context.get(), bytes(result) + size, &rest) != 1)
        return std::nullopt;
    result.resize(static_cast<std::size_t>(size) + static_cast<std::size_t>(rest));
    return result;
}

constexpr std::string_view base64_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

} // namespace

std::string sha1_hex(std::string_view data)
{
    return to_hex(digest(EVP_sha1(), data));
}

std::string sha256_hex(std::string_view data)
{
    return to_hex(digest(EVP_sha256(), data));
}

std::string hmac_sha256(std::string_view key, std::string_view message)
{
    std::string result(32, '\0');
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(message), message.size(), bytes(result),
              &size))
        throw std::runtime_error("OpenSSL: HMAC failed");
    return result;
}

std::string base64_encode(std::string_view data)
{
    std::string result((data.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(bytes(result), bytes(data), static_cast<int>(data.size()));
    result.resize(static_cast<std::size_t>(size));
    return result;
}

std::optional<std::string> base64_decode(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    std::string result;
    result.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const auto value = base64_alphabet.find(c);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            result.push_back(static_cast<char>(bits >> count & 0xff));
        }
    }
    return result;
}

std::optional<std::string> aes256_cbc_encrypt(std::string_view key, std::string_view iv, std::string_view data)
{
    return aes256_cbc(key, iv, data, true);
}

std::optional<std::string> aes256_cbc_decrypt(std::string_view key, std::string_view iv, std::string_view data)
{
    return aes256_cbc(key, iv, data, false);
}

bool equal_in_constant_time(std::string_view left, std::string_view right)
{
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string random_bytes(std::size_t count)
{
    std::string result(count, '\0');
    if (RAND_bytes(bytes(result), static_cast<int>(count)) != 1)
        throw std::runtime_error("OpenSSL: no random bytes");
    return result;
}

std::string to_hex(std::string_view data)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    result.reserve(data.size() * 2);
    for (const unsigned char c : data) {
        result.push_back(digits[c >> 4]);
        result.push_back(digits[c & 15]);
    }
    return result;
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        if (unreserved(c)) {
            result.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return result;
}

std::optional<std::string> percent_decode(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            result.push_back(text[i]);
            continue;
        }
        if (i + 2 >= text.size())
            return std::nullopt;
        const int high = hex_value(text[i + 1]);
        const int low = hex_value(text[i + 2]);
        if (high < 0 || low < 0)
            return std::nullopt;
        result.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return result;
}

} // namespace tongbao::adapters
