#pragma once

#include "adapters/channel.hpp"
#include "bot/calendar.hpp"
#include "bot/circulars/settings.hpp"
#include "bot/figures/load.hpp"
#include "bot/render/templates.hpp"
#include "store/circulars.hpp"

#include <functional>

namespace tongbao::bot {

/// The stored bodies for one target: its platform's encoding, split to its limit.
using Encode = std::function<std::vector<std::string>(const std::string& target, const adapters::OutgoingText& text)>;

/// The stored body of a file for the groups under CircularSettings::tables.
using EncodeFile = std::function<std::string(const std::string& name, std::string content)>;

/// A circular that could be sent, or why it may not.
struct Draft {
    store::Circular circular;
    std::string table;   ///< its list of units as an .xlsx file; empty: nobody wants it, or it lists none
    std::string refused; ///< for the operators: a name in a group text, an unusable block file, too long
    std::string detail;  ///< for the log
};

/// Whether the data of a window allow its circular.
struct Readiness {
    bool complete = false; ///< every second-level unit with members has its last day (domain/rulings.md 17)
    bool any_data = false;
    std::string missing; ///< "体育学院9月20日数据未到", for people
};

/// What is said in circulars, and to whom. Everything runs on the connection it is given: in Store::read for
/// `readiness` and previews, in Store::write for what sends.
class Circulars {
public:
    /// Keeps references: they must outlive it. `encode_file` may be empty where no group wants tables.
    Circulars(const CircularSettings& settings, const FiguresRules& rules, const Calendar& calendar,
              const Templates& templates, Encode encode, EncodeFile encode_file = {});

    Readiness readiness(store::Connection& db, const Window& window) const;

    /// The weekly circular as it would be signed on `sign_day`. Changes nothing.
    Draft draft_weekly(store::Connection& db, const Window& week, Day sign_day) const;
    /// The month's circular for one unit; refused when there is no such unit.
    Draft draft_monthly(store::Connection& db, const Window& month, std::string_view unit_code, Day sign_day) const;

    /// Keeps the circular and, unless a person must approve it, puts it into the outbox of every target: call it in
    /// the transaction that decides the occurrence.
    CircularId issue(store::Connection& db, store::Circular circular, Instant now) const;
    /// Puts the table into the outbox behind the circular that was issued. Nothing where a person must approve it.
    void issue_table(store::Connection& db, const Draft& draft, Instant now) const;

    /// Tells the operators' group once per key.
    void alert(store::Connection& db, const std::string& key, const std::string& text, Instant now) const;
    std::string hold_text(const Window& window, const std::string& reason, Instant until) const;

    /// Compares a few sent circulars that were not yet compared with the data as they are now, and records a 更正 for
    /// each figure that changed; the operators are told. Returns how many.
    int record_corrections(store::Connection& db, Instant now) const;

private:
    std::string name_in_group_text(store::Connection& db, const std::string& text) const;
    std::optional<Denominator> denominator_before(store::Connection& db, const Window& window,
                                                  std::string_view kind) const;
    int compare_again(store::Connection& db, const store::Circular& circular, std::int64_t version, Instant now) const;

    const CircularSettings& settings_;
    const FiguresRules& rules_;
    const Calendar& calendar_;
    const Templates& templates_;
    Encode encode_;
    EncodeFile encode_file_;
};

/// The first day whose weekly circular has not been sent: rows of earlier days change what was published, so they need
/// a person's word (domain/rulings.md 19). Empty before the first circular.
std::optional<Day> first_open_day(store::Connection& db);

/// The day on which the circular of a window is drafted: the first working day after Sunday, or on or after the 1st
/// (domain/rulings.md 16).
Day drafting_day(const Calendar& calendar, const Window& window);

} // namespace tongbao::bot
