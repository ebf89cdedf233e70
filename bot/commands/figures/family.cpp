#include "bot/commands/families.hpp"
#include "bot/commands/figures/handlers.hpp"

namespace tongbao::bot {

std::vector<Command> figures_family()
{
    return {
        {.name = "查排行",
         .aliases = {"排行", "排行榜", "排名"},
         .arguments = {{.name = "参与/积分/注册",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"参与", {"参与度", "参与率"}}, {"积分", {"人均积分"}}, {"注册", {"注册率"}}}},
                       {.name = "期间", .kind = ArgumentKind::period, .optional = true},
                       {.name = "组别", .optional = true}},
         .summary = "各单位的排行；支部书记看本单位各支部",
         .example = "查排行 参与 第38周",
         .roles = "LSPUAOB",
         .ranking = true,
         .in_group = GroupUse::figures,
         .handler = show_ranking},
        {.name = "查单位",
         .aliases = {"单位"},
         .arguments = {{.name = "单位"}, {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "一个单位的指标、变化和数据情况",
         .example = "查单位 文学院 第38周",
         .roles = "LSPUAO",
         .in_group = GroupUse::figures,
         .handler = show_unit},
        {.name = "查支部",
         .aliases = {"支部"},
         .arguments = {{.name = "支部"}, {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "一个支部的指标、变化和数据情况",
         .example = "查支部 文学院第1党支部 第38周",
         .roles = "SUAOB",
         .in_group = GroupUse::branch,
         .handler = show_branch},
        {.name = "为什么",
         .aliases = {"解释"},
         .arguments = {{.name = "单位/排名/消息编号"},
                       {.name = "编号", .optional = true},
                       {.name = "参与/积分/注册",
                        .kind = ArgumentKind::choice,
                        .optional = true,
                        .choices = {{"参与", {"参与度", "参与率"}}, {"积分", {"人均积分"}}, {"注册", {"注册率"}}}},
                       {.name = "期间", .kind = ArgumentKind::period, .optional = true}},
         .summary = "一个单位的数、一张排名或一条消息从哪里来：公式和代入的数、数据批次、依据的规则、现在会怎么说",
         .example = "为什么 文学院 第38周",
         .roles = "LSPUAOB",
         .in_group = GroupUse::figures,
         .handler = explain},
    };
}

} // namespace tongbao::bot
