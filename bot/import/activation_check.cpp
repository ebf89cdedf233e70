#include "bot/import/activation_check.hpp"

#include "bot/import/values.hpp"

namespace tongbao::bot {

void ActivationCheck::take(const adapters::Row& row, Day day, const store::RosterMember& member)
{
    const auto column = layout_.column(Field::activated);
    const auto flag = column ? read_flag(row.text(*column)) : std::nullopt;
    if (!flag)
        return;
    const bool registered = member.registered_on && *member.registered_on <= day;
    auto& newest = newest_[member.member];
    if (!newest.member || newest.day <= day)
        newest = {member.member, day, *flag, *flag == registered};
    if (*flag != registered)
        report_.add(Code::REG, Severity::warning, row.number, column,
                    *flag ? "文件为已激活，名册无注册日期" : "文件为未激活，名册已有注册日期");
}

std::vector<store::StatedActivation> ActivationCheck::finish() const
{
    std::vector<store::StatedActivation> stated;
    stated.reserve(newest_.size());
    for (const auto& [member, one] : newest_)
        stated.push_back(one);
    return stated;
}

} // namespace tongbao::bot
