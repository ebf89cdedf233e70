#include "bot/import/headers.hpp"

#include "bot/import/values.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace tongbao::bot {
namespace {

struct Alias {
    Field field;
    std::string_view text;
};

/// In the order of domain/exports.md §4, which is the order of preference.
constexpr std::array aliases = {
    Alias{Field::member_id, "工号"},
    Alias{Field::member_id, "学号"},
    Alias{Field::member_id, "学工号"},
    Alias{Field::member_id, "人员编号"},
    Alias{Field::member_id, "职工号"},
    Alias{Field::member_id, "一卡通号"},
    Alias{Field::member_id, "账号"},
    Alias{Field::member_id, "member_id"},
    Alias{Field::member_id, "user_id"},
    Alias{Field::member_id, "employeeid"},
    Alias{Field::member_id, "studentid"},
    Alias{Field::member_id, "idnumber"},
    Alias{Field::platform_id, "平台id"},
    Alias{Field::platform_id, "用户id"},
    Alias{Field::platform_id, "学员id"},
    Alias{Field::platform_id, "userid"},
    Alias{Field::platform_id, "ddid"},
    Alias{Field::platform_id, "platform_id"},
    Alias{Field::name, "姓名"},
    Alias{Field::name, "学员姓名"},
    Alias{Field::name, "学员"},
    Alias{Field::name, "名字"},
    Alias{Field::name, "用户名"},
    Alias{Field::name, "username"},
    Alias{Field::name, "name"},
    Alias{Field::name, "fullname"},
    Alias{Field::unit, "组织"},
    Alias{Field::unit, "组织名称"},
    Alias{Field::unit, "所属组织"},
    Alias{Field::unit, "学习组织"},
    Alias{Field::unit, "单位"},
    Alias{Field::unit, "二级单位"},
    Alias{Field::unit, "党组织"},
    Alias{Field::unit, "院系"},
    Alias{Field::unit, "学院"},
    Alias{Field::unit, "部门"},
    Alias{Field::unit, "所属部门"},
    Alias{Field::unit, "deptnames"},
    Alias{Field::unit, "orgname"},
    Alias{Field::unit, "unit"},
    Alias{Field::unit, "department"},
    Alias{Field::unit, "organisation"},
    Alias{Field::unit, "unit_code"},
    Alias{Field::branch, "支部"},
    Alias{Field::branch, "党支部"},
    Alias{Field::branch, "所在支部"},
    Alias{Field::branch, "branch"},
    Alias{Field::branch, "branch_code"},
    Alias{Field::phone, "手机"},
    Alias{Field::phone, "手机号"},
    Alias{Field::phone, "手机号码"},
    Alias{Field::phone, "联系电话"},
    Alias{Field::phone, "mobile"},
    Alias{Field::phone, "phone"},
    Alias{Field::phone, "phone_tail"},
    Alias{Field::date, "日期"},
    Alias{Field::date, "统计日期"},
    Alias{Field::date, "数据日期"},
    Alias{Field::date, "学习日期"},
    Alias{Field::date, "statdate"},
    Alias{Field::date, "date"},
    Alias{Field::date, "day"},
    Alias{Field::points, "计入年度积分"},
    Alias{Field::points, "年度积分"},
    Alias{Field::points, "当日积分"},
    Alias{Field::points, "今日积分"},
    Alias{Field::points, "昨日积分"},
    Alias{Field::points, "日积分"},
    Alias{Field::points, "每日积分"},
    Alias{Field::points, "当日得分"},
    Alias{Field::points, "学分"},
    Alias{Field::points, "rangerealscore"},
    Alias{Field::points, "points"},
    Alias{Field::points, "score"},
    Alias{Field::points_raw, "计入总积分"},
    Alias{Field::points_raw, "rangescore"},
    Alias{Field::points_raw, "points_raw"},
    Alias{Field::total, "总积分"},
    Alias{Field::total, "累计积分"},
    Alias{Field::total, "成长总积分"},
    Alias{Field::total, "总分"},
    Alias{Field::total, "totalscore"},
    Alias{Field::total, "totalpoints"},
    Alias{Field::month, "当月积分"},
    Alias{Field::month, "本月积分"},
    Alias{Field::month, "月积分"},
    Alias{Field::month, "scoremonth"},
    Alias{Field::active, "是否活跃"},
    Alias{Field::active, "活跃"},
    Alias{Field::active, "是否参与"},
    Alias{Field::active, "参与状态"},
    Alias{Field::active, "active"},
    Alias{Field::activated, "激活状态"},
    Alias{Field::activated, "是否激活"},
    Alias{Field::activated, "激活"},
    Alias{Field::activated, "注册状态"},
    Alias{Field::activated, "是否注册"},
    Alias{Field::activated, "isactivate"},
    Alias{Field::activated, "state"},
    Alias{Field::activated, "registered"},
    Alias{Field::count_total, "学员总数"},
    Alias{Field::count_total, "总人数"},
    Alias{Field::count_total, "应学人数"},
    Alias{Field::count_total, "党员数"},
    Alias{Field::count_total, "total"},
    Alias{Field::count_activated, "激活总数"},
    Alias{Field::count_activated, "已激活"},
    Alias{Field::count_activated, "已注册"},
    Alias{Field::count_activated, "注册人数"},
    Alias{Field::count_activated, "activated"},
    Alias{Field::count_active, "活跃学员"},
    Alias{Field::count_active, "参与人数"},
    Alias{Field::count_active, "活跃人数"},
    Alias{Field::participation, "参与度"},
    Alias{Field::participation, "参与率"},
    Alias{Field::participation, "活跃度"},
    Alias{Field::participation, "participation"},
    Alias{Field::active_participation, "活跃学员参与度"},
    Alias{Field::points_sum, "总获得积分"},
    Alias{Field::points_sum, "points_sum"},
    Alias{Field::average_points, "人均积分"},
    Alias{Field::average_points, "日人均积分"},
    Alias{Field::average_points, "当日人均积分"},
    Alias{Field::average_points, "avg_points"},
    Alias{Field::row_sum, "总计"},
    Alias{Field::row_sum, "合计"},
    Alias{Field::active_days, "活跃天数"},
    Alias{Field::active_days, "参与天数"},
    Alias{Field::ignored, "序号"},
    Alias{Field::ignored, "排名"},
    Alias{Field::ignored, "名次"},
    Alias{Field::ignored, "no."},
    Alias{Field::ignored, "rank"},
    Alias{Field::ambiguous_points, "积分"},
};

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

std::optional<HeaderMatch> exactly(std::string_view key)
{
    for (std::size_t i = 0; i < aliases.size(); ++i)
        if (aliases[i].text == key)
            return HeaderMatch{aliases[i].field, static_cast<int>(i), true};
    return std::nullopt;
}

/// A rank of something is not that something.
bool is_rank(std::string_view key)
{
    return key.find("排名") != std::string_view::npos || key.find("名次") != std::string_view::npos ||
           key.find("序号") != std::string_view::npos;
}

/// The longest Chinese alias inside the header; short Latin ones would be found in half of all words.
std::optional<HeaderMatch> containing(std::string_view key)
{
    if (is_rank(key))
        return HeaderMatch{Field::ignored, static_cast<int>(aliases.size()), false};
    std::optional<HeaderMatch> best;
    std::size_t longest = 0;
    for (std::size_t i = 0; i < aliases.size(); ++i) {
        const auto& alias = aliases[i];
        const bool candidate = alias.field != Field::ambiguous_points && !is_ascii(alias.text) &&
                               alias.text.size() > longest && key.find(alias.text) != std::string_view::npos;
        if (!candidate)
            continue;
        best = HeaderMatch{alias.field, static_cast<int>(i), false};
        longest = alias.text.size();
    }
    return best;
}

} // namespace

std::string header_key(std::string_view text)
{
    std::string key;
    int depth = 0;
    const auto all = match_key(text);
    for (std::size_t at = 0; at < all.size(); ++at) {
        const std::string_view rest = std::string_view(all).substr(at);
        const bool wide_open = rest.starts_with("【");
        const bool wide_close = rest.starts_with("】");
        if (rest.front() == '(' || rest.front() == '[' || wide_open)
            ++depth;
        else if (rest.front() == ')' || rest.front() == ']' || wide_close)
            depth = std::max(depth - 1, 0);
        else if (depth == 0 && rest.front() != '*')
            key += rest.front();
        if (wide_open || wide_close)
            at += std::string_view("【").size() - 1;
    }
    return key;
}

std::optional<HeaderMatch> match_header(std::string_view text)
{
    const auto key = header_key(text);
    if (key.empty())
        return std::nullopt;
    if (const auto match = exactly(key))
        return match;
    const auto slash = key.rfind('/');
    const auto last = slash == std::string::npos ? std::string() : key.substr(slash + 1);
    if (const auto match = last.empty() ? std::nullopt : exactly(last))
        return match;
    if (const auto match = last.empty() ? std::nullopt : containing(last))
        return match;
    return containing(key);
}

} // namespace tongbao::bot
