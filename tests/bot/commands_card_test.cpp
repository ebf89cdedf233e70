#include "store/cards.hpp"
#include "tests/bot/commands_fixture.hpp"

#include <gmock/gmock.h>

using namespace tongbao;
using namespace tongbao::bot;
using testing::HasSubstr;
using testing::Not;

class CommandCardTest : public CommandsTest {
protected:
    std::vector<store::Card> cards()
    {
        store::Connection db(file_.path);
        return store::cards_of(db, store::find_member(db, member)->id);
    }
};

TEST_F(CommandCardTest, WordsAreKeptAndNotRepeated)
{
    EXPECT_EQ(direct(member, "打卡 今天学完了专题第三讲"),
              "✅ 已为您发布学习分享。\n（打卡自愿，不计入任何统计；发“打卡 撤回”可删除）");
    EXPECT_EQ(cards().at(0).text, "今天学完了专题第三讲");
}

TEST_F(CommandCardTest, WithoutWordsTheOwnFigureIsShown)
{
    EXPECT_THAT(group("literature", member, "打卡"), HasSubstr("学习分享：上周学习0天，累计0分。"));
}

TEST_F(CommandCardTest, WithdrawnCardIsGone)
{
    direct(member, "打卡 第一条");
    direct(member, "打卡 第二条");
    EXPECT_EQ(direct(member, "打卡 撤回"), "已删除您最近的一次打卡。群里您自己发的那句话，请在聊天里撤回。");
    ASSERT_EQ(cards().size(), 1u);
    EXPECT_EQ(cards()[0].text, "第一条");
    direct(member, "打卡 撤回");
    EXPECT_EQ(direct(member, "打卡 撤回"), "您没有可以撤回的打卡。");
}

TEST_F(CommandCardTest, LongWordsAreRefused)
{
    std::string text;
    for (int i = 0; i < 51; ++i)
        text += "学";
    EXPECT_EQ(direct(member, "打卡 " + text), "打卡最多写50个字。");
    EXPECT_TRUE(cards().empty());
}

TEST_F(CommandCardTest, TenADayAreEnough)
{
    for (int i = 0; i < 10; ++i)
        direct(member, "打卡 又一条");
    EXPECT_EQ(direct(member, "打卡 又一条"), "今天已经打卡10次，明天再来吧。");
}

TEST_F(CommandCardTest, CardsEnterNoFigure)
{
    const auto before = direct(secretariat, "查单位 文学院 第38周");
    direct(member, "打卡 学习");
    EXPECT_EQ(direct(secretariat, "查单位 文学院 第38周"), before);
}

TEST_F(CommandCardTest, NameOfSomebodyElseIsNotSaidByTheBot)
{
    EXPECT_THAT(group("literature", member, "打卡 令狐远山没有学习"), Not(HasSubstr("令狐远山")));
}

TEST_F(CommandCardTest, StrangersHaveNone)
{
    EXPECT_THAT(direct(stranger, "打卡 学习"), HasSubstr("绑定"));
}
