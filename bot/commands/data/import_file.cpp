#include "adapters/crypto.hpp"
#include "bot/circulars/circulars.hpp"
#include "bot/commands/audit_entry.hpp"
#include "bot/commands/data/handlers.hpp"
#include "bot/commands/data/import_scope.hpp"
#include "bot/commands/data/received_files.hpp"
#include "bot/commands/person_words.hpp"
#include "bot/drop_folder.hpp"
#include "bot/log.hpp"
#include "store/store.hpp"

#include <fmt/format.h>

namespace tongbao::bot {
namespace {

constexpr std::size_t most_findings = 20; ///< said in chat

Reply how_to_import(const CommandContext& context)
{
    const std::string here =
        context.rules.fetch_file ? "也可以把文件直接私聊发给我，我先给您看预览，确认后导入。\n" : "";
    return {ReplyCode::done,
            "请把平台后台导出的文件（xlsx、csv或json）原样放进投递文件夹，一分钟内自动导入；"
            "文件夹在哪里请问IT同事，也可以请IT同事用“tongbao import”先预览再导入。\n" +
                here +
                "导入成功的文件移到done，有问题的移到failed，旁边的报告写明第几行怎么改。\n"
                "到没到请发“数据 状态”，认不出的行请发“数据 待认”。",
            true};
}

Reply file_gone()
{
    return {ReplyCode::no_data, "没有这个文件，或已超过10分钟，请重新发送文件。"};
}

adapters::FileContent content_of(const adapters::SentFile& sent, adapters::DownloadedFile downloaded)
{
    auto name = safe_file_name(sent.name.empty() ? downloaded.name : sent.name);
    auto digest = adapters::sha256_hex(downloaded.bytes);
    return {std::move(name), std::move(downloaded.bytes), std::move(digest)};
}

/// The number under which the message's file is kept, or why there is none.
boost::asio::awaitable<boost::system::result<std::string, Reply>> received(const CommandContext& context)
{
    const auto& file = *context.message.file;
    Reply refusal{ReplyCode::no_data, "没有收到文件：可能超过了5分钟或10MB，请重新发送；仍不行请放进投递文件夹。"};
    if (!context.rules.fetch_file)
        co_return refusal;
    auto fetching = context.rules.fetch_file(context.message);
    auto fetched = co_await std::move(fetching);
    if (!fetched) {
        log_event(Level::warning, "sent_file_missing",
                  {{"receiver", context.message.receiver}, {"why", fetched.error().what}});
        co_return refusal;
    }
    co_return context.files.keep(context.caller.member, content_of(file, std::move(*fetched)), context.now);
}

ImportKind kind_asked(std::string_view typed, const std::string& file_name)
{
    if (typed.empty())
        return kind_of_dropped(file_name);
    return typed == "名册" ? ImportKind::roster : typed == "单位" ? ImportKind::units : ImportKind::activity;
}

/// The file read and matched, nothing stored.
PreparedImport examined(store::Connection& db, const CommandContext& context, const Arguments& arguments,
                        const adapters::FileContent& file)
{
    ImportSettings settings;
    settings.activity.sanity_max = context.rules.sanity_max;
    ImportOptions options;
    options.date = arguments.day("日期");
    options.earliest_open = first_open_day(db);
    return prepare_import(db, file, kind_asked(arguments.text("类别"), file.name), options, settings, context.today);
}

std::string report_text(ImportReport report)
{
    if (report.findings.size() > most_findings)
        report.findings.resize(most_findings);
    auto text = to_text(report);
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

/// "数据 导入 文件3FA2C0 2026-09-14 名册": what 确认 runs.
std::string planned(const std::string& number, const Arguments& arguments)
{
    auto command = fmt::format("{} {}", import_command, number);
    if (const auto day = arguments.day("日期"))
        command += " " + iso_date(*day);
    if (const auto kind = arguments.text("类别"); !kind.empty())
        command += fmt::format(" {}", kind);
    return command;
}

std::string unready_text(const CommandContext& context, const PreparedImport& prepared, const std::string& number)
{
    auto report = prepared.report;
    if (report.refused && !holds(context.caller, "S")) { // which rows match nobody tells who is known elsewhere
        std::erase_if(report.findings, [](const Finding& each) { return each.severity != Severity::refusal; });
        report.counts.clear();
    }
    auto text = report_text(std::move(report));
    if (prepared.report.refused && prepared.report.counts.contains(Code::DATE))
        text += fmt::format("\n补上日期请发“{} {} 9月14日”。", import_command, number);
    if (prepared.report.needs_consent)
        text += "\n这样的文件须由IT同事用“tongbao import --accept-rejected”导入。";
    return text;
}

} // namespace

/// 数据 导入 [编号] [日期] [类别]
boost::asio::awaitable<Reply> preview_import(const CommandContext& context, const Arguments& arguments)
{
    std::string number(arguments.text("编号"));
    if (context.message.file) {
        auto receiving = received(context);
        auto kept = co_await std::move(receiving);
        if (!kept)
            co_return kept.error();
        number = std::move(*kept);
    }
    if (number.empty())
        co_return how_to_import(context);
    const auto file = context.files.find(context.caller.member, number, context.now);
    if (!file)
        co_return file_gone();
    std::optional<Reply> objection;
    const auto prepared = co_await context.store.read([&](store::Connection& db) {
        auto read = examined(db, context, arguments, *file);
        objection = import_objection(db, context, read);
        return read;
    });
    if (objection)
        co_return *objection;
    if (!prepared.may_commit())
        co_return Reply{ReplyCode::conflict, unready_text(context, prepared, number)};
    Reply preview{ReplyCode::done, report_text(prepared.report)};
    preview.planned = planned(number, arguments);
    co_return preview;
}

boost::asio::awaitable<Reply> import_file(const CommandContext& context, const Arguments& arguments)
{
    const auto file = context.files.find(context.caller.member, arguments.text("编号"), context.now);
    if (!file)
        co_return file_gone();
    auto entry = audit_entry(context, import_command, file->name, any_grant(context.caller, "SA"));
    const auto reply = co_await context.store.write([&](store::Connection& db) {
        auto prepared = examined(db, context, arguments, *file);
        if (auto objection = import_objection(db, context, prepared))
            return *objection;
        if (!prepared.may_commit())
            return Reply{ReplyCode::conflict, report_text(prepared.report)};
        const auto report = commit_import(db, std::move(prepared), context.now, context.rules.figures.rollup);
        entry.after = fmt::format("新增{}，更新{}", report.added, report.replaced);
        store::record_audit(db, entry);
        return Reply{ReplyCode::done, report_text(report)};
    });
    if (reply.code == ReplyCode::done)
        context.files.drop(context.caller.member);
    co_return reply;
}

} // namespace tongbao::bot
