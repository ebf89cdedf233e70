#pragma once

#include "store/vocabulary.hpp"

#include <filesystem>

namespace tongbao::bot::demo {

/// Two invented people of the organisation who type in the demo's groups; their chat accounts are their member ids.
struct Speaker {
    std::string id;
    std::string name;
};
struct Speakers {
    Speaker administrator; ///< 学习管理员 of 文学院
    Speaker secretariat;   ///< 秘书处
};

/// Writes an invented organisation of 1334 members in six units: units.csv, roster.csv and one 学员详细数据 workbook a
/// day for 2026-09-07 … 09-20 in the layout of the administrator backend (domain/exports.md §1). The same bytes of
/// figures every time: the weeks 37 and 38 are those of worked example 2 in domain/metrics.md.
Speakers write_organisation(const std::filesystem::path& folder);

} // namespace tongbao::bot::demo
