#include "bot/import/bindings_file.hpp"

#include "store/audit.hpp"
#include "store/bindings.hpp"

#include <fmt/format.h>

namespace tongbao::bot {

BindingsReader::BindingsReader(store::Connection& db, ImportReport& report)
    : db_(db),
      report_(report),
      table_({"platform", "user_id", "member_id"}, {"platform", "user_id", "member_id"}, report)
{
}

bool BindingsReader::take(const adapters::Row& row)
{
    if (!header_taken_) {
        header_taken_ = true;
        return table_.take_header(row);
    }
    ++report_.rows_read;
    table_.refuse_formulas(row);
    BindingRow read{row.number, table_.text(row, "platform"), table_.text(row, "user_id"), {}};
    if (read.platform != "wecom" && read.platform != "dingtalk")
        table_.fault(row, "platform", Code::COL, "platform 应为 wecom 或 dingtalk");
    if (read.user_id.empty())
        table_.fault(row, "user_id", Code::COL, "必填项为空");
    else if (!seen_.emplace(read.platform, read.user_id).second)
        table_.fault(row, "user_id", Code::DUP, "同一账号出现两次");
    const auto member = store::find_member(db_, table_.text(row, "member_id"));
    if (!member)
        table_.fault(row, "member_id", Code::NAME0, "名册里没有这个工号，请先导入名册");
    else
        read.member = member->id;
    rows_.push_back(std::move(read));
    return true;
}

std::vector<BindingRow> BindingsReader::finish()
{
    report_.ready = static_cast<std::int64_t>(rows_.size());
    return std::move(rows_);
}

void commit_bindings(store::Connection& db, const std::vector<BindingRow>& rows, Instant now, ImportReport& report)
{
    for (const auto& row : rows) {
        const auto bound = store::bound_member(db, row.platform, row.user_id, now);
        if (bound == row.member) {
            ++report.unchanged;
            continue;
        }
        store::bind_member(db, row.platform, row.user_id, row.member, now);
        store::owe_notice(db, row.platform, row.user_id);
        ++(bound ? report.replaced : report.added);
    }
    store::AuditEntry entry;
    entry.at = now;
    entry.platform = "cli";
    entry.command = "绑定";
    entry.object = fmt::format("导入文件{}", report.file);
    entry.after = fmt::format("新增{}个，改绑{}个", report.added, report.replaced);
    store::record_audit(db, entry);
}

} // namespace tongbao::bot
