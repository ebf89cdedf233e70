#include "tests/simulator/wecom/sent_file.hpp"

#include "adapters/crypto.hpp"

namespace tongbao::simulator::wecom {

std::string encrypt_file(const std::string& key, std::string bytes)
{
    constexpr std::size_t block = 32;
    const auto raw = adapters::base64_decode(key.ends_with("=") ? key : key + "=").value();
    const auto padding = block - bytes.size() % block;
    bytes.append(padding, static_cast<char>(padding));
    return adapters::aes256_cbc_encrypt(raw, raw.substr(0, 16), bytes).value();
}

} // namespace tongbao::simulator::wecom
