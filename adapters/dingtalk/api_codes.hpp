#pragma once

#include "adapters/channel.hpp"

#include <span>

namespace tongbao::adapters::dingtalk {

/// What to make of one error code of api.dingtalk.com. A code that ends in * stands for all that begin so.
struct ApiCode {
    std::string_view code;
    Verdict verdict;
    Scope scope = Scope::message;
    std::string_view words{};
    std::chrono::seconds wait{0}; ///< with Verdict::deferred
};

/// The codes of robot/oToMessages/batchSend and robot/groupMessages/send (platforms/dingtalk.md §2).
std::span<const ApiCode> send_codes();
/// Those of oauth2/accessToken.
std::span<const ApiCode> token_codes();
/// The row of `code`, an exact one before one for all that begin so; nothing when there is none.
const ApiCode* find_code(std::span<const ApiCode> codes, std::string_view code);

} // namespace tongbao::adapters::dingtalk
