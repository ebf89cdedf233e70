#include "bot/import/waiting_rows.hpp"

#include "bot/import/values.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

const char* words_for(Code why)
{
    return why == Code::NAME2 ? "名册中有多人符合" : why == Code::UNIT ? "单位无法识别" : "名册中当日没有此人";
}

} // namespace

void WaitingRows::take(const adapters::Row& row, const store::ActivityRow& value, const Match& match)
{
    const auto why = match.why.value_or(Code::NAME0);
    const auto column = layout_.column(why == Code::UNIT ? Field::unit : Field::name);
    report_.add(why, Severity::queued, row.number, column, words_for(why));
    if (rows_.size() == most_)
        return report_.add(Code::MANY, Severity::refusal, row.number, column,
                           fmt::format("超过 {} 行在名册中找不到对应的人，多半是名册尚未导入，或文件不属于本组织；"
                                       "请先导入名册，或把文件拆小",
                                       most_));
    store::QueuedRow queued;
    queued.row = static_cast<int>(row.number);
    queued.code = name_of(why);
    queued.name = read_name(layout_.text(row, Field::name)).display;
    queued.unit_text = nfkc_trimmed(layout_.text(row, Field::unit));
    std::string buffer;
    queued.platform_id = cleaned(layout_.text(row, Field::platform_id), buffer);
    queued.phone_tail = phone_tail(layout_.text(row, Field::phone));
    queued.day = value.day;
    queued.points = value.points;
    queued.series = layout_.series;
    queued.points_raw = value.points_raw;
    queued.active = value.active;
    queued.candidates = match.candidates;
    rows_.push_back(std::move(queued));
}

} // namespace tongbao::bot
