#pragma once

#include "store/connection.hpp"

#include <span>

namespace tongbao::store {

/// `head`, then `rows` times ($1, ... with `shared` parameters that all rows have in common and `own` of each), `tail`.
std::string insert_text(std::string_view head, int shared, int own, std::size_t rows, std::string_view tail);

/// Inserts `rows` many at a time: in half the time of one by one. The columns come as bind_shared(statement) binds them
/// from parameter 1, then as bind_row(statement, first parameter, row).
template <class Row, class BindShared, class BindRow>
void insert_in_rows(Connection& db, std::string_view head, int shared, int own, std::string_view tail,
                    std::span<const Row> rows, BindShared bind_shared, BindRow bind_row)
{
    constexpr std::size_t at_once = 64;
    for (const std::size_t portion : {at_once, std::size_t{1}}) {
        if (rows.size() < portion)
            continue;
        auto insert = db.prepare(insert_text(head, shared, own, portion, tail));
        bind_shared(insert);
        for (; rows.size() >= portion; rows = rows.subspan(portion)) {
            for (std::size_t i = 0; i < portion; ++i)
                bind_row(insert, shared + static_cast<int>(i) * own + 1, rows[i]);
            insert.run();
        }
    }
}

} // namespace tongbao::store
