#include "bot/render/placeholders.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

using enum Presence;

std::vector<Placeholder> weekly_placeholders()
{
    return {
        {"period_no", "期号", "周通报〔2026〕第38期"},
        {"date_from", "本期第一天", "9月14日"},
        {"date_to", "本期最后一天", "9月20日"},
        {"roster", "全校应学人数", "1334"},
        {"registered", "全校已注册人数", "1300"},
        {"reg_rate", "全校注册率，不含百分号", "97.45"},
        {"part", "全校日人均参与度，不含百分号", "64.84"},
        {"part_diff_text", "参与度与上周比较，含单位和文字", "较上周-0.11个百分点"},
        {"avg", "全校日人均积分", "31.52"},
        {"avg_diff_text", "积分与上周比较，含单位和文字", "较上周+0.01分"},
        {"units",
         "各单位，按名次",
         "",
         list,
         {{"group", "组名，只在按组排名时每组第一行有", "", optional},
          {"rank", "名次；不排名时为空", "1", optional},
          {"name", "单位名称", "文学院"},
          {"part", "参与度", "70.00"},
          {"part_diff", "参与度差值，如+2.01、持平、—", "+2.01"},
          {"avg", "日人均积分", "34.50"},
          {"avg_diff", "积分差值", "+1.00"},
          {"reg", "注册率", "98.10"}},
         {{"", "1", "文学院", "70.00", "+2.01", "34.50", "+1.00", "98.10"},
          {"", "2", "机关党委", "65.00", "+1.98", "31.50", "+1.50", "99.23"},
          {"", "2", "数理学院", "65.00", "-1.99", "31.50", "-1.00", "97.63"},
          {"", "4", "音乐学院", "64.95", "-1.05", "31.50", "-0.50", "98.00"},
          {"", "5", "体育学院", "45.00", "-5.00", "21.00", "-3.00", "90.00"}}},
        {"no_units", "本期不列各单位时的说明", "", optional},
        {"small", "因人数较少不排名的单位", "直属支部", optional},
        {"few_days", "因数据天数不足不排名的单位，含天数", "", optional},
        {"uncovered", "数据不全的单位，含天数", "", optional},
        {"up", "进步较大的单位（最多三个）", "文学院、机关党委", optional},
        {"story", "本周亮点（自由填写）", "", optional},
        {"task1", "请协助事项一", "全校尚有34位同志未完成注册，请各单位协助核对名册，确有困难的可登记说明。"},
        {"task2", "请协助事项二", "9月新生支部组建，请于25日前完成名册更新。", optional},
        {"task3", "请协助事项三", "", optional},
        {"cutoff", "数据截止时间", "9月20日24时"},
        {"days_covered", "有数据的天数", "7"},
        {"days_total", "本期天数", "7"},
        {"basis", "统计口径", "名册口径"},
        {"holiday_note", "节假日、调休和假期说明", "9月20日（周日）为调休上班日", optional},
        {"deadline", "反映问题的截止日", "23日"},
        {"contact", "联系方式", "党委宣传部学习强国工作秘书处"},
        {"org", "落款单位", "党委宣传部"},
        {"sign_date", "落款日期", "2026年9月21日"},
    };
}

std::vector<Placeholder> monthly_placeholders()
{
    return {
        {"period_no", "期号", "月通报〔2026〕第9期"},
        {"unit", "收文单位", "文学院"},
        {"period", "本期", "2026年9月"},
        {"school_reg", "全校注册率", "97.45"},
        {"school_part", "全校日人均参与度", "64.84"},
        {"school_part_diff_text", "与上月比较，含单位和文字", "较上月-0.11个百分点"},
        {"school_avg", "全校日人均积分", "31.52"},
        {"school_avg_diff_text", "与上月比较，含单位和文字", "较上月+0.01分"},
        {"roster", "本单位应学人数", "420"},
        {"reg_rate", "本单位注册率", "98.10"},
        {"part", "本单位日人均参与度", "70.00"},
        {"part_diff_text", "与上月比较，含单位和文字", "较上月+2.01个百分点"},
        {"rank", "本单位参与度名次；不排名时为空", "1", optional},
        {"rank_total", "一起排名的单位数；按组排名时带“同组”", "5"},
        {"avg", "本单位日人均积分", "34.50"},
        {"avg_diff_text", "与上月比较，含单位和文字", "较上月+1.00分"},
        {"coverage", "覆盖率", "92.14"},
        {"regular", "常态化率", "61.43"},
        {"branches",
         "本单位各支部",
         "",
         list,
         {{"name", "支部名称", "文学院第1党支部"}, {"part", "参与度", "71.20"}, {"avg", "日人均积分", "35.02"}},
         {{"文学院第1党支部", "71.20", "35.02"}, {"文学院第2党支部", "69.05", "33.80"}}},
        {"cadre_part", "领导干部参与度；人数不足时为空", "80.00", optional},
        {"cadre_lead", "领导干部领先率", "66.67"},
        {"task1", "建议关注事项一", "请协助核对名册，确有困难的可登记说明。"},
        {"task2", "建议关注事项二", "", optional},
        {"cutoff", "数据截止时间", "9月30日24时"},
        {"days_covered", "有数据的天数", "30"},
        {"days_total", "本期天数", "30"},
        {"basis", "统计口径", "名册口径"},
        {"holiday_note", "节假日、调休和假期说明", "含法定节假日3天", optional},
        {"show_min", "不单列的人数界限", "3"},
        {"org", "落款单位", "党委宣传部"},
        {"sign_date", "落款日期", "2026年10月8日"},
    };
}

std::vector<Placeholder> hold_placeholders()
{
    return {
        {"period_no", "期号", "周通报〔2026〕第38期"},
        {"reason", "暂缓的原因", "体育学院9月20日数据未到"},
        {"until", "最晚等到何时；过后本期不再发送", "9月24日9时"},
    };
}

std::vector<Placeholder> correction_placeholders()
{
    return {
        {"period_no", "期号", "周通报〔2026〕第38期"},
        {"unit", "单位名称，或全校", "体育学院"},
        {"figure", "指标名称", "参与度"},
        {"new", "更正后的值，含单位", "45.12%"},
        {"old", "原值，含单位", "45.00%"},
        {"reason", "原因", "数据补录"},
    };
}

std::vector<Placeholder> ranking_placeholders()
{
    return {
        {"list", "榜单名称：参与度、积分或注册率", "参与度"},
        {"period", "期间", "2026年第38周（9.14–9.20）"},
        {"rows",
         "排名各行",
         "",
         list,
         {{"group", "组名，只在按组排名时每组第一行有", "", optional},
          {"rank", "名次", "1"},
          {"name", "单位名称", "文学院"},
          {"value", "数值，含单位", "70.00%"},
          {"change", "名次变化：↑n、↓n、持平或—", "持平"}},
         {{"", "1", "文学院", "70.00%", "持平"},
          {"", "2", "机关党委", "65.00%", "↑2"},
          {"", "2", "数理学院", "65.00%", "持平"},
          {"", "4", "音乐学院", "64.95%", "↓1"},
          {"", "5", "体育学院", "45.00%", "持平"}}},
        {"unranked", "未排名的单位及原因", "直属支部（人数较少）", optional},
        {"basis", "口径：名册或激活", "名册"},
        {"days_covered", "有数据的天数", "7"},
        {"days_total", "本期天数", "7"},
        {"note", "数据或节假日提示", "", optional},
    };
}

std::vector<Placeholder> unit_placeholders()
{
    return {
        {"name", "单位名称", "文学院"},
        {"period", "期间", "2026年第38周"},
        {"roster", "应学人数", "420"},
        {"reg_rate", "注册率", "98.10"},
        {"part", "参与度", "70.00"},
        {"part_rank", "参与度名次；不排名时为空", "1", optional},
        {"part_diff_text", "参与度变化，含单位和文字", "较上周+2.01个百分点", optional},
        {"avg", "日人均积分", "34.50"},
        {"avg_rank", "积分名次；不排名时为空", "1", optional},
        {"avg_diff_text", "积分变化，含单位和文字", "较上周+1.00分", optional},
        {"unranked", "不排名的原因", "", optional},
        {"basis", "口径：名册或激活", "名册"},
        {"days_covered", "有数据的天数", "7"},
        {"days_total", "本期天数", "7"},
        {"cutoff", "数据截止时间", "9月20日24时", optional},
        {"note", "数据或节假日提示", "", optional},
    };
}

std::vector<Placeholder> data_status_placeholders()
{
    return {
        {"cutoff", "全校最近一天有数据的日期", "9月20日"},
        {"units",
         "各单位数据状态",
         "",
         list,
         {{"name", "单位名称", "文学院"},
          {"last", "该单位数据截止日", "9月20日"},
          {"days", "近7天中有数据的天数", "7/7"}},
         {{"文学院", "9月20日", "7/7"}, {"数理学院", "9月20日", "7/7"}, {"体育学院", "9月18日", "5/7"}}},
        {"missing", "昨日无数据的单位", "体育学院", optional},
        {"queued", "待认记录条数", "2", optional},
        {"no_administrator", "尚未明确学习管理员的单位", "", optional},
        {"note", "数据或节假日提示", "", optional},
    };
}

} // namespace

const std::vector<TextKindInfo>& text_kinds()
{
    static const std::vector<TextKindInfo> all = {
        {TextKind::weekly, "weekly.mustache", "学习管理员周通报", ChannelKind::group, weekly_placeholders()},
        {TextKind::monthly, "monthly.mustache", "书记月通报", ChannelKind::direct, monthly_placeholders()},
        {TextKind::hold, "hold.mustache", "通报暂缓提示", ChannelKind::group, hold_placeholders()},
        {TextKind::correction, "correction.mustache", "更正", ChannelKind::group, correction_placeholders()},
        {TextKind::ranking, "ranking.mustache", "查排行的回复", ChannelKind::group, ranking_placeholders()},
        {TextKind::unit, "unit.mustache", "查单位的回复", ChannelKind::group, unit_placeholders()},
        {TextKind::data_status, "data_status.mustache", "数据状态的回复", ChannelKind::group,
         data_status_placeholders()},
    };
    return all;
}

const TextKindInfo& info(TextKind kind)
{
    return *std::ranges::find(text_kinds(), kind, &TextKindInfo::kind);
}

const std::vector<std::string>& forbidden_words()
{
    static const std::vector<std::string> words = {"倒数", "末位", "垫底", "点名批评", "检讨", "处罚"};
    return words;
}

} // namespace tongbao::bot
