#pragma once

#include "bot/figures/figures.hpp"

/// The words and values of a ranking list. Pure.
namespace tongbao::bot {

/// 参与, 积分 or 注册; participation for anything else.
RankList list_called(std::string_view word);
/// "参与度", "人均积分", "注册率".
std::string_view list_name(RankList list);
const Amount& value_in(const UnitFigures& unit, RankList list);
/// "%" or "分".
std::string_view measure_of(RankList list);
/// "70.00%", "34.50分".
std::string value_text(const UnitFigures& unit, RankList list);

} // namespace tongbao::bot
