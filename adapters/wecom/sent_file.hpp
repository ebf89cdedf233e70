#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tongbao::adapters::wecom {

/// The content of what somebody sent to a bot, as it is downloaded (platforms/wecom.md §6.1): AES-256-CBC, padded to 32
/// bytes, IV = the first 16 bytes of the key. `key` is an EncodingAESKey (callback) or the message's aeskey in base64
/// (long connection). Empty when the key is none or the bytes were not encrypted with it.
std::optional<std::string> decrypt_file(std::string_view key, std::string_view encrypted);

} // namespace tongbao::adapters::wecom
