#pragma once

#include <string>

namespace tongbao::simulator::wecom {

/// What the platform keeps of a file (platforms/wecom.md §6.1): AES-256-CBC, 32-byte PKCS#7, IV = the first 16 bytes of
/// the key. `key` is base64 of 32 bytes, with or without its padding.
std::string encrypt_file(const std::string& key, std::string bytes);

} // namespace tongbao::simulator::wecom
