#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tongbao::store {

/// Several values in one column, separated by `|`. No value: the empty text.
std::string join(const std::vector<std::string>& values);
std::vector<std::string> split(std::string_view text);

} // namespace tongbao::store
