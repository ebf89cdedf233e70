#include "bot/roster_words.hpp"

#include <algorithm>
#include <array>

namespace tongbao::bot {
namespace {

template <class Value, std::size_t size>
using Words = std::array<std::pair<std::string_view, Value>, size>;

constexpr Words<UnitKind, 6> unit_kinds = {{{"学校", UnitKind::school},
                                            {"分党委", UnitKind::party_committee},
                                            {"党总支", UnitKind::general_branch},
                                            {"直属党支部", UnitKind::direct_branch},
                                            {"党支部", UnitKind::branch},
                                            {"部门", UnitKind::department}}};
constexpr Words<store::Category, 5> categories = {{{"教工", store::Category::staff},
                                                   {"学生", store::Category::student},
                                                   {"离退休", store::Category::retired},
                                                   {"其他", store::Category::other},
                                                   {"", store::Category::other}}};
constexpr Words<store::PartyStatus, 5> party_statuses = {{{"", store::PartyStatus::unknown},
                                                          {"正式", store::PartyStatus::full},
                                                          {"预备", store::PartyStatus::probationary},
                                                          {"积极分子", store::PartyStatus::activist},
                                                          {"非党员", store::PartyStatus::none}}};
constexpr Words<store::Role, 8> roles = {{{"领导小组", store::Role::leading_group},
                                          {"秘书处", store::Role::secretariat},
                                          {"协同部门", store::Role::partner_department},
                                          {"书记", store::Role::secretary},
                                          {"学习管理员", store::Role::study_administrator},
                                          {"组织员", store::Role::organiser},
                                          {"宣传员", store::Role::publicist},
                                          {"支部书记", store::Role::branch_secretary}}};
constexpr std::array<std::string_view, 4> cadres = {"校中心组", "院中心组", "处级", "支部书记"};

template <class Value, std::size_t size>
std::optional<Value> value_of(const Words<Value, size>& words, std::string_view text)
{
    const auto found = std::ranges::find(words, text, &std::pair<std::string_view, Value>::first);
    return found == words.end() ? std::nullopt : std::optional(found->second);
}

/// Every value has a word.
template <class Value, std::size_t size>
std::string_view first_word(const Words<Value, size>& words, Value value)
{
    return std::ranges::find(words, value, &std::pair<std::string_view, Value>::second)->first;
}

} // namespace

std::optional<UnitKind> unit_kind_of(std::string_view word)
{
    return value_of(unit_kinds, word);
}

std::optional<store::Category> category_of(std::string_view word)
{
    return value_of(categories, word);
}

std::string_view word_of(store::Category category)
{
    return first_word(categories, category);
}

std::optional<store::PartyStatus> party_status_of(std::string_view word)
{
    return value_of(party_statuses, word);
}

std::string_view word_of(store::PartyStatus status)
{
    return first_word(party_statuses, status);
}

std::optional<store::Role> role_of(std::string_view word)
{
    return value_of(roles, word);
}

std::string_view word_of(store::Role role)
{
    return first_word(roles, role);
}

bool cadre_word(std::string_view word)
{
    return std::ranges::find(cadres, word) != cadres.end();
}

} // namespace tongbao::bot
