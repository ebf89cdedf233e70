#pragma once

#include "bot/figures/rules.hpp"
#include "store/circulars.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace tongbao::bot {

/// One displayed figure that differs between two snapshots of figures_json.
struct ChangedFigure {
    std::string path; ///< WX/participation
    std::string unit; ///< 文学院, 全校
    std::string figure;
    std::string was; ///< with its measure
    std::string now_is;
};

/// The figures a weekly circular shows, of the whole and the second-level units. Units that only one snapshot has are
/// left out.
std::vector<ChangedFigure> changed_figures(const nlohmann::ordered_json& sent, const nlohmann::ordered_json& now);

/// The same between a circular as it was sent and the data as they are now, with the denominator it was made with.
std::vector<ChangedFigure> changed_since(store::Connection& db, const store::Circular& circular, FiguresRules rules);

} // namespace tongbao::bot
