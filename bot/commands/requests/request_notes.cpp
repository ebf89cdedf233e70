#include "bot/commands/requests/request_notes.hpp"

#include "bot/commands/person_words.hpp"
#include "bot/commands/requests/request_words.hpp"
#include "bot/commands/telling.hpp"
#include "bot/windows.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::chrono::days news_lifetime{15}; ///< of a decision

std::string asker_of(store::Connection& db, const store::Request& request)
{
    const auto member = store::find_member(db, request.member);
    return member ? "工号" + number_tail(member->code) : "未绑定的账号";
}

std::string key_of(const store::Request& request, std::string_view what)
{
    return fmt::format("request:{}:{}", request.id.value, what);
}

} // namespace

std::string request_line(store::Connection& db, const store::Request& request)
{
    return fmt::format("{} {}（{}，{}提出，{}前答复）：{}", request.id.value, kind_word(request.kind),
                       asker_of(db, request), chinese_day(local_day(request.made_at)), chinese_day(request.due),
                       request.text.empty() ? "申请抹去姓名和工号" : request.text);
}

int announce(store::Connection& db, const CommandContext& context, const store::Request& request)
{
    PrivateNote note;
    note.key = key_of(request, "waits");
    note.text = fmt::format("有一条申请等待您答复：\n{}\n答复请发“申请 办理 {} 同意/不同意 说明”。",
                            request_line(db, request), request.id.value);
    note.not_after = at_local(request.due, {});
    return tell(db, context, deciders(db, context, request.unit), note);
}

bool tell_asker(store::Connection& db, const CommandContext& context, const store::Request& decided)
{
    if (!decided.member)
        return false;
    PrivateNote note;
    note.key = key_of(decided, "decided");
    note.text = fmt::format("您的{}{}：{}。", kind_word(decided.kind), decided.id.value, state_text(decided));
    note.not_after = context.now + news_lifetime;
    return tell(db, context, {decided.member}, note) > 0;
}

} // namespace tongbao::bot
