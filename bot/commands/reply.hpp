#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tongbao::bot {

/// The codes of domain/commands.md §5; `done` is an answer.
enum class ReplyCode {
    done,
    unknown,
    argument,
    bind,
    permission,
    scope,
    direct_only,
    group_only,
    ambiguous,
    no_data,
    small,
    rate,
    internal,
    confirmation,
    conflict,
    unbound_group,
    ranking_off,
};

struct Reply {
    ReplyCode code = ReplyCode::done;
    std::string text;
    bool complete = false;       ///< of a destructive command: it only told something, so there is nothing to confirm
    std::string planned = {};    ///< of a destructive command: what 确认 runs; empty: the message itself
    std::string in_private = {}; ///< for whoever asked alone; `text` tells the group no more than that
};

/// One line each: what is wrong and what to do next. None tells whether something exists outside the caller's scope.
namespace replies {

/// `nearest` may be empty.
Reply unknown_command(std::string_view nearest);
Reply wrong_arguments(std::string_view format, std::string_view example);
Reply bind_first();
/// `roles`: letters of domain/commands.md §1.
Reply needs_role(std::string_view roles);
/// The same words for "no such unit" and "not yours"; `similar` are units the caller may see.
Reply out_of_scope(const std::vector<std::string>& similar = {});
Reply direct_only();
/// PRIVATE. The first where `text` goes to whoever asked, one-to-one; the second where the bot cannot write to persons.
Reply answered_in_private(std::string text);
Reply ask_in_private();
Reply group_only();
Reply ambiguous(const std::vector<std::string>& matches);
/// Several persons of one name; `matches` tell them apart without giving their numbers away.
Reply ambiguous_person(const std::vector<std::string>& matches);
Reply no_data();
Reply small(int show_min);
Reply too_often();
Reply too_long();
/// `number`: what the log calls this failure.
Reply failed(std::string_view number);
/// CONFIRM and CONFLICT.
Reply wrong_confirmation();
Reply conflict();
Reply wrong_bind_code();
Reply bind_locked();
Reply unbound_group();
Reply ranking_off();

} // namespace replies

/// The line STALE, added to an answer: "数据停在9月18日（体育学院未导入），结果可能不完整。"
std::string stale_line(std::string_view day, const std::vector<std::string>& late_units);

} // namespace tongbao::bot
