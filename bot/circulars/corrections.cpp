#include "bot/circulars/corrections.hpp"

#include "bot/figures/json.hpp"
#include "bot/figures/load.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tongbao::bot {
namespace {

using nlohmann::ordered_json;

struct Shown {
    const char* key;
    const char* name;
    const char* measure;
};
constexpr Shown shown_figures[] = {{"roster", "应学人数", "人"},
                                   {"registered", "已注册人数", "人"},
                                   {"registration", "注册率", "%"},
                                   {"participation", "参与度", "%"},
                                   {"average", "人均积分", "分"}};

std::string plain(const ordered_json& value)
{
    return value.is_string() ? value.get<std::string>() : value.dump();
}

void compare(const ordered_json& sent, const ordered_json& now, const std::string& name,
             std::vector<ChangedFigure>& found)
{
    for (const auto& [key, figure, measure] : shown_figures)
        if (sent.at(key) != now.at(key))
            found.push_back({sent.at("code").get<std::string>() + "/" + key, name, figure,
                             plain(sent.at(key)) + measure, plain(now.at(key)) + measure});
}

} // namespace

std::vector<ChangedFigure> changed_figures(const ordered_json& sent, const ordered_json& now)
{
    std::vector<ChangedFigure> found;
    compare(sent.at("whole"), now.at("whole"), "全校", found);
    for (const auto& unit : sent.at("units")) {
        const auto& units = now.at("units");
        const auto same =
            std::ranges::find_if(units, [&](const ordered_json& other) { return other.at("code") == unit.at("code"); });
        if (same != units.end())
            compare(unit, *same, unit.at("name"), found);
    }
    return found;
}

std::vector<ChangedFigure> changed_since(store::Connection& db, const store::Circular& circular, FiguresRules rules)
{
    rules.denominator =
        circular.basis == basis_text(Denominator::roster) ? Denominator::roster : Denominator::registered;
    const auto loaded = load_figures(db, parse_window(circular.period).value(), rules);
    return changed_figures(ordered_json::parse(circular.figures), figures_json(loaded.figures));
}

} // namespace tongbao::bot
