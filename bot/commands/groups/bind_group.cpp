#include "bot/commands/audit_entry.hpp"
#include "bot/commands/groups/group_kinds.hpp"
#include "bot/commands/groups/handlers.hpp"
#include "bot/commands/one_time_code.hpp"
#include "store/bind_codes.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

namespace tongbao::bot {
namespace {

/// Rankings and other units' figures appear in an 管理员群, so only the secretariat makes one.
std::string_view who_registers(GroupKind kind)
{
    return kind == GroupKind::administrators ? "S" : "AS";
}

std::optional<Grant> right_over(const CommandContext& context, GroupKind kind, UnitId unit)
{
    return grant_over(context.caller, who_registers(kind), unit, context.units);
}

/// The group of the chat, when it was bound by command and is the caller's to change.
std::variant<store::BoundGroup, Reply> own_group(store::Connection& db, const CommandContext& context)
{
    const auto found = store::bound_group(db, context.message.platform, context.message.chat);
    if (!found)
        return Reply{ReplyCode::conflict, "本群由配置文件登记，修改请联系运维人员。"};
    if (!right_over(context, found->kind, found->unit))
        return replies::out_of_scope();
    return *found;
}

std::string described(const CommandContext& context, GroupKind kind, UnitId unit)
{
    const auto* found = context.units.find(unit);
    return fmt::format("{}的{}", found == nullptr ? "" : found->name, word_of(kind));
}

std::optional<Reply> target_objection(const CommandContext& context, const std::string& target)
{
    if (target.empty())
        return std::nullopt;
    const auto found = std::ranges::find(context.rules.groups, target, &ConfiguredGroup::name);
    if (found != context.rules.groups.end() && found->platform != context.message.platform)
        return Reply{ReplyCode::conflict, fmt::format("通道“{}”属于另一个平台，请重新发码。", target)};
    return std::nullopt;
}

struct Binding {
    store::BoundGroup group;
    Grant used;
};

/// What the typed code makes of this chat; a wrong one is counted.
std::variant<Binding, Reply> typed_binding(store::Connection& db, const CommandContext& context,
                                           const std::string& digest)
{
    const auto& caller = context.caller;
    const auto since = context.now - one_time_code_lifetime;
    if (store::bind_failures(db, caller.platform, caller.user, since) >= most_code_tries)
        return replies::bind_locked();
    const auto code = store::find_group_code(db, digest, context.now);
    const auto used = code ? right_over(context, code->kind, code->unit) : std::nullopt;
    if (!used) {
        store::note_bind_failure(db, caller.platform, caller.user, context.now, since);
        return Reply{ReplyCode::confirmation, "校验码错误、已过期，或不属于您管理的单位。请私聊我发送“群 发码 单位”。"};
    }
    if (auto objection = target_objection(context, code->target))
        return std::move(*objection);
    return Binding{{context.message.platform, context.message.chat, code->kind, code->unit, code->target, caller.member,
                    context.now},
                   *used};
}

} // namespace

/// 群 绑定 校验码
boost::asio::awaitable<Reply> bind_group(const CommandContext& context, const Arguments& arguments)
{
    const auto digest = code_digest(arguments.text("校验码"));
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto typed = typed_binding(db, context, digest);
        if (const auto* refusal = std::get_if<Reply>(&typed))
            return *refusal;
        const auto& [group, used] = std::get<Binding>(typed);
        auto entry = audit_entry(context, "群 绑定", described(context, group.kind, group.unit), used);
        if (const auto before = store::bound_group(db, group.platform, group.chat))
            entry.before = described(context, before->kind, before->unit);
        entry.after = entry.object;
        store::bind_group(db, group);
        store::spend_group_code(db, digest);
        store::record_audit(db, entry);
        const auto robot = group.target.empty() ? "" : fmt::format("通报由“{}”发到本群。", group.target);
        return Reply{ReplyCode::done,
                     fmt::format("本群已登记为{}，立即生效。{}发“帮助”查看这里可以使用的命令。", entry.after, robot)};
    });
    co_return done;
}

/// 群 类型 管理员群/单位群/支部群
boost::asio::awaitable<Reply> change_group_kind(const CommandContext& context, const Arguments& arguments)
{
    const auto kind = *group_kind_of(arguments.text("管理员群/单位群/支部群"));
    const auto done = co_await context.store.write([&](store::Connection& db) {
        auto own = own_group(db, context);
        if (const auto* refusal = std::get_if<Reply>(&own))
            return *refusal;
        auto& group = std::get<store::BoundGroup>(own);
        const auto* unit = context.units.find(group.unit);
        if (const auto objection = kind_objection(kind, *unit))
            return Reply{ReplyCode::argument, *objection};
        const auto used = right_over(context, kind, group.unit);
        if (!used)
            return replies::needs_role(who_registers(kind));
        auto entry = audit_entry(context, "群 类型", described(context, group.kind, group.unit), used);
        entry.before = word_of(group.kind);
        entry.after = word_of(kind);
        group.kind = kind;
        group.since = context.now;
        group.bound_by = context.caller.member;
        store::bind_group(db, group);
        store::record_audit(db, entry);
        return Reply{ReplyCode::done, fmt::format("本群现在是{}，立即生效。", described(context, kind, group.unit))};
    });
    co_return done;
}

/// 群 解绑
boost::asio::awaitable<Reply> preview_unbinding(const CommandContext& context, const Arguments&)
{
    const auto own = co_await context.store.read([&](store::Connection& db) { return own_group(db, context); });
    if (const auto* refusal = std::get_if<Reply>(&own))
        co_return *refusal;
    const auto& group = std::get<store::BoundGroup>(own);
    co_return Reply{ReplyCode::done, fmt::format("将取消本群的登记（{}），之后这里只能使用“帮助”。",
                                                 described(context, group.kind, group.unit))};
}

boost::asio::awaitable<Reply> unbind_group(const CommandContext& context, const Arguments&)
{
    const auto done = co_await context.store.write([&](store::Connection& db) {
        const auto own = own_group(db, context);
        if (const auto* refusal = std::get_if<Reply>(&own))
            return *refusal;
        const auto& group = std::get<store::BoundGroup>(own);
        auto entry = audit_entry(context, "群 解绑", described(context, group.kind, group.unit),
                                 right_over(context, group.kind, group.unit));
        entry.before = entry.object;
        store::unbind_group(db, group.platform, group.chat, context.now);
        store::record_audit(db, entry);
        return Reply{ReplyCode::done, "本群已取消登记。"};
    });
    co_return done;
}

} // namespace tongbao::bot
