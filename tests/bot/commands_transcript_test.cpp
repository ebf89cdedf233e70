#include "bot/commands/table.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

/// Every row of the table, said by every role in every place, with rankings on and off. A new row is covered by its
/// example.
class CommandTranscriptTest : public PeopleTest {
protected:
    CommandTranscriptTest() { rules_.private_receivers = {"bot"}; }

    static constexpr std::pair<char, const char*> people[] = {
        {'L', leader},        {'S', secretariat}, {'P', partner},          {'U', secretary},
        {'A', administrator}, {'O', organiser},   {'B', branch_secretary}, {'M', member}};
    static constexpr const char* names[] = {"欧阳问渠", "司徒静澜", "慕容知秋", "上官云起", "诸葛明月",
                                            "夏侯一鸣", "令狐远山", "皇甫清扬", "南宫若水", "西门望月",
                                            "东方晓晨", "钟离长风", "闻人听雨"};

    /// The row's example; that of 帮助 is about a row that not everybody may use, and 秘书处 needs a reason for a look.
    static std::string said(const Command& command)
    {
        const std::string text(command.name == "帮助" ? command.name : command.example);
        return command.looks_at_persons ? text + " 理由：核对" : text;
    }
    /// Which roles one may give is for the handler to say (domain/commands.md §1).
    static bool depends_on_the_words(const Command& command) { return command.name.starts_with("角色"); }
    static bool may(const Command& command, char role)
    {
        return command.roles == everybody_role || command.roles.find(member_role) != command.roles.npos ||
               command.roles.find(role) != command.roles.npos;
    }
    /// What a row's own role may hear: everything but a refusal of the right, of the words or of the service.
    static auto heard()
    {
        return Not(AnyOf(ReplyCode::permission, ReplyCode::bind, ReplyCode::unknown, ReplyCode::argument,
                         ReplyCode::internal, ReplyCode::rate));
    }
    ReplyCode expected_refusal(const Command& command, char role) const
    {
        return may(command, role) && command.ranking && !GetParam() ? ReplyCode::ranking_off : ReplyCode::permission;
    }
};

TEST_P(CommandTranscriptTest, OneToOneEveryRowAnswersItsRolesAndRefusesTheOthers)
{
    for (const auto& command : command_table())
        for (const auto& [role, user] : people) {
            const auto answer = direct(user, said(command));
            if (may(command, role) && depends_on_the_words(command))
                continue;
            if (!may(command, role) || (command.ranking && !GetParam()))
                EXPECT_EQ(code_, expected_refusal(command, role)) << role << " " << command.example << ": " << answer;
            else if (!command.in_direct)
                EXPECT_EQ(code_, ReplyCode::group_only) << command.name;
            else
                EXPECT_THAT(code_, heard()) << role << " " << command.example << ": " << answer;
        }
}

TEST_P(CommandTranscriptTest, InGroupsEveryRowKeepsToItsPlaces)
{
    const std::pair<const char*, GroupKind> chats[] = {
        {"admins", GroupKind::administrators}, {"literature", GroupKind::unit}, {"first-branch", GroupKind::branch}};
    for (const auto& command : command_table())
        for (const auto& [chat, kind] : chats)
            for (const auto& [role, user] : people) {
                const auto answer = group(chat, user, said(command));
                if (!may(command, role))
                    EXPECT_EQ(code_, ReplyCode::permission) << role << " " << command.example;
                else if (command.in_group == GroupUse::never && !command.ranking)
                    EXPECT_EQ(code_, command.answers_in_private ? ReplyCode::done : ReplyCode::direct_only)
                        << role << " " << command.example << ": " << answer;
                else
                    EXPECT_THAT(code_, Not(AnyOf(ReplyCode::unknown, ReplyCode::argument, ReplyCode::internal)))
                        << role << " " << command.example << ": " << answer;
                EXPECT_EQ(in_private_.empty(), !(may(command, role) && command.answers_in_private)) << command.name;
            }
}

TEST_P(CommandTranscriptTest, NoGroupEverReadsANameOfTheRoster)
{
    for (const auto& command : command_table())
        for (const auto* chat : {"admins", "first-branch", "elsewhere"})
            for (const auto* user : {secretariat, administrator, member})
                for (const auto* more : {"", " 皇甫清扬", " M01 第38周"}) {
                    const auto answer = group(chat, user, std::string(command.name) + more);
                    for (const auto* name : names)
                        EXPECT_THAT(answer, Not(HasSubstr(name))) << user << " " << command.name << more;
                }
}

TEST_P(CommandTranscriptTest, HelpListsExactlyWhatTheCallerMayUseHere)
{
    for (const auto& [role, user] : people) {
        const auto help = direct(user, "帮助");
        for (const auto& command : command_table()) {
            const bool usable = may(command, role) && command.in_direct && (!command.ranking || GetParam());
            EXPECT_EQ(help.find("\n" + format_of(command) + "：") != help.npos, usable) << role << " " << command.name;
        }
    }
}

TEST_P(CommandTranscriptTest, StrangersGetHelpAndHowToBindOnly)
{
    for (const auto& command : command_table()) {
        if (command.roles == everybody_role)
            continue;
        EXPECT_THAT(direct(stranger, std::string(command.example)), HasSubstr("绑定 校验码")) << command.name;
        now_ += std::chrono::hours{24}; // told once a day
    }
}

INSTANTIATE_TEST_SUITE_P(Rankings, CommandTranscriptTest, testing::Bool());
