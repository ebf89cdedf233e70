#include "bot/commands/figures/rank_list.hpp"

namespace tongbao::bot {

RankList list_called(std::string_view word)
{
    if (word == "积分")
        return RankList::points;
    return word == "注册" ? RankList::registration : RankList::participation;
}

std::string_view list_name(RankList list)
{
    switch (list) {
    case RankList::registration:
        return "注册率";
    case RankList::points:
        return "人均积分";
    default:
        return "参与度";
    }
}

const Amount& value_in(const UnitFigures& unit, RankList list)
{
    switch (list) {
    case RankList::registration:
        return unit.registration;
    case RankList::points:
        return unit.main.average;
    default:
        return unit.main.participation;
    }
}

std::string_view measure_of(RankList list)
{
    return list == RankList::points ? "分" : "%";
}

std::string value_text(const UnitFigures& unit, RankList list)
{
    return text(value_in(unit, list)) + std::string(measure_of(list));
}

} // namespace tongbao::bot
