#pragma once

#include "store/vocabulary.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tongbao::bot {

/// 管理员群, 单位群, 支部群.
std::string_view word_of(GroupKind kind);
std::optional<GroupKind> group_kind_of(std::string_view word);

/// Whether a group of that kind can stand for the unit; else what to say.
std::optional<std::string> kind_objection(GroupKind kind, const Unit& unit);

} // namespace tongbao::bot
