#include "bot/commands/requests/request_words.hpp"

#include "bot/windows.hpp"

namespace tongbao::bot {

std::string_view kind_word(store::RequestKind kind)
{
    switch (kind) {
    case store::RequestKind::correction:
        return "更正";
    case store::RequestKind::erasure:
        return "注销";
    case store::RequestKind::feedback:
        break;
    }
    return "反馈";
}

std::string state_text(const store::Request& request)
{
    if (!request.decided_at)
        return chinese_day(request.due) + "前答复";
    std::string state = request.kind == store::RequestKind::feedback ? "已答复" : request.granted ? "已同意" : "未同意";
    return request.answer.empty() ? state : state + "：" + request.answer;
}

} // namespace tongbao::bot
