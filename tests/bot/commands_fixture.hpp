#pragma once

#include "bot/calendar.hpp"
#include "bot/commands/commands.hpp"
#include "bot/render/templates.hpp"
#include "store/activity.hpp"
#include "store/roster.hpp"
#include "store/store.hpp"
#include "store/units.hpp"
#include "tests/bot/figures/example.hpp"
#include "tests/store/database_file.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>

namespace tongbao::bot {

/// Worked example 2 of domain/metrics.md, people of every role, and somebody who types. The platform's user id is the
/// member's code. "Now" is Monday 2026-09-21 10:00 unless set.
class CommandsTest : public testing::Test {
protected:
    static constexpr auto leader = "L01", secretariat = "S01", partner = "P01", secretary = "U01",
                          administrator = "A01", organiser = "O01", branch_secretary = "B01", member = "M01",
                          both = "SA01", stranger = "nobody";

    CommandsTest()
    {
        rules_.user_id_is_member_id = true;
        rules_.groups = {{"wecom", "admins", GroupKind::administrators, "XX"},
                         {"wecom", "literature", GroupKind::unit, "WX"},
                         {"wecom", "first-branch", GroupKind::branch, "WX-01"},
                         {"wecom", "of-nobody", GroupKind::unit, "ZZ"}};
        store::Connection db(file_.path);
        store::Transaction transaction(db);
        save_units(db);
        save_people(db);
        const auto example = example::example_2();
        for (const auto& row : example.days)
            add_row(db, row.day, units_of_example_[static_cast<std::size_t>(row.unit.value) - 1], row);
        for (const auto* branch : {"WX-01", "WX-02"})
            for (int i = 0; i < 7; ++i)
                add_row(db, day("2026-09-14") + std::chrono::days{i}, branch, branch_row(branch));
        transaction.commit();
    }

    /// What the bot says in a direct chat, or "" when it is silent.
    std::string direct(std::string user, std::string text) { return say({}, std::move(user), std::move(text)); }
    std::string group(std::string chat, std::string user, std::string text)
    {
        return say(std::move(chat), std::move(user), std::move(text));
    }

    std::string say(std::string chat, std::string user, std::string text)
    {
        adapters::InboundMessage message;
        message.platform = "wecom";
        message.receiver = "bot";
        message.message_id = std::to_string(++messages_);
        message.sender = std::move(user);
        message.where = chat.empty() ? ChannelKind::direct : ChannelKind::group;
        message.chat = std::move(chat);
        message.text = std::move(text);
        return ask(message);
    }

    /// The answer to any message.
    std::string ask(const adapters::InboundMessage& message)
    {
        Commands fresh(store_, calendar_, *templates_.templates, rules_);
        auto& commands = lasting_ ? *lasting_ : fresh;
        std::optional<Answer> answer;
        auto asking = [&]() -> boost::asio::awaitable<void> { answer = co_await commands.answer(message, now_); };
        boost::asio::co_spawn(io_, asking(), [](std::exception_ptr error) { EXPECT_FALSE(error) << "answer() threw"; });
        io_.restart();
        io_.run();
        in_private_ = answer ? answer->in_private : std::string();
        if (!answer)
            return {};
        EXPECT_EQ(answer->where, message.where);
        code_ = answer->code;
        return answer->text;
    }

    void at(std::string_view date, std::chrono::minutes time) { now_ = at_local(day(date), time); }

    /// One covered day of a unit with that many people, half of them active.
    void cover(std::string_view day, const char* unit, int base)
    {
        store::Connection db(file_.path);
        store::UnitDay row;
        row.roster = row.registered = row.base = row.base_registered = base;
        row.active = row.active_registered = base / 2;
        row.points = row.points_registered = base * 10;
        add_row(db, tongbao::day(day), unit, row);
    }

    static std::string path_of(const char* variable) { return std::getenv(variable); }

    store::DatabaseFile file_;
    store::Store store_{file_.path};
    Calendar calendar_ = *parse_calendar(R"({"version": 1, "timezone": "Asia/Shanghai", "years": {"2026": {
        "status": "published", "source": "notice", "updated": "2025-11-04",
        "off": {"元旦": ["2026-01-01/2026-01-03"], "国庆节": ["2026-10-01/2026-10-07"]}, "work": ["2026-09-20"]}},
        "school": []})")
                              .calendar;
    Templates::Loaded templates_ = Templates::load(path_of("TONGBAO_SOURCE") + "/templates/zh-CN");
    CommandRules rules_;
    Instant now_ = at_local(day("2026-09-21"), std::chrono::hours{10});
    ReplyCode code_ = ReplyCode::done;
    std::string in_private_;          ///< what the last one who asked was told one-to-one
    std::optional<Commands> lasting_; ///< answers all that is said, where a test needs what one object remembers

private:
    static Unit made(const char* code, const char* name, std::vector<std::string> short_names, UnitKind kind,
                     const char* group, UnitId parent)
    {
        Unit unit{{}, code, name, std::move(short_names), kind, parent, group, "", day("2020-09-01"), {}};
        return unit;
    }

    void save_units(store::Connection& db)
    {
        const auto school = save_unit(db, made("XX", "示例大学", {"全校"}, UnitKind::school, "", {}));
        const auto add = [&](const char* code, const char* name, std::vector<std::string> short_names,
                             const char* group) {
            return save_unit(db, made(code, name, std::move(short_names), UnitKind::party_committee, group, school));
        };
        const auto literature = add("WX", "文学院", {"文学", "文院"}, "学院");
        add("SL", "数理学院", {"数理", "理体"}, "学院");
        add("JG", "机关党委", {"机关"}, "机关");
        add("YY", "音乐学院", {"音乐"}, "学院");
        add("TY", "体育学院", {"体育", "理体"}, "学院");
        add("ZS", "直属支部", {"直属"}, "直属");
        save_unit(db, made("WX-01", "文学院第1党支部", {"文学院1支"}, UnitKind::branch, "教工", literature));
        save_unit(db, made("WX-02", "文学院第2党支部", {"文学院2支"}, UnitKind::branch, "学生", literature));
    }

    void save_people(store::Connection& db)
    {
        using store::Role;
        const auto literature = store::find_unit(db, "WX")->id;
        const auto branch = store::find_unit(db, "WX-01")->id;
        std::vector<store::RosterRow> rows;
        const auto add = [&](const char* code, const char* name, std::vector<Role> roles) {
            store::RosterRow row;
            row.row = static_cast<int>(rows.size()) + 2;
            row.code = code;
            row.name = name;
            row.unit = literature;
            row.branch = branch;
            row.start = day("2025-09-01");
            row.roles = std::move(roles);
            rows.push_back(std::move(row));
        };
        add(leader, "欧阳问渠", {Role::leading_group});
        add(secretariat, "司徒静澜", {Role::secretariat});
        add(partner, "慕容知秋", {Role::partner_department});
        add(secretary, "上官云起", {Role::secretary});
        add(administrator, "诸葛明月", {Role::study_administrator});
        add(organiser, "夏侯一鸣", {Role::organiser});
        add(branch_secretary, "令狐远山", {Role::branch_secretary});
        add(member, "皇甫清扬", {});
        add(both, "南宫若水", {Role::secretariat, Role::study_administrator});
        ASSERT_TRUE(store::apply_roster(db, rows, {}).errors.empty());
        store::Batch batch;
        batch.sha256 = "example";
        batch_ = store::add_batch(db, batch);
    }

    static store::UnitDay branch_row(std::string_view branch)
    {
        store::UnitDay row;
        row.roster = row.registered = row.base = row.base_registered = branch == "WX-01" ? 20 : 2;
        row.active = row.active_registered = branch == "WX-01" ? 15 : 1;
        row.points = row.points_registered = 300;
        return row;
    }

    void add_row(store::Connection& db, Day day, const char* code, const store::UnitDay& row)
    {
        const auto unit = *store::find_unit(db, code);
        const auto within = unit.kind == UnitKind::branch ? unit.parent : unit.id;
        db.run("INSERT INTO unit_day (day, unit, within, roster, registered, base, active, points, base_registered, "
               "active_registered, points_registered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
               day, unit.id, within, row.roster, row.registered, row.base, row.active, row.points, row.base_registered,
               row.active_registered, row.points_registered);
        if (within == unit.id && unit.kind != UnitKind::school)
            db.run("INSERT INTO coverage (day, unit, batch) VALUES ($1, $2, $3)", day, unit.id, batch_);
    }

    static constexpr const char* units_of_example_[] = {"XX", "WX", "SL", "JG", "YY", "TY", "ZS"};
    boost::asio::io_context io_;
    BatchId batch_;
    int messages_ = 0;
};

} // namespace tongbao::bot
