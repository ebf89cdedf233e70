#pragma once

#include "bot/commands/context.hpp"

#include <span>

namespace tongbao::store {
class Connection;
}

namespace tongbao::bot {

class Calendar;

/// Something that 设置 changes: stored, and effective with the next message.
struct Setting {
    std::string_view name; ///< as typed
    std::string_view key;  ///< in the database
    std::string_view about;
    bool RightsRules::*on_off = nullptr; ///< null: hours of the day
    bool of_units = false;               ///< 学习管理员 may set it for the own unit
};

std::span<const Setting> settings();

/// Under which key a value is stored for one unit; none: for everybody.
std::string stored_key(const Setting& setting, UnitId unit);

/// The configuration's rules with what was set by command since. In a unit's or branch's group also with what the
/// unit's administrators set: they may take away there, not give.
CommandRules with_stored_settings(store::Connection& db, CommandRules rules);
RightsRules narrowed_by_unit(store::Connection& db, RightsRules rules, UnitId unit);

/// The hours that were set for notes to people of `unit`, or for everybody; empty: those of the calendar.
std::optional<std::string> stored_quiet_hours(store::Connection& db, UnitId unit);
/// From when on people of `unit` may be written to without having asked: at `now`, or when the quiet hours of 工作人员
/// end (domain/calendar.md §3).
Instant end_of_quiet(store::Connection& db, const Calendar& calendar, UnitId unit, Instant now);

} // namespace tongbao::bot
