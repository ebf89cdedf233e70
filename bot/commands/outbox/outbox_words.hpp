#pragma once

#include "store/outbox_desk.hpp"

/// The outbox in words for people. Pure.
namespace tongbao::bot {

/// "已送达", "排队中".
std::string_view state_word(store::MessageState state);
/// "周通报"; the kind itself where it has no word yet.
std::string kind_word(const std::string& kind);
/// "成功", "限流，稍后再试".
std::string verdict_word(const std::string& verdict);
/// "9月21日09:00".
std::string clock_text(Instant at);

} // namespace tongbao::bot
