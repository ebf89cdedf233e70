#include "bot/import/repeated_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace tongbao::bot {
namespace {

bool by_key(const ReadValue& left, const ReadValue& right)
{
    return left.row.day != right.row.day ? left.row.day < right.row.day : left.row.member < right.row.member;
}

bool all_equal(std::span<const ReadValue> same_key)
{
    return std::all_of(same_key.begin(), same_key.end(),
                       [&](const ReadValue& value) { return value.row == same_key.front().row; });
}

void reject(std::span<const ReadValue> same_key, std::optional<std::size_t> column, ImportReport& report)
{
    for (std::size_t i = 0; i < same_key.size(); ++i)
        report.add(Code::DUP, Severity::rejected, same_key[i].file_row, column,
                   fmt::format("同一人同一天有不同的值，另见第{}行", same_key[i == 0 ? 1 : 0].file_row));
}

} // namespace

std::int64_t keep_each_key_once(std::vector<ReadValue>& values, std::optional<std::size_t> column, ImportReport& report)
{
    if (!std::is_sorted(values.begin(), values.end(), by_key))
        std::stable_sort(values.begin(), values.end(), by_key);
    std::int64_t dropped = 0;
    std::size_t kept = 0;
    for (std::size_t begin = 0; begin < values.size();) {
        std::size_t end = begin + 1;
        while (end < values.size() && !by_key(values[begin], values[end]))
            ++end;
        const auto same_key = std::span(values).subspan(begin, end - begin);
        if (same_key.size() == 1 || all_equal(same_key)) {
            dropped += static_cast<std::int64_t>(same_key.size()) - 1;
            if (kept != begin)
                values[kept] = values[begin];
            ++kept;
        } else {
            reject(same_key, column, report);
        }
        begin = end;
    }
    values.resize(kept);
    if (dropped > 0)
        report.skipped["重复且相同的行"] += dropped;
    return dropped;
}

} // namespace tongbao::bot
