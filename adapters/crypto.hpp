#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The few primitives the platforms' signatures need, over OpenSSL.
namespace tongbao::adapters {

std::string sha1_hex(std::string_view data);
std::string sha256_hex(std::string_view data);
/// Raw 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

std::string base64_encode(std::string_view data);
/// Standard alphabet, padding required, nothing else allowed; non-zero unused bits in the last character are accepted,
/// because WeCom issues such keys (platforms/wecom.md §5.3). Empty when malformed.
std::optional<std::string> base64_decode(std::string_view text);

/// AES-256-CBC without padding; data must be a multiple of 16 bytes, key 32, iv 16. Empty when the sizes are wrong.
std::optional<std::string> aes256_cbc_encrypt(std::string_view key, std::string_view iv, std::string_view data);
std::optional<std::string> aes256_cbc_decrypt(std::string_view key, std::string_view iv, std::string_view data);

/// Takes the same time for every pair of texts of one length.
bool equal_in_constant_time(std::string_view left, std::string_view right);

std::string random_bytes(std::size_t count);
std::string to_hex(std::string_view data);

/// RFC 3986: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);
/// %XX once; `+` stays `+`. Empty when a % is not followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text);

} // namespace tongbao::adapters
