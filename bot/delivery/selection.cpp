#include "bot/delivery/selection.hpp"

#include <algorithm>
#include <tuple>

namespace tongbao::bot {

std::vector<Call> select(std::vector<Call> due, Room room, const std::map<std::string, Turn, std::less<>>& turns)
{
    // The n-th call of one target waits for the n-th of the others, so that none takes a whole lane.
    std::map<std::string, int, std::less<>> seen;
    std::vector<std::pair<int, Call>> rounds;
    std::sort(due.begin(), due.end(), [](const Call& a, const Call& b) {
        return std::tie(a.first().priority, a.first().message) < std::tie(b.first().priority, b.first().message);
    });
    for (auto& call : due) {
        const int round = seen[call.first().target]++;
        rounds.emplace_back(round, std::move(call));
    }
    std::sort(rounds.begin(), rounds.end(), [&turns](const auto& a, const auto& b) {
        const auto& left = a.second.first();
        const auto& right = b.second.first();
        const auto served = [&turns](const auto& part) { return turns.find(part.target)->second.last_served; };
        return std::tuple(left.priority, a.first, served(left), left.message) <
               std::tuple(right.priority, b.first, served(right), right.message);
    });
    std::vector<Call> selected;
    for (auto& [round, call] : rounds) {
        auto& places = room.by_lane[turns.find(call.first().target)->second.lane];
        if (places <= 0 || room.in_all <= 0)
            continue;
        --places;
        --room.in_all;
        selected.push_back(std::move(call));
    }
    return selected;
}

} // namespace tongbao::bot
