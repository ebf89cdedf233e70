#include "bot/commands/confirmation.hpp"

#include "adapters/crypto.hpp"
#include "bot/commands/context.hpp"
#include "bot/commands/families.hpp"
#include "bot/commands/parser.hpp"
#include "bot/commands/text.hpp"
#include "store/pending_plans.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

using namespace std::chrono_literals;

constexpr auto plan_lifetime = 5min; // domain/rulings.md 36

store::PlanKey key_of(const CommandContext& context)
{
    return {context.caller.platform, context.caller.user, context.message.chat};
}

std::string four_digits()
{
    const auto bytes = adapters::random_bytes(4);
    unsigned number = 0;
    for (const char byte : bytes)
        number = number << 8U | static_cast<unsigned char>(byte);
    return fmt::format("{:04}", number % 10000);
}

/// The row and arguments of what was planned; empty when the caller may no longer do it here.
struct Planned {
    const Command* command = nullptr;
    Arguments arguments;
};

std::optional<Planned> planned(const CommandContext& context, const std::string& message)
{
    const auto line = command_of(words_of(message), command_table());
    if (line.command == nullptr || line.command->carry_out == nullptr ||
        right_to(*line.command, context.caller, context.rules.rights) != Right::allowed)
        return std::nullopt;
    auto arguments = arguments_of(*line.command, line.rest, message, context.today);
    if (!arguments)
        return std::nullopt;
    return Planned{line.command, std::move(*arguments)};
}

} // namespace

boost::asio::awaitable<Reply> held_for_confirmation(const CommandContext& context, const Reply& preview)
{
    const auto key = key_of(context);
    const store::PendingPlan plan{four_digits(), preview.planned.empty() ? context.message.text : preview.planned,
                                  adapters::sha256_hex(preview.text), context.now + plan_lifetime};
    co_await context.store.write([&](store::Connection& db) { store::hold_plan(db, key, plan, context.now); });
    co_return Reply{ReplyCode::done,
                    fmt::format("{}\n回复“确认 {}”执行，5分钟内有效；放弃请回复“取消”。", preview.text, plan.code)};
}

namespace {

/// 确认 确认码
boost::asio::awaitable<Reply> confirm(const CommandContext& context, const Arguments& arguments)
{
    const auto key = key_of(context);
    const auto code = folded(arguments.text("确认码"));
    const auto plan = co_await context.store.write(
        [&](store::Connection& db) { return store::take_plan(db, key, code, context.now); });
    if (!plan)
        co_return replies::wrong_confirmation();
    const auto what = planned(context, plan->message);
    if (!what)
        co_return replies::conflict();
    const auto preview = co_await what->command->handler(context, what->arguments);
    if (preview.code != ReplyCode::done || adapters::sha256_hex(preview.text) != plan->digest)
        co_return replies::conflict(); // what would happen now is not what was shown
    co_return co_await what->command->carry_out(context, what->arguments);
}

/// 取消
boost::asio::awaitable<Reply> cancel(const CommandContext& context, const Arguments&)
{
    const auto key = key_of(context);
    const bool dropped =
        co_await context.store.write([&](store::Connection& db) { return store::drop_plan(db, key, context.now); });
    co_return Reply{ReplyCode::done, dropped ? "已取消。" : "没有待确认的操作。"};
}

} // namespace

std::vector<Command> confirmation_family()
{
    return {
        {.name = "确认",
         .aliases = {},
         .arguments = {{.name = "确认码"}},
         .summary = "执行刚才预览的操作",
         .example = "确认 4827",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .handler = confirm},
        {.name = "取消",
         .aliases = {},
         .arguments = {},
         .summary = "放弃刚才预览的操作",
         .example = "取消",
         .roles = everybody_role,
         .in_group = GroupUse::always,
         .handler = cancel},
    };
}

} // namespace tongbao::bot
