#pragma once

#include "store/audit.hpp"
#include "tests/bot/commands_fixture.hpp"

namespace tongbao::bot {

/// The organisation of CommandsTest with people in two units, for commands that look at persons or change them. The
/// whole suite runs with rankings on and off.
class PeopleTest : public CommandsTest, public testing::WithParamInterface<bool> {
protected:
    static constexpr auto other_administrator = "A02", other_secretary = "U02", other_member = "M04";
    static constexpr auto nobody_here = "未找到，或不在您的管理范围内。";

    PeopleTest()
    {
        rules_.rights.ranking_enabled = GetParam();
        store::Connection db(file_.path);
        store::Transaction transaction(db);
        const auto mathematics = store::find_unit(db, "SL")->id;
        const auto other_branch = store::save_unit(db, branch("SL-01", "数理学院第1党支部", mathematics));
        const auto literature = store::find_unit(db, "WX")->id;
        const auto second_branch = store::find_unit(db, "WX-02")->id;
        using store::Role;
        add(db, other_administrator, "西门望月", mathematics, other_branch, {Role::study_administrator});
        add(db, other_secretary, "东方晓晨", mathematics, other_branch, {Role::secretary});
        add(db, other_member, "钟离长风", mathematics, other_branch, {});
        add(db, "M02", "皇甫清扬", literature, second_branch, {}); // a namesake of M01
        add(db, "M03", "闻人听雨", literature, {}, {});
        transaction.commit();
    }

    /// Confirms the plan that `preview` offers.
    std::string confirmed(const char* user, const std::string& preview)
    {
        return direct(user, confirmation_in(preview));
    }
    std::string done(const char* user, const std::string& command) { return confirmed(user, direct(user, command)); }

    static std::string confirmation_in(const std::string& preview)
    {
        constexpr std::string_view before = "回复“";
        const auto at = preview.find(before);
        if (at == std::string::npos)
            return "确认 none";
        const auto from = at + before.size();
        return preview.substr(from, preview.find("”", from) - from);
    }

    std::optional<store::Membership> membership(const char* code, std::string_view day)
    {
        store::Connection db(file_.path);
        return store::membership_on(db, store::find_member(db, code)->id, tongbao::day(day));
    }
    std::string branch_of(const char* code, std::string_view day)
    {
        store::Connection db(file_.path);
        const auto found = membership(code, day);
        for (const auto& unit : store::all_units(db))
            if (found && unit.id == found->branch)
                return unit.code;
        return "none";
    }
    std::vector<store::AuditEntry> audit(const std::string& command)
    {
        store::Connection db(file_.path);
        store::AuditQuestion question;
        question.command = command;
        return store::audit_entries(db, question);
    }

    /// Asserts that of all roles only these (letters of domain/commands.md §1, M for members) may use the command.
    void only_for(std::string_view roles, const std::string& command)
    {
        const std::pair<char, const char*> people[] = {{'L', leader},           {'S', secretariat},   {'P', partner},
                                                       {'U', secretary},        {'A', administrator}, {'O', organiser},
                                                       {'B', branch_secretary}, {'M', member}};
        for (const auto& [role, user] : people) {
            const auto answer = direct(user, command);
            EXPECT_EQ(code_ != ReplyCode::permission, roles.find(role) != roles.npos)
                << role << " " << command << ": " << answer;
        }
        EXPECT_EQ(direct(stranger, command).rfind("请先私聊我", 0), 0u);
        now_ += std::chrono::hours{24}; // a stranger is told once a day
    }

private:
    static Unit branch(const char* code, const char* name, UnitId parent)
    {
        return {{}, code, name, {}, UnitKind::branch, parent, "", "", day("2020-09-01"), {}};
    }
    static void add(store::Connection& db, const char* code, const char* name, UnitId unit, UnitId in,
                    std::vector<store::Role> roles)
    {
        store::RosterRow row;
        row.row = 2;
        row.code = code;
        row.name = name;
        row.unit = unit;
        row.branch = in;
        row.start = day("2025-09-01");
        row.roles = std::move(roles);
        ASSERT_TRUE(store::apply_roster(db, {row}, {}).errors.empty());
    }
};

} // namespace tongbao::bot
