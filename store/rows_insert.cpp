#include "store/rows_insert.hpp"

namespace tongbao::store {

std::string insert_text(std::string_view head, std::string_view tail, std::size_t rows, int columns)
{
    std::string sql(head);
    int parameter = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        sql += row == 0 ? "(" : ", (";
        for (int column = 0; column < columns; ++column)
            sql += (column == 0 ? "$" : ", $") + std::to_string(++parameter);
        sql += ")";
    }
    return sql.append(tail);
}

} // namespace tongbao::store
