#include "adapters/dingtalk/signature.hpp"

#include "adapters/crypto.hpp"

namespace tongbao::adapters::dingtalk {

std::string sign(std::string_view timestamp_ms, std::string_view secret)
{
    std::string message;
    message.reserve(timestamp_ms.size() + 1 + secret.size());
    message.append(timestamp_ms).append("\n").append(secret);
    return base64_encode(hmac_sha256(secret, message));
}

} // namespace tongbao::adapters::dingtalk
