#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/clock.hpp"
#include "bot/commands/groups/group_kinds.hpp"
#include "bot/commands/one_time_code.hpp"
#include "store/audit.hpp"
#include "store/groups.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tongbao::bot::cli {
namespace {

GroupKind group_kind_of(const std::string& name)
{
    return name == "administrators" ? GroupKind::administrators
           : name == "branch"       ? GroupKind::branch
                                    : GroupKind::unit;
}

void issue(store::Connection& db, const GroupCodeArguments& arguments, const Unit& unit, const std::string& code)
{
    const auto now = SystemClock().now();
    const auto kind = group_kind_of(arguments.kind);
    store::Transaction transaction(db);
    store::issue_group_code(db,
                            {code_digest(code), kind, unit.id, arguments.target, now, now + one_time_code_lifetime});
    store::AuditEntry entry;
    entry.at = now;
    entry.platform = "cli";
    entry.command = "群 发码";
    entry.object = fmt::format("{}的{}", unit.name, word_of(kind));
    entry.after = arguments.target;
    store::record_audit(db, entry);
    transaction.commit();
}

} // namespace

int group_code(const GroupCodeArguments& arguments)
{
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    if (!arguments.target.empty() &&
        std::ranges::find(config->groups, arguments.target, &GroupConfig::name) == config->groups.end()) {
        fmt::print(stderr, "--target {}: no group of that name in the configuration\n", arguments.target);
        return refused;
    }
    auto db = open_database(*config);
    const auto unit = store::find_unit(db, arguments.unit);
    if (!unit) {
        fmt::print(stderr, "{}: no unit of that code; import units first\n", arguments.unit);
        return refused;
    }
    if (const auto objection = kind_objection(group_kind_of(arguments.kind), *unit)) {
        fmt::print(stderr, "--kind {} does not fit the unit: {}\n", arguments.kind, *objection);
        return refused;
    }
    const auto code = new_one_time_code();
    issue(db, arguments, *unit, code);
    fmt::print("{}\nAn administrator of the unit types in the group: @bot 群 绑定 {}   (once, within 24 hours)\n", code,
               code);
    return done;
}

} // namespace tongbao::bot::cli
