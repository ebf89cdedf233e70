#pragma once

#include "bot/calendar.hpp"
#include "bot/circulars/blocks.hpp"
#include "bot/circulars/settings.hpp"
#include "bot/figures/figures.hpp"

#include <nlohmann/json_fwd.hpp>

/// Figures and free texts -> the values of the templates weekly and monthly (domain/circulars.md §5, §6). Pure.
namespace tongbao::bot {

/// 周通报〔2026〕第38期, 月通报〔2026〕第9期.
std::string circular_number(const Window& window);

/// "较上周+2.01个百分点", "与上周持平", "上周无可比数据" (domain/rulings.md 15); 上月 for a month.
std::string difference_text(const Amount& difference, WindowKind kind, std::string_view measure);
/// 较上周…个百分点 and 较上周…分.
std::string rate_difference_text(const Amount& difference, WindowKind kind);
std::string points_difference_text(const Amount& difference, WindowKind kind);

nlohmann::json weekly_content(const WindowFigures& figures, const Calendar& calendar, const CircularSettings& settings,
                              const FiguresRules& rules, const Blocks& blocks, Day sign_day);

/// For the secretary of one second-level unit.
nlohmann::json monthly_content(const WindowFigures& figures, const UnitFigures& unit, const Calendar& calendar,
                               const CircularSettings& settings, const FiguresRules& rules, const Blocks& blocks,
                               Day sign_day);

} // namespace tongbao::bot
