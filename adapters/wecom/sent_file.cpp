#include "adapters/wecom/sent_file.hpp"

#include "adapters/crypto.hpp"
#include "adapters/wecom/callback_crypto.hpp"

namespace tongbao::adapters::wecom {
namespace {

constexpr std::size_t key_bytes = 32;

/// 32 bytes in base64 are 43 characters and one of padding, which may be missing.
std::optional<std::string> file_key(std::string_view key)
{
    if (auto unpadded = callback_key(key))
        return unpadded;
    auto decoded = base64_decode(key);
    return decoded && decoded->size() == key_bytes ? decoded : std::nullopt;
}

} // namespace

std::optional<std::string> decrypt_file(std::string_view key, std::string_view encrypted)
{
    const auto bytes = file_key(key);
    return bytes ? decrypt_padded(*bytes, encrypted) : std::nullopt;
}

} // namespace tongbao::adapters::wecom
