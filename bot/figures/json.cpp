#include "bot/figures/json.hpp"

#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::optional<int>& value)
{
    return value ? ordered_json(*value) : ordered_json();
}

ordered_json json_of(const Pooled& pooled)
{
    return {{"person_days", pooled.person_days},
            {"active", pooled.active},
            {"points", pooled.points},
            {"participation", text(pooled.participation)},
            {"average", text(pooled.average)}};
}

ordered_json json_of(const Ranks& ranks)
{
    ordered_json found{{"registration", or_null(ranks.registration)},
                       {"participation", or_null(ranks.participation)},
                       {"points", or_null(ranks.points)}};
    if (ranks.composite)
        found["composite"] = *ranks.composite;
    return found;
}

const char* name(Standing standing)
{
    switch (standing) {
    case Standing::ranked:
        return "ranked";
    case Standing::small:
        return "small";
    case Standing::few_days:
        return "few_days";
    case Standing::no_data:
        break;
    }
    return "no_data";
}

const char* note(NoChange why)
{
    switch (why) {
    case NoChange::comparable:
        return "";
    case NoChange::no_previous:
        return "无上期数据";
    case NoChange::headcount:
        return "人数变动超过限度";
    case NoChange::basis:
        break;
    }
    return "口径不同";
}

ordered_json json_of(const Changes& changes)
{
    return {{"registration", signed_text(changes.registration)},
            {"participation", signed_text(changes.participation)},
            {"average", signed_text(changes.average)},
            {"ranks", json_of(changes.ranks)},
            {"note", note(changes.why)}};
}

ordered_json json_of(const PersonShown& persons)
{
    ordered_json found{{"coverage", text(persons.coverage)},
                       {"stickiness", text(persons.stickiness)},
                       {"regular", text(persons.regular)}};
    if (persons.cadres_shown) {
        found["cadre_participation"] = text(persons.cadre_participation);
        found["cadre_leading"] = text(persons.cadre_leading);
    }
    return found;
}

} // namespace

ordered_json figures_json(const UnitFigures& unit)
{
    ordered_json found{{"code", unit.unit.code},
                       {"name", unit.unit.name},
                       {"days_covered", unit.days_covered},
                       {"last_covered", unit.last_covered ? ordered_json(iso_date(*unit.last_covered)) : nullptr},
                       {"roster", unit.roster},
                       {"registered", unit.registered},
                       {"registration", text(unit.registration)},
                       {"participation", text(unit.main.participation)},
                       {"average", text(unit.main.average)},
                       {"by_roster", json_of(unit.by_roster)},
                       {"by_registered", json_of(unit.by_registered)},
                       {"damped_participation", text(unit.damped)},
                       {"standing", name(unit.standing)},
                       {"hidden", unit.hidden},
                       {"ranks", json_of(unit.ranks)},
                       {"changes", json_of(unit.changes)}};
    if (unit.composite.known())
        found["composite"] = text(unit.composite);
    if (unit.persons)
        found["persons"] = json_of(*unit.persons);
    return found;
}

ordered_json figures_json(const WindowFigures& figures)
{
    ordered_json found{{"window", window_name(figures.window)},    {"period", chinese_period(figures.window)},
                       {"basis", basis_text(figures.denominator)}, {"days_total", figures.window.days()},
                       {"whole", figures_json(figures.whole)},     {"units", ordered_json::array()}};
    for (const auto& unit : figures.units) {
        auto one = figures_json(unit);
        one["branches"] = ordered_json::array();
        for (const auto& branch : figures.branches)
            if (branch.unit.parent == unit.unit.id)
                one["branches"].push_back(figures_json(branch));
        found["units"].push_back(std::move(one));
    }
    return found;
}

} // namespace tongbao::bot
