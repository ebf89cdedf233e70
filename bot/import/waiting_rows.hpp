#pragma once

#include "bot/import/layout.hpp"
#include "bot/import/matching.hpp"
#include "store/queued_rows.hpp"

namespace tongbao::bot {

/// The rows that no member, or more than one, matches: they wait for a person. A file with more of them than anybody
/// would decide is refused, which also bounds the memory that a wrong file can take.
class WaitingRows {
public:
    WaitingRows(const Layout& layout, std::size_t most, ImportReport& report)
        : layout_(layout), most_(most), report_(report)
    {
    }

    /// `value` is what the row says of that day, with points that may be a running total.
    void take(const adapters::Row& row, const store::ActivityRow& value, const Match& match);
    std::vector<store::QueuedRow> finish() { return std::move(rows_); }

private:
    const Layout& layout_;
    std::size_t most_;
    ImportReport& report_;
    std::vector<store::QueuedRow> rows_;
};

} // namespace tongbao::bot
