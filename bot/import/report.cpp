#include "bot/import/report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>

namespace tongbao::bot {
namespace {

constexpr std::array<std::string_view, 23> code_names = {
    "ENC",   "FILE",  "SIZE", "HDR", "COL",   "TRUNC", "DATE", "NUM",  "NEG", "CAP", "DUP", "UNIT",
    "NAME0", "NAME2", "FUT",  "OLD", "RESET", "OVER",  "MANY", "FORM", "SUM", "REG", "PART"};

std::string_view name_of(Severity severity)
{
    switch (severity) {
    case Severity::refusal:
        return "refusal";
    case Severity::rejected:
        return "rejected";
    case Severity::queued:
        return "queued";
    case Severity::warning:
        return "warning";
    case Severity::note:
        break;
    }
    return "note";
}

std::string_view words_of(Severity severity)
{
    switch (severity) {
    case Severity::refusal:
        return "不予导入";
    case Severity::rejected:
        return "未导入";
    case Severity::queued:
        return "待人工匹配";
    case Severity::warning:
        return "请核对";
    case Severity::note:
        break;
    }
    return "说明";
}

std::string place_of(const Finding& finding)
{
    if (finding.row == 0)
        return finding.column == 0 ? "" : fmt::format("第{}列 ", finding.column);
    if (finding.column == 0)
        return fmt::format("第{}行 ", finding.row);
    return fmt::format("第{}行第{}列 ", finding.row, finding.column);
}

nlohmann::json json_of(const Finding& finding)
{
    nlohmann::json json{
        {"code", name_of(finding.code)}, {"severity", name_of(finding.severity)}, {"text", finding.text}};
    if (finding.row)
        json["row"] = finding.row;
    if (finding.column)
        json["column"] = finding.column;
    return json;
}

std::string joined(const std::vector<std::string>& texts)
{
    return fmt::format("{}", fmt::join(texts, "、"));
}

std::string headline(const ImportReport& report)
{
    if (report.already_imported)
        return "该文件已导入过，本次未作任何更改。";
    if (report.refused)
        return "文件未导入，数据未作任何更改。";
    if (report.needs_consent)
        return "需要确认后才能导入，数据未作任何更改。";
    return report.committed ? "导入完成。" : "预览（尚未导入）。";
}

std::string days_line(const std::vector<Day>& days)
{
    if (days.size() == 1)
        return fmt::format("数据日期：{}\n", iso_date(days.front()));
    return fmt::format("数据日期：{} 至 {}，共 {} 天\n", iso_date(days.front()), iso_date(days.back()), days.size());
}

std::string counts_line(const ImportReport& report)
{
    if (!report.committed)
        return fmt::format("读取 {} 行，可导入 {} 条，待匹配 {} 条，不合格 {} 条，积分合计 {}\n", report.rows_read,
                           report.ready, report.queued, report.rejected, report.points);
    return fmt::format("读取 {} 行，新增 {} 条，更新 {} 条，未变 {} 条，待匹配 {} 条，不合格 {} 条，积分合计 {}\n",
                       report.rows_read, report.added, report.replaced, report.unchanged, report.queued,
                       report.rejected, report.points);
}

} // namespace

std::string_view name_of(Code code)
{
    return code_names[static_cast<std::size_t>(code)];
}

std::string_view name_of(ImportKind kind)
{
    switch (kind) {
    case ImportKind::units:
        return "units";
    case ImportKind::roster:
        return "roster";
    case ImportKind::activity:
        return "activity";
    case ImportKind::unit_summary:
        return "unit_summary";
    case ImportKind::bindings:
        break;
    }
    return "bindings";
}

void ImportReport::add(Finding finding, std::size_t max_listed)
{
    ++counts[finding.code];
    if (finding.severity == Severity::refusal)
        refused = true;
    else if (finding.severity == Severity::rejected)
        ++rejected;
    else if (finding.severity == Severity::queued)
        ++queued;
    if (findings.size() < max_listed || finding.severity == Severity::refusal)
        findings.push_back(std::move(finding));
}

void ImportReport::add(Code code, Severity severity, std::uint32_t row, std::optional<std::size_t> column,
                       std::string text)
{
    add({code, severity, row, column ? static_cast<std::uint32_t>(*column + 1) : 0, std::move(text)});
}

std::string shown_name(std::string_view file_name)
{
    using nlohmann::json;
    // The library writes U+FFFD for every byte that is no UTF-8, such as those of a name in GBK.
    const auto text = json(file_name).dump(-1, ' ', false, json::error_handler_t::replace);
    auto name = json::parse(text).get<std::string>();
    std::replace_if(
        name.begin(), name.end(),
        [](unsigned char byte) {
            constexpr unsigned char first_printable = 0x20, del = 0x7F;
            return byte < first_printable || byte == del;
        },
        '_');
    return name;
}

nlohmann::json to_json(const ImportReport& report)
{
    auto days = nlohmann::json::array();
    for (const auto day : report.days)
        days.push_back(iso_date(day));
    auto counts = nlohmann::json::object();
    for (const auto& [code, count] : report.counts)
        counts[std::string(name_of(code))] = count;
    auto findings = nlohmann::json::array();
    for (const auto& finding : report.findings)
        findings.push_back(json_of(finding));
    return {{"file", report.file},
            {"sha256", report.sha256},
            {"kind", name_of(report.kind)},
            {"already_imported", report.already_imported},
            {"refused", report.refused},
            {"needs_consent", report.needs_consent},
            {"committed", report.committed},
            {"rows_read", report.rows_read},
            {"ready", report.ready},
            {"added", report.added},
            {"replaced", report.replaced},
            {"unchanged", report.unchanged},
            {"outranked", report.outranked},
            {"queued", report.queued},
            {"rejected", report.rejected},
            {"skipped", report.skipped},
            {"days", days},
            {"units_without_rows", report.units_without_rows},
            {"members_without_rows", report.members_without_rows},
            {"points", report.points},
            {"unused_columns", report.unused_columns},
            {"counts", counts},
            {"findings", findings}};
}

std::string to_text(const ImportReport& report)
{
    std::string text = fmt::format("{}：{}\n", report.file, headline(report));
    if (!report.already_imported && !report.refused) {
        text += counts_line(report);
        if (!report.days.empty())
            text += days_line(report.days);
        for (const auto& [reason, rows] : report.skipped)
            text += fmt::format("跳过 {} 行：{}\n", rows, reason);
        if (report.outranked > 0)
            text += fmt::format("{} 条已有更可信来源的数据，仅存入历史\n", report.outranked);
        if (!report.units_without_rows.empty())
            text += fmt::format("无数据的单位：{}\n", joined(report.units_without_rows));
        if (report.members_without_rows > 0)
            text += fmt::format("所列单位中 {} 人无数据行，按 0 计\n", report.members_without_rows);
        if (!report.unused_columns.empty())
            text += fmt::format("未使用的列：{}\n", joined(report.unused_columns));
    }
    for (const auto& finding : report.findings)
        text += fmt::format("[{}] {}{}：{}\n", name_of(finding.code), place_of(finding), words_of(finding.severity),
                            finding.text);
    std::int64_t all = 0;
    for (const auto& [code, count] : report.counts)
        all += count;
    if (all > static_cast<std::int64_t>(report.findings.size()))
        text += fmt::format("另有 {} 条同类情况未逐一列出\n", all - static_cast<std::int64_t>(report.findings.size()));
    return text;
}

} // namespace tongbao::bot
