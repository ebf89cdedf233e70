#include "bot/commands/table.hpp"
#include "tests/bot/commands_people_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;
using testing::StartsWith;

/// Personal questions asked in a group are answered one-to-one (domain/commands.md §3, §5 PRIVATE).
class CommandPrivateTest : public PeopleTest {
protected:
    static constexpr auto answered = "涉及个人信息，已私信您。如未收到，请私聊我使用此命令。";
    static constexpr auto not_here = "涉及个人信息，不在群里回复，请私聊我使用此命令。";

    CommandPrivateTest() { rules_.private_receivers = {"bot"}; }
    static std::vector<const Command*> personal()
    {
        std::vector<const Command*> found;
        for (const auto& command : command_table())
            if (command.answers_in_private)
                found.push_back(&command);
        return found;
    }
};

TEST_P(CommandPrivateTest, TheSamePersonGetsTheAnswerOfAOneToOneChatAndTheGroupNothingOfIt)
{
    for (const auto* command : personal())
        for (const auto* chat : {"admins", "literature", "first-branch"}) {
            const std::string text(command->example);
            const auto alone = direct(administrator, text);
            EXPECT_EQ(group(chat, administrator, text), answered) << text;
            EXPECT_EQ(in_private_, alone) << text;
        }
}

TEST_P(CommandPrivateTest, WithoutAWayToThePersonTheGroupHearsHowToAskAndNothingElse)
{
    rules_.private_receivers.clear();
    for (const auto* command : personal())
        for (const auto* chat : {"admins", "literature", "first-branch"}) {
            EXPECT_EQ(group(chat, administrator, std::string(command->example)), not_here) << command->name;
            EXPECT_EQ(in_private_, "");
        }
    EXPECT_TRUE(audit("查个人").empty()) << "nobody looked";
}

TEST_P(CommandPrivateTest, TheGroupCannotTellWhetherAPersonExists)
{
    for (const auto* who : {"M01", "M04", "皇甫清扬", "没有此人", "闻人听雨 第38周"})
        EXPECT_EQ(group("admins", administrator, std::string("查个人 ") + who), answered) << who;
}

TEST_P(CommandPrivateTest, MistakesAreToldOneToOneToo)
{
    EXPECT_EQ(group("admins", member, "我的积分 没有这种期间"), answered);
    EXPECT_THAT(in_private_, StartsWith("格式：我的积分"));
}

TEST_P(CommandPrivateTest, WhoMayNotAskIsToldSoWithoutAPrivateAnswer)
{
    EXPECT_THAT(group("admins", member, "查个人 M02"), HasSubstr("权限"));
    EXPECT_EQ(in_private_, "");
    EXPECT_THAT(group("admins", stranger, "我的积分"), StartsWith("请先私聊我"));
    EXPECT_EQ(in_private_, "");
    EXPECT_EQ(group("elsewhere", member, "我的积分"), replies::unbound_group().text);
    EXPECT_EQ(in_private_, "");
}

TEST_P(CommandPrivateTest, WhatIsConfirmedOrChangesSomethingIsAskedOneToOne)
{
    for (const auto& command : command_table())
        if (command.answers_in_private) {
            EXPECT_EQ(command.carry_out, nullptr) << command.name;
            EXPECT_TRUE(command.in_direct && command.in_group == GroupUse::never) << command.name;
        }
    EXPECT_EQ(group("admins", administrator, "我的数据 注销"), replies::direct_only().text);
}

INSTANTIATE_TEST_SUITE_P(Rankings, CommandPrivateTest, testing::Bool());
