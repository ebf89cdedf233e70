#include "bot/commands/table.hpp"
#include "store/cards.hpp"
#include "store/outbox.hpp"
#include "store/queued_rows.hpp"
#include "store/requests.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <cstring>
#include <random>

using namespace tongbao;
using namespace tongbao::bot;

/// Texts nobody planned for, made of what people and attackers might write. The seed is fixed: a failure repeats.
class CommandRandomTest : public CommandsTest {
protected:
    std::mt19937 random_{20260921};

    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>{0, limit - 1}(random_); }
    const std::string& one_of(const std::vector<std::string>& choices) { return choices[below(choices.size())]; }

    std::string noise()
    {
        std::string bytes;
        for (auto count = below(12); count > 0; --count)
            bytes += static_cast<char>(below(256));
        return bytes;
    }
    std::string text()
    {
        static const std::vector<std::string> pieces = {"帮助",
                                                        "查排行",
                                                        "查单位",
                                                        "数据",
                                                        "状态",
                                                        "排行",
                                                        "单位",
                                                        "参与",
                                                        "积分",
                                                        "注册",
                                                        "学院",
                                                        "教工",
                                                        "文学院",
                                                        "理体",
                                                        "全校",
                                                        "WX",
                                                        "第1党支部",
                                                        "欧阳问渠",
                                                        "皇甫清扬",
                                                        "司徒静澜",
                                                        "今天",
                                                        "本周",
                                                        "第38周",
                                                        "9.14-9.20",
                                                        "9月",
                                                        "2026-W38",
                                                        "2026-13-41",
                                                        "第99周",
                                                        "-",
                                                        "~",
                                                        "\u3000",
                                                        "：",
                                                        "/",
                                                        "#",
                                                        "\u200b",
                                                        "{{name}}",
                                                        "{{#rows}}",
                                                        "@all",
                                                        "<@all>",
                                                        "'; DROP TABLE member; --",
                                                        "%s%n",
                                                        "\n",
                                                        "👨‍👩‍👧‍👦",
                                                        "九月十四日",
                                                        "绑定 123456"};
        static const std::vector<std::string> separators = {" ", "", "，", "、", "\t", "\u3000", "："};
        std::string made;
        for (auto count = below(6) + 1; count > 0; --count)
            made += (below(8) == 0 ? noise() : one_of(pieces)) + one_of(separators);
        return made;
    }
    static bool names_somebody(std::string_view answer)
    {
        for (const auto* name : {"欧阳问渠", "司徒静澜", "慕容知秋", "上官云起", "诸葛明月", "夏侯一鸣", "令狐远山",
                                 "皇甫清扬", "南宫若水"})
            if (answer.find(name) != answer.npos)
                return true;
        return false;
    }
};

TEST_F(CommandRandomTest, NoTextFailsOrNamesAMemberInAGroup)
{
    const std::vector<std::string> users{secretariat, administrator, branch_secretary, member, stranger, both};
    const std::vector<std::string> chats{"admins", "literature", "first-branch", "elsewhere"};
    for (int i = 0; i < 1500; ++i) {
        const auto typed = text();
        const auto answer = group(one_of(chats), one_of(users), typed);
        EXPECT_FALSE(names_somebody(answer)) << typed << " -> " << answer;
        EXPECT_NE(code_, ReplyCode::internal) << typed;
    }
}

TEST_F(CommandRandomTest, NoTextFailsInADirectChat)
{
    const std::vector<std::string> users{leader, secretary, organiser, secretariat, branch_secretary, member};
    for (int i = 0; i < 1500; ++i) {
        const auto typed = text();
        direct(one_of(users), typed);
        EXPECT_NE(code_, ReplyCode::internal) << typed;
    }
}

TEST_F(CommandRandomTest, NothingTypedIsRepeated)
{
    for (const auto* typed : {"<@all> 帮助我", "查单位 <@all>", "查排行 {{rows}}", "帮助 @所有人", "@everyone"})
        for (const auto* user : {secretariat, stranger}) {
            const auto answer = direct(user, typed);
            EXPECT_EQ(answer.find("all"), std::string::npos) << answer;
            EXPECT_EQ(answer.find("{{"), std::string::npos) << answer;
            EXPECT_EQ(answer.find("所有人"), std::string::npos) << answer;
            EXPECT_EQ(answer.find("everyone"), std::string::npos) << answer;
        }
}

/// Every row of the table as it is today, asked by everybody everywhere, with arguments made for its kinds: whoever
/// adds a row is covered without a line here. The roster has names of rare characters, and so have the places from
/// which a text might take one.
class EveryCommandTest : public CommandRandomTest {
protected:
    EveryCommandTest()
    {
        store::Connection db(file_.path);
        std::vector<store::RosterRow> rows;
        const auto literature = store::find_unit(db, "WX")->id;
        const auto branch = store::find_unit(db, "WX-01")->id;
        for (int i = 0; i < 30; ++i) {
            store::RosterRow row;
            row.row = i + 2;
            row.code = "R" + std::to_string(i);
            row.name = rare_name();
            row.unit = literature;
            row.branch = i % 2 == 0 ? branch : UnitId{};
            row.start = day("2025-09-01");
            names_.push_back(row.name);
            codes_.push_back(row.code);
            rows.push_back(std::move(row));
        }
        EXPECT_TRUE(store::apply_roster(db, rows, {}).errors.empty());
        for (int i = 0; i < 5; ++i)
            leave_traces(db, i);
    }

    /// Two to four characters of CJK Extension A and of the compatibility block: nobody's text has them by chance.
    std::string rare_name()
    {
        std::string name;
        for (auto count = 2 + below(3); count > 0; --count) {
            const auto point = 0x3400 + below(0x19B0);
            name += static_cast<char>(0xE0 | point >> 12U);
            name += static_cast<char>(0x80 | (point >> 6U & 0x3FU));
            name += static_cast<char>(0x80 | (point & 0x3FU));
        }
        return name;
    }

    /// Names in file names, queued rows, requests, cards, reasons and keys of messages.
    void leave_traces(store::Connection& db, int i)
    {
        const auto& name = one_of(names_);
        store::Batch batch;
        batch.sha256 = "trace" + std::to_string(i);
        batch.file_name = name + "的数据.xlsx";
        const auto id = store::add_batch(db, batch);
        db.run("INSERT INTO activity (day, member, points, active, source, batch) VALUES ($1, $2, 9, 1, 1, $3)",
               day("2026-09-14") + std::chrono::days{i}, store::find_member(db, one_of(codes_))->id, id);
        store::QueuedRow row;
        row.batch = id;
        row.code = "NAME2";
        row.name = name;
        row.unit_text = "文学院";
        row.day = day("2026-09-18");
        store::queue_row(db, row);
        store::Request request;
        request.kind = static_cast<store::RequestKind>(i % 3);
        request.member = store::find_member(db, one_of(codes_))->id;
        request.unit = i % 2 == 0 ? store::find_unit(db, "WX")->id : UnitId{};
        request.text = name + "的事";
        store::add_request(db, request);
        store::add_card(db, {{}, store::find_member(db, member)->id, now_, name});
        store::NewMessage message;
        message.dedup_key = "trace:" + name + std::to_string(i);
        message.kind = i % 2 == 0 ? "reminder" : "weekly_circular";
        message.target = name + "的群";
        message.parts = {name};
        const auto queued = store::enqueue(db, message, now_);
        if (i % 2 == 0)
            store::end_waiting(db, queued.id, store::MessageState::expired, "refused for " + name, now_);
    }

    std::string value_for(const Argument& argument)
    {
        static const std::vector<std::string> periods{"上周", "第38周", "9月", "9月14日", "2026-W37", "昨天", "本月"};
        static const std::vector<std::string> words{
            "文学院", "WX", "文学院第1党支部", "体育学院", "全校", "教工", "排名", "1",
            "2",      "3",  "消息1",           "无",       "理体", "M01"};
        if (argument.kind == ArgumentKind::choice)
            return std::string(argument.choices[below(argument.choices.size())].name);
        if (argument.kind == ArgumentKind::period)
            return one_of(periods);
        switch (below(3)) {
        case 0:
            return one_of(names_);
        case 1:
            return one_of(codes_);
        default:
            return one_of(words);
        }
    }

    std::string typed_for(const Command& command)
    {
        std::string typed(below(4) == 0 && !command.aliases.empty() ? command.aliases[below(command.aliases.size())]
                                                                    : command.name);
        for (const auto& argument : command.arguments)
            if (!argument.optional || below(2) == 0)
                typed += " " + value_for(argument);
        return typed;
    }

    bool names_a_rare_one(const std::string& answer) const
    {
        return names_somebody(answer) || std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
                   return answer.find(name) != answer.npos;
               });
    }

    /// What the bot says, and after a preview what it says to the confirmation.
    std::string everything_said(const std::string& chat, const std::string& user, const std::string& typed)
    {
        auto said = say(chat, user, typed);
        if (const auto at = said.find("确认 "); at != said.npos && below(2) == 0)
            said += "\n" + say(chat, user, "确认 " + said.substr(at + std::strlen("确认 "), 4));
        return said;
    }

    std::vector<std::string> names_;
    std::vector<std::string> codes_;
    const std::vector<std::string> users_{leader,    secretariat,      partner, secretary, administrator,
                                          organiser, branch_secretary, member,  both,      stranger};
};

TEST_F(EveryCommandTest, SaysNoNameInAnyGroupToAnybody)
{
    const std::vector<std::string> chats{"admins", "literature", "first-branch", "of-nobody", "elsewhere"};
    for (const bool public_rankings : {false, true}) {
        rules_.rights.ranking_public = public_rankings;
        for (const auto& command : command_table())
            for (const auto& user : users_)
                for (const auto& chat : chats) {
                    const auto typed = typed_for(command);
                    const auto answer = everything_said(chat, user, typed);
                    EXPECT_FALSE(names_a_rare_one(answer)) << user << " in " << chat << ": " << typed << "\n" << answer;
                    EXPECT_NE(code_, ReplyCode::internal) << typed;
                }
    }
}

TEST_F(EveryCommandTest, AnswersEverybodyOneToOneWithoutFailing)
{
    for (const bool rankings : {true, false}) {
        rules_.rights.ranking_enabled = rankings;
        for (const auto& command : command_table())
            for (const auto& user : users_) {
                const auto typed = typed_for(command);
                everything_said("", user, typed);
                EXPECT_NE(code_, ReplyCode::internal) << user << ": " << typed;
            }
    }
}

TEST_F(EveryCommandTest, ShowsMembersAndStrangersNobodyElse)
{
    for (const auto& command : command_table())
        for (const auto* user : {member, stranger})
            for (int i = 0; i < 3; ++i) {
                const auto typed = typed_for(command);
                const auto answer = direct(user, typed);
                const bool own_words = command.name == "我的数据 导出"; // cards hold what the member wrote
                EXPECT_TRUE(own_words || !names_a_rare_one(answer)) << typed << "\n" << answer;
            }
}

TEST_F(EveryCommandTest, AnswersTheSameWithRankingsOff)
{
    for (const auto& command : command_table()) {
        if (command.ranking)
            continue;
        for (const auto& user : users_) {
            const std::string typed(command.name == "帮助" ? command.name : command.example);
            rules_.rights.ranking_enabled = true;
            direct(user, typed);
            const auto before = code_;
            rules_.rights.ranking_enabled = false;
            const auto answer = direct(user, typed);
            const auto without = code_;
            rules_.rights.ranking_enabled = true;
            direct(user, typed);
            // What was said changes what is said next: it must be as the time before or as the time after.
            EXPECT_TRUE(without == before || without == code_) << user << ": " << typed << "\n" << answer;
        }
    }
}
