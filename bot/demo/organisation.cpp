#include "bot/demo/organisation.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <xlsxwriter.h>

namespace tongbao::bot::demo {
namespace {

namespace fs = std::filesystem;

constexpr int days_a_week = 7;
constexpr std::array mondays{std::chrono::year{2026} / 9 / 7, std::chrono::year{2026} / 9 / 14};

struct Week {
    int active; ///< member-days with activity
    int points;
};

struct Plan {
    const char* code;
    const char* name;
    const char* short_name;
    const char* kind;
    const char* rank_group;
    int members;
    int registered;
    int branches; ///< 0: the unit is a branch itself
    std::array<Week, mondays.size()> weeks;
};

constexpr std::array<Plan, 6> plans{{
    {"WX", "文学院", "文学", "分党委", "学院", 420, 412, 17, {{{1999, 98490}, {2058, 101430}}}},
    {"SL", "数理学院", "数理", "分党委", "学院", 380, 371, 15, {{{1782, 86450}, {1729, 83790}}}},
    {"JG", "机关党委", "机关", "分党委", "机关", 260, 258, 10, {{{1147, 54600}, {1183, 57330}}}},
    {"YY", "音乐学院", "音乐", "党总支", "学院", 150, 147, 6, {{{693, 33600}, {682, 33075}}}},
    {"TY", "体育学院", "体育", "党总支", "学院", 120, 108, 5, {{{420, 20160}, {378, 17640}}}},
    {"ZS", "直属支部", "直属", "直属党支部", "直属", 4, 4, 0, {{{24, 980}, {25, 1036}}}},
}};

constexpr std::array surnames{"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫",
                              "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许", "何", "吕", "施", "张"};
constexpr std::array middles{"晓", "思", "子", "雨", "嘉", "明", "志", "海", "春", "秋", "若", "亦"};
constexpr std::array lasts{"桐", "宁", "衡", "澜", "岚", "哲", "宸", "楠", "萱", "骁", "蕾", "磊", "钧"};

struct Person {
    std::string id;
    std::string name;
    std::string branch; ///< code
    int in_branch = 0;  ///< position within the branch, from 0
    bool registered = false;
};

std::string branch_code(const Plan& plan, int branch)
{
    return plan.branches == 0 ? plan.code : fmt::format("{}-{:02}", plan.code, branch + 1);
}

std::string branch_name(const Plan& plan, int branch)
{
    return plan.branches == 0 ? plan.name : fmt::format("{}第{}党支部", plan.name, branch + 1);
}

/// The `n`th invented name; the first 3744 all differ, because the stride shares no factor with their number.
std::string invented_name(std::size_t n)
{
    constexpr std::size_t stride = 1537;
    const auto m = n * stride % (surnames.size() * middles.size() * lasts.size());
    return fmt::format("{}{}{}", surnames[m % surnames.size()], middles[m / surnames.size() % middles.size()],
                       lasts[m / (surnames.size() * middles.size())]);
}

/// The members of every unit, in the order of the plans. Who has not registered stands at the end of the unit.
std::vector<std::vector<Person>> invent_people()
{
    std::vector<std::vector<Person>> people;
    std::size_t n = 0;
    for (const auto& plan : plans) {
        auto& unit = people.emplace_back();
        const int branches = std::max(1, plan.branches);
        for (int i = 0; i < plan.members; ++i, ++n)
            unit.push_back({fmt::format("2018{:04}", n + 1), invented_name(n), branch_code(plan, i % branches),
                            i / branches, i < plan.registered});
    }
    return people;
}

std::string role_of(const Plan& plan, std::size_t index, const Person& person)
{
    const bool office = plan.code == std::string_view("JG");
    std::string roles;
    const auto add = [&](const char* role) { roles += roles.empty() ? role : std::string("|") + role; };
    if (index == 0)
        add("书记");
    if (index == 1)
        add("学习管理员");
    if (office && index == 2)
        add("秘书处");
    if (plan.branches > 0 && person.in_branch == 1)
        add("支部书记");
    return roles;
}

void write_units(const fs::path& file)
{
    std::ofstream out(file);
    out << "unit_code,name,short_names,kind,parent_code,rank_group,secretary_id,active_from,active_to\n"
           "XX,示例大学,本校|全校,学校,,,,2020-09-01,\n";
    for (const auto& plan : plans) {
        out << fmt::format("{},{},{},{},XX,{},,2020-09-01,\n", plan.code, plan.name, plan.short_name, plan.kind,
                           plan.rank_group);
        for (int branch = 0; branch < plan.branches; ++branch)
            out << fmt::format("{},{},{}{}支,党支部,{},,,2020-09-01,\n", branch_code(plan, branch),
                               branch_name(plan, branch), plan.name, branch + 1, plan.code);
    }
}

void write_roster(const fs::path& file, const std::vector<std::vector<Person>>& people)
{
    std::ofstream out(file);
    out << "member_id,name,unit_code,branch_code,category,party_status,cadre,role,registered_on,start,end,status,"
           "exempt_reason_code,exempt_until,platform_id,phone_tail,source\n";
    for (std::size_t u = 0; u < plans.size(); ++u)
        for (std::size_t i = 0; i < people[u].size(); ++i) {
            const auto& person = people[u][i];
            out << fmt::format("{},{},{},{},{},正式,{},{},{},2025-09-01,,active,,,,,hr\n", person.id, person.name,
                               plans[u].code, person.branch, i % 3 == 0 ? "教工" : "学生", i < 3 ? "处级" : "",
                               role_of(plans[u], i, person), person.registered ? "2025-09-10" : "");
        }
}

/// Splits a week's total over its days, a little more at its start than at its end; the sum is exact.
int share_of_day(int total, int day)
{
    const int slope = total / days_a_week / 60;
    return total / days_a_week + (day < total % days_a_week ? 1 : 0) + slope * (3 - day);
}

/// The points of every member of a unit on each day of a week; 0 is no activity.
std::array<std::vector<int>, days_a_week> points_of_week(const Plan& plan, const Week& week)
{
    std::array<std::vector<int>, days_a_week> result;
    const int mean = week.points / week.active;
    int left_over = week.points - mean * week.active;
    for (int day = 0; day < days_a_week; ++day) {
        auto& points = result[static_cast<std::size_t>(day)];
        points.assign(static_cast<std::size_t>(plan.members), 0);
        const int active = share_of_day(week.active, day);
        for (int k = 0; k < active; ++k) {
            const int member = (k + 37 * day) % plan.registered;
            const bool paired = k + 1 < active || k % 2 == 1;
            const int swing = paired ? (k % 2 == 0 ? 1 : -1) * (k / 2 % 7) : 0; // cancels out within the pair
            const int extra = left_over > 0 ? 1 : 0;
            left_over -= extra;
            points[static_cast<std::size_t>(member)] = mean + swing + extra;
        }
    }
    return result;
}

/// One day's workbook, written row by row.
class Workbook {
public:
    Workbook(const fs::path& file, std::chrono::year_month_day day)
        : book_(workbook_new(file.c_str())), sheet_(workbook_add_worksheet(book_, nullptr))
    {
        worksheet_merge_range(sheet_, 0, 0, 0, 6, "中共示例大学委员会 学员详细数据", nullptr);
        worksheet_merge_range(sheet_, 1, 0, 1, 6,
                              fmt::format("【数据说明】统计范围为本组织及下级组织；数据截至{}年{:02}月{:02}日24时；"
                                          "每日7:00更新。",
                                          int(day.year()), unsigned(day.month()), unsigned(day.day()))
                                  .c_str(),
                              nullptr);
        int column = 0;
        for (const char* title : {"序号", "姓名", "激活状态", "所属部门/组织", "计入年度积分", "计入总积分", "总积分"})
            text(2, column++, title);
    }

    void add(const Person& person, const std::string& branch, int points)
    {
        number(row_, 0, row_ - 2);
        text(row_, 1, person.name.c_str());
        text(row_, 2, person.registered ? "激活" : "未激活");
        text(row_, 3, branch.c_str());
        number(row_, 4, points);
        number(row_, 5, points);
        sum_ += points;
        ++row_;
    }

    void close()
    {
        text(row_, 0, "合计");
        number(row_, 4, sum_);
        number(row_, 5, sum_);
        if (workbook_close(book_) != LXW_NO_ERROR)
            throw std::runtime_error("demo: cannot write a workbook");
    }

private:
    void text(int row, int column, const char* value)
    {
        worksheet_write_string(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value, nullptr);
    }
    void number(int row, int column, double value)
    {
        worksheet_write_number(sheet_, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), value, nullptr);
    }

    lxw_workbook* book_; ///< freed by workbook_close
    lxw_worksheet* sheet_;
    int row_ = 3;
    int sum_ = 0;
};

void write_week(const fs::path& folder, std::size_t week, const std::vector<std::vector<Person>>& people)
{
    std::vector<std::array<std::vector<int>, days_a_week>> points;
    for (const auto& plan : plans)
        points.push_back(points_of_week(plan, plan.weeks[week]));
    for (int day = 0; day < days_a_week; ++day) {
        const std::chrono::year_month_day date{std::chrono::local_days{mondays[week]} + std::chrono::days{day}};
        Workbook book(folder / fmt::format("学员详细数据_{}{:02}{:02}.xlsx", int(date.year()), unsigned(date.month()),
                                           unsigned(date.day())),
                      date);
        for (std::size_t u = 0; u < plans.size(); ++u)
            for (std::size_t i = 0; i < people[u].size(); ++i) {
                const auto& person = people[u][i];
                const int branch = static_cast<int>(i) % std::max(1, plans[u].branches);
                book.add(person, branch_name(plans[u], branch), points[u][static_cast<std::size_t>(day)][i]);
            }
        book.close();
    }
}

} // namespace

Speakers write_organisation(const fs::path& folder)
{
    fs::create_directories(folder / "exports");
    const auto people = invent_people();
    write_units(folder / "units.csv");
    write_roster(folder / "roster.csv", people);
    for (std::size_t week = 0; week < mondays.size(); ++week)
        write_week(folder / "exports", week, people);
    const auto& administrator = people[0][1];
    const auto& secretariat = people[2][2];
    return {{administrator.id, administrator.name}, {secretariat.id, secretariat.name}};
}

} // namespace tongbao::bot::demo
