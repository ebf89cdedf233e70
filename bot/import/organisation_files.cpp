#include "bot/import/organisation_files.hpp"

#include "bot/import/headers.hpp"
#include "bot/import/values.hpp"
#include "bot/roster_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace tongbao::bot {
namespace {

std::vector<std::string> split_by_bar(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto end = std::min(text.find('|'), text.size());
        if (auto part = nfkc_trimmed(text.substr(0, end)); !part.empty())
            parts.push_back(std::move(part));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// Chinese headers that administrators write for the canonical ones.
std::string canonical_name(std::string_view header)
{
    const auto key = header_key(header);
    const auto match = match_header(header);
    if (!match || !match->exact)
        return key;
    switch (match->field) {
    case Field::member_id:
        return "member_id";
    case Field::platform_id:
        return "platform_id";
    case Field::phone:
        return "phone_tail";
    case Field::unit:
        return "unit_code";
    case Field::branch:
        return "branch_code";
    case Field::name:
        return "name";
    default:
        return key;
    }
}

} // namespace

CanonicalTable::CanonicalTable(std::vector<std::string_view> known, std::vector<std::string_view> required,
                               ImportReport& report)
    : known_(std::move(known)), required_(std::move(required)), report_(report)
{
}

bool CanonicalTable::take_header(const adapters::Row& row)
{
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const auto key = header_key(row.cells[i].text);
        const bool known = std::find(known_.begin(), known_.end(), key) != known_.end();
        const auto name = known ? key : canonical_name(row.cells[i].text);
        if (name.empty())
            continue;
        if (std::find(known_.begin(), known_.end(), name) == known_.end())
            report_.unused_columns.emplace_back(row.cells[i].text);
        else if (!columns_.emplace(name, i).second)
            report_.add({Code::COL, Severity::refusal, row.number, static_cast<std::uint32_t>(i + 1),
                         fmt::format("列 {} 重复", name)});
    }
    if (columns_.empty()) {
        report_.add({Code::HDR, Severity::refusal, row.number, 0, "第一行不是表头"});
        return false;
    }
    for (const auto required : required_)
        if (!index(required))
            report_.add({Code::COL, Severity::refusal, row.number, 0, fmt::format("缺少列 {}", required)});
    return !report_.refused;
}

std::optional<std::size_t> CanonicalTable::index(std::string_view column) const
{
    const auto found = columns_.find(std::string(column));
    return found == columns_.end() ? std::nullopt : std::optional(found->second);
}

std::string CanonicalTable::text(const adapters::Row& row, std::string_view column) const
{
    const auto place = index(column);
    auto value = place ? nfkc_trimmed(row.text(*place)) : std::string();
    return says_missing(value) ? std::string() : value;
}

void CanonicalTable::fault(const adapters::Row& row, std::string_view column, Code code, std::string words) const
{
    const auto place = index(column);
    report_.add(
        {code, Severity::refusal, row.number, place ? static_cast<std::uint32_t>(*place + 1) : 0, std::move(words)});
}

std::optional<Day> CanonicalTable::date(const adapters::Row& row, std::string_view column) const
{
    const auto written = text(row, column);
    if (written.empty())
        return std::nullopt;
    DateContext context;
    context.dates_from_1904 = row.dates_from_1904;
    const auto day = read_date(written, context);
    if (!day)
        fault(row, column, Code::DATE, "日期无法识别");
    return day;
}

void CanonicalTable::refuse_formulas(const adapters::Row& row) const
{
    for (const auto column : known_) {
        const auto place = index(column);
        if (place && (looks_like_formula(row.text(*place)) || (*place < row.cells.size() && row.cells[*place].formula)))
            fault(row, column, Code::FORM, "内容是公式或形似公式");
        if (place && row.text(*place).size() > max_name_bytes)
            fault(row, column, Code::SIZE, "内容过长");
    }
}

UnitsReader::UnitsReader(ImportReport& report)
    : report_(report),
      table_({"unit_code", "name", "short_names", "kind", "parent_code", "rank_group", "secretary_id", "active_from",
              "active_to"},
             {"unit_code", "name", "kind"}, report)
{
}

bool UnitsReader::take(const adapters::Row& row)
{
    if (!header_taken_) {
        header_taken_ = true;
        return table_.take_header(row);
    }
    ++report_.rows_read;
    table_.refuse_formulas(row);
    UnitRow read{row.number, {}, table_.text(row, "parent_code")};
    auto& unit = read.unit;
    unit.code = table_.text(row, "unit_code");
    unit.name = read_name(table_.text(row, "name")).display;
    unit.short_names = split_by_bar(table_.text(row, "short_names"));
    unit.rank_group = table_.text(row, "rank_group");
    unit.secretary = table_.text(row, "secretary_id");
    unit.active_from = table_.date(row, "active_from").value_or(Day{});
    unit.active_to = table_.date(row, "active_to");
    const auto kind = unit_kind_of(table_.text(row, "kind"));
    unit.kind = kind.value_or(UnitKind::branch);
    if (!kind)
        table_.fault(row, "kind", Code::COL, "kind 应为 学校、分党委、党总支、直属党支部、党支部 或 部门");
    if (unit.code.empty() || unit.name.empty())
        table_.fault(row, unit.code.empty() ? "unit_code" : "name", Code::COL, "必填项为空");
    if (unit.active_to && *unit.active_to <= unit.active_from)
        table_.fault(row, "active_to", Code::DATE, "停用日期不晚于启用日期");
    rows_.push_back(std::move(read));
    return true;
}

std::vector<UnitRow> UnitsReader::finish()
{
    const auto refuse = [&](const UnitRow& row, Code code, std::string words) {
        report_.add({code, Severity::refusal, row.row, 0, std::move(words)});
    };
    std::vector<UnitRow> ordered;
    std::set<std::string> placed;
    std::set<std::string> codes;
    for (const auto& row : rows_) {
        if (!codes.insert(row.unit.code).second)
            refuse(row, Code::DUP, "单位代码重复");
        const bool root = row.unit.kind == UnitKind::school;
        if (root != row.parent_code.empty())
            refuse(row, Code::UNIT, root ? "学校不应有上级单位" : "缺少上级单位");
    }
    const auto roots =
        std::count_if(rows_.begin(), rows_.end(), [](const UnitRow& row) { return row.unit.kind == UnitKind::school; });
    if (roots != 1 && !report_.refused)
        report_.add({Code::UNIT, Severity::refusal, 0, 0, fmt::format("应恰有一个“学校”，实有 {} 个", roots)});
    for (bool progress = true; progress;) {
        progress = false;
        for (const auto& row : rows_) {
            const bool ready = row.parent_code.empty() || placed.contains(row.parent_code);
            if (ready && placed.insert(row.unit.code).second) {
                ordered.push_back(row);
                progress = true;
            }
        }
    }
    for (const auto& row : rows_)
        if (!placed.contains(row.unit.code))
            refuse(row, Code::UNIT, "上级单位不存在或互为上级");
    report_.ready = static_cast<std::int64_t>(ordered.size());
    return ordered;
}

RosterReader::RosterReader(const UnitNames& units, ImportReport& report)
    : units_(units),
      report_(report),
      table_({"member_id", "name", "unit_code", "branch_code", "category", "party_status", "cadre", "role",
              "registered_on", "start", "end", "status", "exempt_reason_code", "exempt_until", "platform_id",
              "phone_tail", "source"},
             {"member_id", "name", "unit_code", "start"}, report)
{
}

bool RosterReader::take(const adapters::Row& row)
{
    if (!header_taken_) {
        header_taken_ = true;
        return table_.take_header(row);
    }
    ++report_.rows_read;
    table_.refuse_formulas(row);
    store::RosterRow read;
    read.row = static_cast<int>(row.number);
    read_person(row, read);
    read_unit(row, read);
    read_status(row, read);
    rows_.push_back(std::move(read));
    return true;
}

void RosterReader::read_person(const adapters::Row& row, store::RosterRow& target) const
{
    target.code = table_.text(row, "member_id");
    target.name = read_name(table_.text(row, "name")).display;
    if (target.code.empty() || target.name.empty())
        table_.fault(row, target.code.empty() ? "member_id" : "name", Code::COL, "必填项为空");
    target.platform_id = table_.text(row, "platform_id");
    target.phone_tail = phone_tail(table_.text(row, "phone_tail"));
    const auto category = category_of(table_.text(row, "category"));
    if (!category)
        table_.fault(row, "category", Code::COL, "category 应为 教工、学生、离退休 或 其他");
    target.category = category.value_or(store::Category::other);
    const auto status = party_status_of(table_.text(row, "party_status"));
    if (!status)
        table_.fault(row, "party_status", Code::COL, "party_status 应为 正式、预备、积极分子 或 非党员");
    target.party_status = status.value_or(store::PartyStatus::unknown);
    for (const auto& word : split_by_bar(table_.text(row, "cadre"))) {
        if (!cadre_word(word))
            table_.fault(row, "cadre", Code::COL, "cadre 应为 校中心组、院中心组、处级 或 支部书记");
        target.cadre += (target.cadre.empty() ? "" : "|") + word;
    }
    for (const auto& word : split_by_bar(table_.text(row, "role"))) {
        const auto role = role_of(word);
        if (role)
            target.roles.push_back(*role);
        else
            table_.fault(row, "role", Code::COL, "role 不在允许的角色之列");
    }
}

void RosterReader::read_unit(const adapters::Row& row, store::RosterRow& target) const
{
    const auto unit = units_.find(table_.text(row, "unit_code"));
    if (!unit || units_.second_level(*unit) != *unit)
        table_.fault(row, "unit_code", Code::UNIT, "不是已有的二级单位，请先导入单位");
    target.unit = unit.value_or(UnitId{});
    const auto branch_text = table_.text(row, "branch_code");
    const auto branch = units_.find(branch_text);
    if (!branch_text.empty() && !branch)
        table_.fault(row, "branch_code", Code::UNIT, "支部不存在，请先导入单位");
    target.branch = branch.value_or(UnitId{});
}

void RosterReader::read_status(const adapters::Row& row, store::RosterRow& target) const
{
    const auto start = table_.date(row, "start");
    if (!start && table_.text(row, "start").empty())
        table_.fault(row, "start", Code::DATE, "必填项为空");
    target.start = start.value_or(Day{});
    target.end = table_.date(row, "end");
    target.registered_on = table_.date(row, "registered_on");
    target.exempt_until = table_.date(row, "exempt_until");
    target.exempt_reason = table_.text(row, "exempt_reason_code");
    const auto status = table_.text(row, "status");
    target.left = status == "left";
    target.exempt = status == "exempt";
    if (!status.empty() && status != "active" && !target.left && !target.exempt)
        table_.fault(row, "status", Code::COL, "status 应为 active、exempt 或 left");
}

std::vector<store::RosterRow> RosterReader::finish()
{
    report_.ready = static_cast<std::int64_t>(rows_.size());
    return std::move(rows_);
}

Finding finding_of(const store::RosterError& error)
{
    using Kind = store::RosterError::Kind;
    const auto at = [&](Code code, std::string words) {
        return Finding{code, Severity::refusal, static_cast<std::uint32_t>(std::max(error.row, 0)), 0,
                       std::move(words)};
    };
    switch (error.kind) {
    case Kind::overlap:
        return at(Code::OVER, "同一成员的任职期间重叠");
    case Kind::left_without_end:
        return at(Code::DATE, "状态为 left 但没有结束日期");
    case Kind::end_before_start:
        return at(Code::DATE, "结束日期早于开始日期");
    case Kind::branch_of_other_unit:
        return at(Code::UNIT, "支部不属于该单位");
    case Kind::platform_id_taken:
        break;
    }
    return at(Code::DUP, "平台ID 已属于他人");
}

} // namespace tongbao::bot
