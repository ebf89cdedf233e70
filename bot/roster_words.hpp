#pragma once

#include "store/members.hpp"

/// The words of units and roster, as files and commands write them (domain/exports.md §3, rulings 30). Pure.
namespace tongbao::bot {

constexpr std::size_t max_name_bytes = 200; ///< of a person or a unit

/// 学校, 分党委, 党总支, 直属党支部, 党支部, 部门.
std::optional<UnitKind> unit_kind_of(std::string_view word);

/// 教工, 学生, 离退休, 其他; nothing is 其他.
std::optional<store::Category> category_of(std::string_view word);
std::string_view word_of(store::Category category);

/// 正式, 预备, 积极分子, 非党员; nothing is unknown.
std::optional<store::PartyStatus> party_status_of(std::string_view word);
std::string_view word_of(store::PartyStatus status);

/// 领导小组, 秘书处, 协同部门, 书记, 学习管理员, 组织员, 宣传员, 支部书记.
std::optional<store::Role> role_of(std::string_view word);
std::string_view word_of(store::Role role);

/// 校中心组, 院中心组, 处级, 支部书记: one of several in a cadre column.
bool cadre_word(std::string_view word);

} // namespace tongbao::bot
