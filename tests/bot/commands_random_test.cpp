#include "bot/commands/table.hpp"
#include "tests/bot/commands_fixture.hpp"

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
