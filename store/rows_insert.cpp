#include "store/rows_insert.hpp"

namespace tongbao::store {

std::string insert_text(std::string_view head, int shared, int own, std::size_t rows, std::string_view tail)
{
    std::string sql(head);
    int next = shared;
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(" : ", (";
        for (int column = 0; column < shared + own; ++column)
            sql += (column == 0 ? "$" : ", $") + std::to_string(column < shared ? column + 1 : ++next);
        sql += ")";
    }
    return sql.append(tail);
}

} // namespace tongbao::store
