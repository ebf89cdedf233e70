#pragma once

#include "bot/windows.hpp"

namespace tongbao {

inline Day day(std::string_view iso)
{
    return bot::parse_iso_date(iso).value();
}

} // namespace tongbao
