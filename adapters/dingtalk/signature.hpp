#pragma once

#include <string>
#include <string_view>

namespace tongbao::adapters::dingtalk {

/// base64(HMAC-SHA256(key = secret, message = timestamp LF secret)), not percent-encoded. The same recipe signs a robot
/// webhook and an incoming callback (platforms/dingtalk.md §1.2, §3.1). `timestamp_ms` is decimal text, used as given.
std::string sign(std::string_view timestamp_ms, std::string_view secret);

} // namespace tongbao::adapters::dingtalk
