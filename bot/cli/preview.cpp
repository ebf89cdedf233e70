#include "bot/circulars/circulars.hpp"
#include "bot/cli/cli.hpp"
#include "bot/cli/opening.hpp"
#include "bot/clock.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::bot::cli {
namespace {

void print(const Draft& draft, bool json)
{
    if (!json) {
        fmt::print("{}\n", draft.circular.text);
        return;
    }
    const nlohmann::ordered_json result = {{"kind", draft.circular.kind},
                                           {"period", draft.circular.period},
                                           {"number", draft.circular.number},
                                           {"basis", draft.circular.basis},
                                           {"text", draft.circular.text},
                                           {"sha256", draft.circular.sha256},
                                           {"figures", nlohmann::ordered_json::parse(draft.circular.figures)}};
    fmt::print("{}\n", result.dump(2));
}

/// The window of the right kind, or empty after saying what to write.
std::optional<Window> window_for(const PreviewArguments& arguments)
{
    const bool weekly = arguments.kind == "weekly";
    const auto window = parse_window(arguments.window);
    if (window && (window->kind == WindowKind::week) == weekly)
        return window;
    fmt::print(stderr, "--window {}: write {}\n", arguments.window,
               weekly ? "an ISO week like 2026-W38" : "a month like 2026-09");
    return std::nullopt;
}

int print_draft(store::Connection& db, Config config, const Templates& templates, const PreviewArguments& arguments,
                const Window& window)
{
    if (!arguments.blocks.empty())
        config.circular.blocks = arguments.blocks;
    const Circulars circulars(config.circular, config.figures, config.calendar, templates, {});
    const auto sign_day = drafting_day(config.calendar, window);
    const auto draft = window.kind == WindowKind::week ? circulars.draft_weekly(db, window, sign_day)
                                                       : circulars.draft_monthly(db, window, arguments.unit, sign_day);
    if (!draft.refused.empty()) {
        fmt::print(stderr, "{} {}\n", draft.refused, draft.detail);
        return refused;
    }
    print(draft, arguments.json);
    const auto ready = circulars.readiness(db, window);
    if (ready.complete)
        return done;
    fmt::print(stderr, "not complete: {}\n", ready.missing);
    return not_complete;
}

} // namespace

int preview(const PreviewArguments& arguments)
{
    const auto window = window_for(arguments);
    if (!window)
        return usage;
    if (arguments.kind == "monthly" && arguments.unit.empty()) {
        fmt::print(stderr, "--unit: name the unit whose secretary would get it, e.g. --unit WX\n");
        return usage;
    }
    const auto config = open_config(arguments.config, Secrets::unread);
    if (!config)
        return bad_config;
    const auto templates = open_templates(*config);
    if (!templates)
        return bad_config;
    auto db = open_database_to_read(*config);
    return db ? print_draft(*db, *config, *templates, arguments, *window) : not_complete;
}

} // namespace tongbao::bot::cli
