#include "bot/commands/data/import_scope.hpp"

#include "bot/commands/person_words.hpp"
#include "store/members.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

/// What of the caller's file lies in the caller's units.
class OwnUnits {
public:
    OwnUnits(store::Connection& db, const CommandContext& context) : db_(db), context_(context) {}

    bool holds_all(const ActivityDraft& draft) const
    {
        return draft.queued.empty() &&
               std::ranges::all_of(draft.covered, [&](const store::Covered& each) { return own(each.unit); }) &&
               std::ranges::all_of(draft.rows, [&](const auto& row) { return own_on(row.member, row.day); });
    }
    bool holds_all(const std::vector<store::RosterRow>& rows) const
    {
        return std::ranges::all_of(rows, [&](const store::RosterRow& row) {
            return row.roles.empty() && own(row.unit) && free_or_own(row.code);
        });
    }
    bool holds_all(const std::vector<UnitStatement>& statements) const
    {
        return std::ranges::all_of(statements, [&](const auto& each) { return own(each.unit); });
    }

private:
    bool own(UnitId unit) const { return grant_over(context_.caller, "A", unit, context_.units).has_value(); }
    bool own_on(MemberId member, Day day) const
    {
        const auto membership = store::membership_on(db_, member, day);
        return membership && own(membership->unit);
    }
    /// The number is nobody's, or of somebody who has never been elsewhere.
    bool free_or_own(const std::string& code) const
    {
        const auto member = store::find_member(db_, code);
        return !member || std::ranges::all_of(store::memberships_of(db_, member->id),
                                              [&](const auto& each) { return own(each.unit); });
    }

    store::Connection& db_;
    const CommandContext& context_;
};

} // namespace

std::optional<Reply> import_objection(store::Connection& db, const CommandContext& context,
                                      const PreparedImport& prepared)
{
    if (holds(context.caller, "S"))
        return std::nullopt;
    if (prepared.report.kind == ImportKind::units)
        return replies::needs_role("S");
    const OwnUnits own(db, context);
    if (own.holds_all(prepared.activity) && own.holds_all(prepared.roster) && own.holds_all(prepared.statements))
        return std::nullopt;
    return Reply{ReplyCode::scope, "文件里有不属于您管理范围的记录、名册里没有的人，或者角色，没有导入。"
                                   "请只发本单位在册成员的数据；角色请用“角色 授予”，全校的文件请交秘书处导入。"};
}

} // namespace tongbao::bot
