#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a column holds, from its header (domain/exports.md §4).
namespace tongbao::bot {

enum class Field {
    member_id,
    platform_id,
    name,
    unit,
    branch,
    phone,
    date,
    points,
    points_raw,
    total,
    month,
    active,
    activated,
    count_total,
    count_activated,
    count_active,
    participation,
    active_participation,
    points_sum,
    average_points,
    row_sum,     ///< 总计 of a wide table: a check
    active_days, ///< 活跃天数 of a wide table: a check
    ignored,
    ambiguous_points ///< 积分 alone: annual, raw or running total
};

/// A header as it is compared: NFKC, without spaces, brackets' content and `*`, lower-case.
std::string header_key(std::string_view text);

struct HeaderMatch {
    Field field;
    int alias = 0;     ///< position in the table; the smaller one is preferred
    bool exact = true; ///< else the header only contains the alias
};

/// `text` may be a joined header `上级/下级`; its whole is tried before its last part.
std::optional<HeaderMatch> match_header(std::string_view text);

} // namespace tongbao::bot
