#include "tests/acceptance/faults/soak.hpp"

#include "store/schema.hpp"
#include "tests/acceptance/faults/until.hpp"

namespace tongbao::acceptance {
namespace {

using Steady = std::chrono::steady_clock;

std::string group_number(int number)
{
    return "wecom-" + std::to_string(number);
}

std::int64_t live_messages(store::Connection& db)
{
    auto query = db.prepare("SELECT count(*) FROM message WHERE ended_at IS NULL");
    return query.step() ? query.integer(0) : -1;
}

} // namespace

Soak::Soak(Installation& place) : place_(place)
{
    for (int number = 1; number <= groups; ++number)
        place.add_group(group_number(number));
}

void Soak::add_history(int messages)
{
    auto db = store::open_database(place_.database().string());
    store::Transaction transaction(db);
    db.run("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
           "INSERT INTO message (dedup_key, kind, target, address, priority, state, reason, created_at, changed_at, "
           "next_at, ended_at) SELECT 'old:' || i, 'alert', 'wecom-1', '', 1, 'sent', '', i, i, i, i FROM n",
           messages);
    db.execute("INSERT INTO part (message, number, body, state) SELECT id, 1, 'old', 'sent' FROM message; "
               "INSERT INTO attempt (part, lane, boot, copy, started_at, ended_at, verdict) "
               "SELECT id, 'wecom-1', 'old', 0, 1, 1, 'sent' FROM part");
    transaction.commit();
}

void Soak::enqueue(const std::string& group)
{
    store::NewMessage message;
    message.dedup_key = "soak:" + std::to_string(rounds_) + ":" + group;
    message.kind = "weekly_circular";
    message.target = group;
    const auto text = "致" + group + "的第" + std::to_string(rounds_) + "条";
    message.parts = {nlohmann::json{{"msgtype", "text"}, {"text", {{"content", text}}}}.dump()};
    const auto begun = Steady::now();
    store::Transaction transaction(*db_);
    store::enqueue(*db_, message, place_.platforms().now());
    transaction.commit();
    enqueue_times_.push_back(std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begun));
}

bool Soak::round()
{
    if (!db_)
        db_.emplace(place_.database().string());
    ++rounds_;
    for (int number = 1; number <= groups; ++number)
        enqueue(group_number(number));
    return holds_soon([&] { return live_messages(*db_) == 0; });
}

} // namespace tongbao::acceptance
