#pragma once

#include "store/vocabulary.hpp"

namespace tongbao {

constexpr Day day(int year, unsigned month, unsigned number)
{
    return Day{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{number}};
}

/// Of the week of the worked examples.
inline constexpr Day monday = day(2026, 9, 14);
inline constexpr Day tuesday = day(2026, 9, 15);

} // namespace tongbao
