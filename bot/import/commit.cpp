#include "bot/import/import.hpp"

#include "store/failpoint.hpp"
#include "store/units.hpp"

#include <nlohmann/json.hpp>

#include <cassert>

namespace tongbao::bot {
namespace {

store::BatchKind batch_kind(ImportKind kind)
{
    switch (kind) {
    case ImportKind::units:
        return store::BatchKind::units;
    case ImportKind::roster:
        return store::BatchKind::roster;
    case ImportKind::activity:
        return store::BatchKind::activity;
    case ImportKind::unit_summary:
        return store::BatchKind::unit_summary;
    case ImportKind::bindings:
        break;
    }
    return store::BatchKind::bindings;
}

void commit_units(store::Connection& db, const std::vector<UnitRow>& rows, ImportReport& report)
{
    for (const auto& row : rows) {
        auto unit = row.unit;
        if (!row.parent_code.empty())
            unit.parent = store::find_unit(db, row.parent_code)->id;
        const auto known = store::find_unit(db, unit.code);
        store::save_unit(db, unit);
        ++(known ? report.replaced : report.added);
    }
}

void commit_roster(store::Connection& db, const std::vector<store::RosterRow>& rows, const store::RollupRules& rules,
                   ImportReport& report)
{
    const auto outcome = store::apply_roster(db, rows, rules);
    for (const auto& error : outcome.errors)
        report.add(finding_of(error));
    report.added = outcome.added;
    report.replaced = outcome.changed;
    report.unchanged = outcome.unchanged;
}

constexpr auto source = store::Source::export_file;

void commit_learned(store::Connection& db, const std::vector<ActivityDraft::Learned>& all, ImportReport& report)
{
    for (const auto& learned : all)
        if (store::learn_platform_id(db, learned.platform_id, learned.member) == store::Learned::taken_by_other)
            report.add(Code::DUP, Severity::warning, 0, {}, "平台ID 已属于他人，未记录");
}

/// A file may arrive after that of a later day, whose differences then came from an older total.
void commit_totals(store::Connection& db, BatchId batch, const std::vector<store::RunningTotal>& totals,
                   const store::RollupRules& rules)
{
    if (totals.empty())
        return;
    store::save_totals(db, totals);
    store::derive_from_totals(db, batch, source, store::following(db, totals), true, rules);
}

/// Unit summaries that were there first are compared now.
void compare_with_statements(store::Connection& db, const std::vector<store::Covered>& touched, ImportReport& report)
{
    if (report.days.empty())
        return;
    const Window days{WindowKind::week, report.days.front(), report.days.back() + std::chrono::days{1}};
    const auto statements = store::unit_statements(db, days.from, days.until);
    if (!statements.empty())
        compare_stored(statements, store::unit_days(db, days), touched, UnitNames(store::all_units(db)), report);
}

void commit_activity(store::Connection& db, BatchId batch, ActivityDraft& draft, const store::RollupRules& rules,
                     ImportReport& report)
{
    const auto outcome = store::apply_activity(db, batch, source, draft.rows, draft.covered, rules);
    report.added = outcome.added;
    report.replaced = outcome.replaced;
    report.unchanged = outcome.unchanged;
    report.outranked = static_cast<std::int64_t>(outcome.outranked.size());
    commit_learned(db, draft.learned, report);
    for (auto& row : draft.queued) {
        row.batch = batch;
        store::queue_row(db, row);
    }
    store::add_span_rows(db, batch, draft.spans);
    commit_totals(db, batch, draft.totals, rules);
    store::note_activations(db, batch, draft.activations);
    compare_with_statements(db, draft.covered, report);
}

} // namespace

ImportReport commit_import(store::Connection& db, PreparedImport prepared, Instant now, const store::RollupRules& rules)
{
    assert(prepared.may_commit());
    auto& report = prepared.report;
    if (store::find_batch(db, report.sha256)) {
        report.already_imported = true;
        return std::move(report);
    }
    if (report.kind == ImportKind::roster) {
        // The organisation may have changed since the preview; a refused roster must not leave its batch behind.
        for (const auto& error : store::check_roster(db, prepared.roster))
            report.add(finding_of(error));
        if (report.refused)
            return std::move(report);
    }
    store::Batch batch;
    batch.sha256 = report.sha256;
    batch.file_name = report.file;
    batch.kind = batch_kind(report.kind);
    batch.imported_at = now;
    const auto id = store::add_batch(db, batch);
    if (report.kind == ImportKind::units)
        commit_units(db, prepared.units, report);
    else if (report.kind == ImportKind::roster)
        commit_roster(db, prepared.roster, rules, report);
    else if (report.kind == ImportKind::activity)
        commit_activity(db, id, prepared.activity, rules, report);
    else if (report.kind == ImportKind::bindings)
        commit_bindings(db, prepared.bindings, now, report);
    else
        store::save_unit_statements(db, id, prepared.statements);
    TONGBAO_FAILPOINT("import_written");
    report.committed = true;
    store::finish_batch(db, id, report.ready, report.points, to_json(report).dump());
    return std::move(report);
}

} // namespace tongbao::bot
