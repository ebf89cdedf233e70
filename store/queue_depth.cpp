#include "store/queue_depth.hpp"

#include <map>

namespace tongbao::store {

std::vector<QueueDepth> queue_depths(Connection& db)
{
    std::map<std::string, QueueDepth> depths;
    auto live = db.prepare("SELECT target, count(*), min(created_at) FROM message WHERE ended_at IS NULL "
                           "GROUP BY target");
    while (live.step()) {
        auto& depth = depths[live.text(0)];
        depth.waiting = static_cast<int>(live.integer(1));
        depth.since = live.optional_instant(2);
    }
    auto held = db.prepare("SELECT target, count(*) FROM message WHERE state = 'uncertain_held' GROUP BY target");
    while (held.step())
        depths[held.text(0)].held = static_cast<int>(held.integer(1));
    std::vector<QueueDepth> list;
    for (auto& [target, depth] : depths) {
        depth.target = target;
        list.push_back(std::move(depth));
    }
    return list;
}

DataAge data_age(Connection& db)
{
    DataAge age;
    auto newest = db.prepare("SELECT max(day) FROM coverage");
    newest.step();
    age.newest_day = newest.optional_day(0);
    auto import = db.prepare("SELECT max(imported_at) FROM batch");
    import.step();
    age.last_import = import.optional_instant(0);
    return age;
}

} // namespace tongbao::store
