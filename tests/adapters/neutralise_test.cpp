#include "adapters/neutralise.hpp"

#include <gtest/gtest.h>

using tongbao::adapters::neutralised;

TEST(Neutralise, PlainNamesAndFiguresStayAsTheyAre)
{
    EXPECT_EQ(neutralised("文学院（本科）第2支部 92.50% a-b_c"), "文学院（本科）第2支部 92.50% a-b_c");
}

TEST(Neutralise, DataBecomesNeitherMentionNorTag)
{
    EXPECT_EQ(neutralised("<@all>"), "＜@\u200ball>");
    EXPECT_EQ(neutralised("<font color=\"info\">"), "＜font color=\"info\">");
    EXPECT_EQ(neutralised("@13800000000"), "@\u200b13800000000");
}

TEST(Neutralise, DataBecomesNeitherLinkNorImageNorCode)
{
    EXPECT_EQ(neutralised("![x](https://e.cn)"), "!［x］(https://e.cn)");
    EXPECT_EQ(neutralised("`a` **b**"), "｀a｀ ＊＊b＊＊");
}

TEST(Neutralise, DataOpensNoBlockAndStaysOneLine)
{
    EXPECT_EQ(neutralised("# 标题"), "\u200b# 标题");
    EXPECT_EQ(neutralised("> 引用"), "\u200b> 引用");
    EXPECT_EQ(neutralised("一\n# 二"), "一 # 二");
    EXPECT_EQ(neutralised("a|b\x07"), "a｜b");
}
