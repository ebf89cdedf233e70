#include "bot/delivery/selection.hpp"

#include <algorithm>
#include <tuple>

namespace tongbao::bot {

std::vector<store::DuePart> select(std::vector<store::DuePart> due, Room room,
                                   const std::map<std::string, Turn, std::less<>>& turns)
{
    // The n-th part of one target waits for the n-th of the others, so that none takes a whole lane.
    std::map<std::string, int, std::less<>> seen;
    std::vector<std::pair<int, store::DuePart>> rounds;
    std::sort(due.begin(), due.end(), [](const auto& a, const auto& b) {
        return std::tie(a.priority, a.message) < std::tie(b.priority, b.message);
    });
    for (auto& part : due) {
        const int round = seen[part.target]++;
        rounds.emplace_back(round, std::move(part));
    }
    std::sort(rounds.begin(), rounds.end(), [&turns](const auto& a, const auto& b) {
        const auto served = [&turns](const auto& p) { return turns.find(p.second.target)->second.last_served; };
        return std::tuple(a.second.priority, a.first, served(a), a.second.message) <
               std::tuple(b.second.priority, b.first, served(b), b.second.message);
    });
    std::vector<store::DuePart> selected;
    for (auto& [round, part] : rounds) {
        auto& places = room.by_lane[turns.find(part.target)->second.lane];
        if (places <= 0 || room.in_all <= 0)
            continue;
        --places;
        --room.in_all;
        selected.push_back(std::move(part));
    }
    return selected;
}

} // namespace tongbao::bot
