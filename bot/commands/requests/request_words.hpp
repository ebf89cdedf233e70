#pragma once

#include "store/requests.hpp"

/// Requests of persons in words. Pure.
namespace tongbao::bot {

/// "更正", "注销", "反馈".
std::string_view kind_word(store::RequestKind kind);
/// "10月6日前答复", "已同意：名册已改", "未同意：…".
std::string state_text(const store::Request& request);

} // namespace tongbao::bot
