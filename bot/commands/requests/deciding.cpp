#include "bot/commands/person_words.hpp"
#include "bot/commands/requests/handlers.hpp"
#include "bot/commands/requests/request_notes.hpp"
#include "bot/commands/requests/request_words.hpp"
#include "bot/commands/text.hpp"
#include "bot/commands/typed_number.hpp"
#include "bot/erased_numbers.hpp"
#include "bot/windows.hpp"
#include "store/members.hpp"
#include "store/requests.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_listed = 10;
constexpr std::size_t longest_answer = 200; // characters

/// A unit's administrators decide about its data, the secretariat about everything else.
bool decides(const CommandContext& context, const store::Request& request)
{
    if (!request.unit)
        return holds(context.caller, "S");
    return grant_over(context.caller, "A", request.unit, context.units).has_value();
}

std::optional<store::Request> request_meant(store::Connection& db, const CommandContext& context,
                                            const Arguments& arguments)
{
    const auto number = typed_number(arguments.text("编号"));
    auto request = number ? store::find_request(db, store::RequestId{*number}) : std::nullopt;
    return request && decides(context, *request) ? request : std::nullopt;
}

/// What keeps an erasure from being granted; empty: nothing.
std::string obstacle(store::Connection& db, const store::Request& request, Day today)
{
    if (request.kind != store::RequestKind::erasure || !store::membership_on(db, request.member, today))
        return {};
    return "本人仍在名册中，须先办理离岗，否则导入名册时会再次登记。";
}

bool grants(const Arguments& arguments)
{
    return arguments.text("同意/不同意") == "同意";
}

std::string consequence(const store::Request& request, bool granted)
{
    if (request.kind == store::RequestKind::erasure && granted)
        return "同意后立即抹去姓名、工号、手机尾号和平台账号，无法恢复；每日记录留作单位合计，不再对应到人。";
    if (request.kind == store::RequestKind::correction && granted)
        return "更正本身请在名册或数据里改好；这里只答复本人。";
    return "答复本人。";
}

} // namespace

/// 申请 列表
boost::asio::awaitable<Reply> show_requests(const CommandContext& context, const Arguments&)
{
    std::string lines;
    std::size_t count = 0;
    co_await context.store.read([&](store::Connection& db) {
        for (const auto& request : store::open_requests(db))
            if (decides(context, request) && ++count <= most_listed)
                lines += "\n" + request_line(db, request);
    });
    if (count == 0)
        co_return Reply{ReplyCode::no_data, "没有等待答复的申请。"};
    auto text = fmt::format("等待答复的申请{}条：", count) + lines;
    if (count > most_listed)
        text += fmt::format("\n另有{}条，答复后再看。", count - most_listed);
    co_return Reply{ReplyCode::done, text + "\n答复请发“申请 办理 编号 同意/不同意 说明”。"};
}

/// 申请 办理 编号 同意/不同意 [说明]
boost::asio::awaitable<Reply> preview_decision(const CommandContext& context, const Arguments& arguments)
{
    const std::string answer(arguments.text("说明"));
    if (code_points(answer).size() > longest_answer)
        co_return Reply{ReplyCode::argument, fmt::format("说明请控制在{}字以内。", longest_answer)};
    std::string line, refused;
    const auto request = co_await context.store.read([&](store::Connection& db) {
        auto found = request_meant(db, context, arguments);
        if (found) {
            line = request_line(db, *found);
            refused = grants(arguments) ? obstacle(db, *found, context.today) : "";
        }
        return found;
    });
    if (!request)
        co_return replies::out_of_scope();
    if (request->decided_at)
        co_return replies::conflict();
    if (!refused.empty())
        co_return Reply{ReplyCode::conflict, std::move(refused)};
    co_return Reply{ReplyCode::done, fmt::format("将答复“{}”{}：{}\n{}", grants(arguments) ? "同意" : "不同意",
                                                 answer.empty() ? "" : "（" + answer + "）", line,
                                                 consequence(*request, grants(arguments)))};
}

boost::asio::awaitable<Reply> decide_request(const CommandContext& context, const Arguments& arguments)
{
    const bool granted = grants(arguments);
    const std::string answer(arguments.text("说明"));
    bool told = false;
    const bool decided = co_await context.store.write([&](store::Connection& db) {
        const auto request = request_meant(db, context, arguments);
        if (!request || !store::decide_request(db, request->id, granted, answer, context.caller.member, context.now))
            return false;
        if (granted && request->kind == store::RequestKind::erasure)
            erase(db, request->member, context.now);
        else if (const auto answered = store::find_request(db, request->id))
            told = tell_asker(db, context, *answered);
        return true;
    });
    if (!decided)
        co_return replies::conflict();
    co_return Reply{ReplyCode::done,
                    told ? "已答复，并私信告知本人；发“我的数据”也可以看到。" : "已答复，本人发“我的数据”可以看到。"};
}

} // namespace tongbao::bot
