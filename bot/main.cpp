#include "bot/cli/cli.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace cli = tongbao::bot::cli;

namespace {

constexpr const char* exit_codes =
    "Exit codes: 0 done, 1 something is broken (database, disk, network), 2 wrong command line,\n"
    "3 mistakes in the configuration, 4 input refused or not confirmed, 5 data not complete yet";

template <class Options>
std::shared_ptr<Options> with_config(CLI::App& command)
{
    auto options = std::make_shared<Options>();
    options->config = "config.json";
    command.add_option("-c,--config", options->config, "the configuration file")->capture_default_str();
    return options;
}

template <class Options>
void add_json(CLI::App& command, Options& options)
{
    command.add_flag("--json", options.json, "print JSON");
}

void add_serve(CLI::App& app, int& code)
{
    auto* command =
        app.add_subcommand("serve", "run the service until SIGTERM or SIGINT; SIGHUP loads the configuration again");
    auto options = with_config<cli::ServeArguments>(*command);
    command->add_option("--starting-at", options->starting_at,
                        "start the service's clock at this local time, for rehearsals (2026-09-21T08:59:30)");
    command
        ->add_option(
            "--clock-rate", options->clock_rate,
            "run the service's clock so many times as fast as the machine's, for rehearsals: what is due comes "
            "sooner, deadlines of connections stay real")
        ->check(CLI::Range(1, 3600));
    command->add_flag("--standby", options->standby,
                      "while another process serves the database wait, and take over when it ends");
    command->callback([options, &code] { code = cli::serve(*options); });
}

void add_demo(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("demo", "show it all: an invented organisation, both platforms simulated");
    auto options = std::make_shared<cli::DemoArguments>();
    options->folder = "demo-data";
    command->add_option("--folder", options->folder, "where the demo keeps its data")->capture_default_str();
    command->add_flag("--stay", options->stay,
                      "keep serving afterwards, until SIGTERM or SIGINT; what you type is said in the groups");
    command->callback([options, &code] { code = cli::demo(*options); });
}

void add_import(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("import", "import units, the roster, chat accounts or activity from files");
    auto options = with_config<cli::ImportArguments>(*command);
    command->add_option("kind", options->kind, "what the files hold")
        ->required()
        ->check(CLI::IsMember({"units", "roster", "activity", "unit_summary", "bindings"}));
    command->add_option("files", options->files, "csv, tsv, txt, xlsx or json files")->required();
    command->add_option("--date", options->date, "the day of the data, where a file does not tell (2026-09-14)");
    command->add_option("--points", options->points, "what a column called only 积分 holds")
        ->check(CLI::IsMember({"annual", "raw", "total"}));
    command->add_option("--date-format", options->date_format, "how dates like 09/14/2026 are meant")
        ->check(CLI::IsMember({"mdy", "dmy"}));
    command->add_flag("--accept-rejected", options->accept_rejected,
                      "import although many rows are rejected or the period is closed");
    command->add_flag("-y,--yes", options->yes, "import without asking");
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::import(*options); });
}

void add_calendar(CLI::App& app, int& code)
{
    auto* calendar = app.add_subcommand("calendar", "keep the calendar of holidays and adjusted working days");
    calendar->require_subcommand(1);
    auto* command = calendar->add_subcommand("import", "take a year's arrangement out of a public data set: shows what "
                                                       "changes, asks, writes the configured calendar file");
    auto options = with_config<cli::CalendarArguments>(*command);
    command->add_option("file", options->file, "JSON of holiday-cn, chinese-days or holiday-calendar")->required();
    command->add_option("--year", options->year, "only that year; otherwise this year and later ones");
    command->add_flag("-y,--yes", options->yes, "write without asking");
    command->callback([options, &code] { code = cli::calendar_import(*options); });
}

void add_figures(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("figures", "print the figures of a week or month, as displayed");
    auto options = with_config<cli::FiguresArguments>(*command);
    command->add_option("--window", options->window, "2026-W38 or 2026-09")->required();
    command->add_option("--unit", options->unit, "unit code; all units when absent");
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::figures(*options); });
}

void add_preview(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("preview", "print a circular without sending it");
    auto options = with_config<cli::PreviewArguments>(*command);
    command->add_option("kind", options->kind, "which circular")
        ->required()
        ->check(CLI::IsMember({"weekly", "monthly"}));
    command->add_option("--window", options->window, "2026-W38 or 2026-09")->required();
    command->add_option("--unit", options->unit, "unit code, for the monthly circular");
    command->add_option("--blocks", options->blocks, "folder of the free-text blocks, instead of the configured one");
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::preview(*options); });
}

void add_check_config(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("check-config", "name every mistake in the configuration");
    auto options = with_config<cli::ConfigArguments>(*command);
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::check_config(*options); });
}

void add_status(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("status", "print data freshness, schedule and queue");
    auto options = with_config<cli::ConfigArguments>(*command);
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::status(*options); });
}

void add_outbox_action(CLI::App& outbox, const std::string& name, const std::string& about, int& code)
{
    auto* command = outbox.add_subcommand(name, about);
    auto options = with_config<cli::OutboxArguments>(*command);
    options->action = name;
    if (name == "list") {
        command->add_option("--state", options->state, "only messages in that state")
            ->check(CLI::IsMember({"queued", "sending", "sent", "sent_to_some", "uncertain_held", "dead", "suppressed",
                                   "expired", "cancelled"}));
        command->add_option("--target", options->target, "only messages for that group or bot");
        command->add_option("--limit", options->limit, "at most so many")->capture_default_str();
        add_json(*command, *options);
    }
    auto* number = name == "list" ? nullptr : command->add_option("message", options->message, "the message's number");
    if (name == "list" || name == "release" || name == "drop") {
        auto* restored = command->add_flag("--restored", options->restored, "all that a restore of the database holds");
        if (number)
            number->excludes(restored);
    }
    command->callback([options, number, &code] {
        if (number && number->empty() && !options->restored)
            throw CLI::RequiredError("message");
        code = cli::outbox(*options);
    });
}

void add_outbox(CLI::App& app, int& code)
{
    auto* outbox = app.add_subcommand("outbox", "look at messages and decide about those that did not arrive");
    outbox->require_subcommand(1);
    add_outbox_action(*outbox, "list", "print messages, newest change first", code);
    add_outbox_action(*outbox, "show", "print one message with its bodies and attempts, as JSON", code);
    add_outbox_action(*outbox, "retry", "queue a dead or expired message again", code);
    add_outbox_action(*outbox, "cancel", "end a message that waits", code);
    add_outbox_action(*outbox, "release", "send a held message once more: it may arrive twice", code);
    add_outbox_action(*outbox, "drop", "end a held message: what may have arrived counts", code);
}

void add_doctor(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("doctor", "examine configuration, files, clock, platforms and data, and say "
                                                 "what to do; exit code 1 when something failed");
    auto options = with_config<cli::DoctorArguments>(*command);
    command->add_flag("--offline", options->offline, "do not reach for the platforms");
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::doctor(*options); });
}

void add_backup(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("backup", "copy the database, also while the service runs");
    auto options = with_config<cli::BackupArguments>(*command);
    command->add_option("file", options->file, "the copy; an older backup of that name is replaced")->required();
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::backup(*options); });
}

void add_restore(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("restore", "put a backup in the place of the database; the service must be "
                                                  "stopped, what it would send is held for a person");
    auto options = with_config<cli::RestoreArguments>(*command);
    command->add_option("file", options->file, "the backup; it stays as it is")->required();
    add_json(*command, *options);
    command->callback([options, &code] { code = cli::restore(*options); });
}

void add_group_code(CLI::App& app, int& code)
{
    auto* command = app.add_subcommand("group-code", "issue a code that binds a chat group to a unit");
    auto options = with_config<cli::GroupCodeArguments>(*command);
    command->add_option("unit", options->unit, "unit code")->required();
    options->kind = "unit";
    command->add_option("--kind", options->kind, "what the group is for")
        ->check(CLI::IsMember({"administrators", "unit", "branch"}))
        ->capture_default_str();
    command->add_option("--target", options->target, "the configured group whose robot posts into that chat");
    command->callback([options, &code] { code = cli::group_code(*options); });
}

} // namespace

int main(int argc, char** argv)
{
    CLI::App app("Tongbao (通报): work-chat circulars, reminders and commands for a learning programme", "tongbao");
    app.set_version_flag("--version", TONGBAO_VERSION);
    app.require_subcommand(1);
    app.footer(exit_codes);
    int code = cli::done;
    for (auto* add : {add_serve, add_demo, add_import, add_calendar, add_figures, add_preview, add_check_config,
                      add_status, add_outbox, add_backup, add_restore, add_group_code, add_doctor})
        add(app, code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? cli::done : cli::usage;
    } catch (const std::exception& error) {
        fmt::print(stderr, "tongbao: {}\n", error.what());
        return cli::broken;
    }
    return code;
}
