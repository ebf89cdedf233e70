#pragma once

#include <string>
#include <vector>

namespace tongbao::adapters {

/// An .xlsx file of one sheet: a bold header row that stays in sight, then the rows. A cell that is written as a plain
/// number ("70.00") is a number with as many decimals; everything else is text, never a formula. Throws
/// std::runtime_error when there is no memory or temporary space for it.
std::string workbook_of(const std::string& sheet, const std::vector<std::string>& header,
                        const std::vector<std::vector<std::string>>& rows);

} // namespace tongbao::adapters
