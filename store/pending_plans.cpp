#include "store/pending_plans.hpp"

namespace tongbao::store {
namespace {

std::optional<PendingPlan> remove_plan(Connection& db, const PlanKey& key)
{
    auto query = db.prepare("DELETE FROM pending_plan WHERE platform = $1 AND user_id = $2 AND chat = $3 "
                            "RETURNING code, message, digest, expires");
    query.bind(key.platform, key.user, key.chat);
    if (!query.step())
        return std::nullopt;
    PendingPlan plan{query.text(0), query.text(1), query.text(2), query.instant(3)};
    query.step(); // the deletion is done when the statement has ended
    return plan;
}

} // namespace

void hold_plan(Connection& db, const PlanKey& key, const PendingPlan& plan, Instant now)
{
    db.run("DELETE FROM pending_plan WHERE expires <= $1", now);
    db.run("INSERT INTO pending_plan (platform, user_id, chat, code, message, digest, expires) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (platform, user_id, chat) DO UPDATE SET "
           "code = excluded.code, message = excluded.message, digest = excluded.digest, expires = excluded.expires",
           key.platform, key.user, key.chat, plan.code, plan.message, plan.digest, plan.expires);
}

std::optional<PendingPlan> take_plan(Connection& db, const PlanKey& key, std::string_view code, Instant now)
{
    auto plan = remove_plan(db, key);
    const bool right = plan && plan->code == code && now < plan->expires;
    return right ? plan : std::nullopt;
}

bool drop_plan(Connection& db, const PlanKey& key, Instant now)
{
    const auto plan = remove_plan(db, key);
    return plan && now < plan->expires;
}

} // namespace tongbao::store
