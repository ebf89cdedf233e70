#include "bot/circulars/circulars.hpp"

#include "adapters/crypto.hpp"
#include "bot/circulars/blocks.hpp"
#include "bot/circulars/content.hpp"
#include "bot/circulars/corrections.hpp"
#include "bot/circulars/unit_workbook.hpp"
#include "bot/figures/json.hpp"
#include "bot/name_guard.hpp"
#include "store/activity.hpp"
#include "store/failpoint.hpp"
#include "store/members.hpp"
#include "store/outbox.hpp"
#include "store/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace tongbao::bot {
namespace {

using namespace std::chrono_literals;

constexpr int compared_at_once = 4; ///< so that no step takes long after an import
constexpr const char* weekly = "weekly";
constexpr const char* monthly = "monthly";

bool exists_on(const Unit& unit, Day day)
{
    return unit.active_from <= day && (!unit.active_to || *unit.active_to > day);
}

Draft refused(std::string why, std::string detail = "")
{
    Draft draft;
    draft.refused = std::move(why);
    draft.detail = std::move(detail);
    return draft;
}

constexpr const char* unfit_text = "文中有群里不宜出现的词，或者过长";

/// The first corrections and the number of the rest.
std::string correction_notice(const std::vector<std::string>& texts)
{
    constexpr std::size_t most = 5;
    const auto shown = std::min(texts.size(), most);
    auto notice = fmt::format("{}", fmt::join(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(shown), "\n"));
    if (texts.size() > most)
        notice += fmt::format("\n另有{}处，见更正记录。", texts.size() - most);
    return notice;
}

} // namespace

std::optional<Day> first_open_day(store::Connection& db)
{
    const auto sent = store::last_sent_period(db, weekly);
    return sent ? std::optional(parse_window(*sent).value().until) : std::nullopt;
}

Day drafting_day(const Calendar& calendar, const Window& window)
{
    return calendar.first_workday_from(window.until);
}

Circulars::Circulars(const CircularSettings& settings, const FiguresRules& rules, const Calendar& calendar,
                     const Templates& templates, Encode encode, EncodeFile encode_file)
    : settings_(settings),
      rules_(rules),
      calendar_(calendar),
      templates_(templates),
      encode_(std::move(encode)),
      encode_file_(std::move(encode_file))
{
}

Readiness Circulars::readiness(store::Connection& db, const Window& window) const
{
    std::set<UnitId> covered;
    const auto last = window.until - std::chrono::days{1};
    const auto coverage = store::coverage(db, window);
    for (const auto& one : coverage)
        if (one.day == last)
            covered.insert(one.unit);
    const auto root = store::school(db);
    std::vector<std::string> missing;
    for (const auto& unit : store::all_units(db))
        if (unit.parent == root && root && exists_on(unit, last) && !covered.contains(unit.id) &&
            store::has_members(db, unit.id, last))
            missing.push_back(unit.name);
    if (missing.empty())
        return {!coverage.empty(), !coverage.empty(), coverage.empty() ? "本期没有任何数据" : ""};
    return {false, !coverage.empty(), fmt::format("{}{}数据未到", fmt::join(missing, "、"), chinese_day(last))};
}

std::optional<Denominator> Circulars::denominator_before(store::Connection& db, const Window& window,
                                                         std::string_view kind) const
{
    const auto before = store::find_circular(db, kind, window_name(previous(window)));
    if (!before)
        return std::nullopt;
    return before->basis == basis_text(Denominator::roster) ? Denominator::roster : Denominator::registered;
}

std::string Circulars::name_in_group_text(store::Connection& db, const std::string& text) const
{
    return name_beside_units(db, text, settings_.allowed_names);
}

Draft Circulars::draft_weekly(store::Connection& db, const Window& week, Day sign_day) const
{
    const auto blocks = read_blocks(settings_.blocks, window_name(week));
    if (const auto* fault = std::get_if<std::string>(&blocks))
        return refused(*fault);
    const auto loaded = load_figures(db, week, rules_, Persons::leave_out, denominator_before(db, week, weekly));
    Draft draft;
    auto& circular = draft.circular;
    const auto content =
        weekly_content(loaded.figures, calendar_, settings_, rules_, std::get<Blocks>(blocks), sign_day);
    try {
        circular.text = templates_.render(TextKind::weekly, content);
        if (!settings_.tables.empty())
            draft.table = unit_workbook(content);
    } catch (const RenderError& error) {
        return refused(unfit_text, error.what());
    } catch (const std::runtime_error& error) {
        return refused("附表未能生成", error.what());
    }
    if (const auto name = name_in_group_text(db, circular.text); !name.empty())
        return refused("文中有人名，不能发到群里"); // which name is not for the operators' group either
    circular.kind = weekly;
    circular.period = window_name(week);
    circular.number = circular_number(week);
    circular.basis = basis_text(rules_.denominator);
    circular.data_version = loaded.data_version;
    circular.figures = figures_json(loaded.figures).dump();
    circular.sha256 = adapters::sha256_hex(circular.text);
    return draft;
}

Draft Circulars::draft_monthly(store::Connection& db, const Window& month, std::string_view unit_code,
                               Day sign_day) const
{
    const auto blocks = read_blocks(settings_.blocks, window_name(month));
    if (const auto* fault = std::get_if<std::string>(&blocks))
        return refused(*fault);
    const auto loaded = load_figures(db, month, rules_, Persons::include, denominator_before(db, month, monthly));
    const auto unit = std::ranges::find(loaded.figures.units, unit_code,
                                        [](const UnitFigures& one) { return std::string_view(one.unit.code); });
    if (unit == loaded.figures.units.end())
        return refused(fmt::format("没有代码为{}的二级单位", unit_code));
    Draft draft;
    auto& circular = draft.circular;
    try {
        circular.text =
            templates_.render(TextKind::monthly, monthly_content(loaded.figures, *unit, calendar_, settings_, rules_,
                                                                 std::get<Blocks>(blocks), sign_day));
    } catch (const RenderError& error) {
        return refused(unfit_text, error.what());
    }
    circular.kind = monthly;
    circular.period = window_name(month);
    circular.number = circular_number(month);
    circular.basis = basis_text(rules_.denominator);
    circular.data_version = loaded.data_version;
    circular.figures = figures_json(loaded.figures).dump();
    circular.sha256 = adapters::sha256_hex(circular.text);
    return draft;
}

CircularId Circulars::issue(store::Connection& db, store::Circular circular, Instant now) const
{
    const bool sends = settings_.approval == Approval::automatic;
    circular.state = sends ? store::CircularState::sent : store::CircularState::draft;
    circular.drafted = now;
    const auto id = store::insert_circular(db, circular);
    TONGBAO_FAILPOINT("circular_kept");
    for (const auto& target : settings_.targets) {
        std::optional<MessageId> message;
        if (sends) {
            store::NewMessage outgoing;
            outgoing.dedup_key = fmt::format("circular:{}:{}:{}", circular.period, circular.kind, target);
            outgoing.kind = circular.kind + "_circular";
            outgoing.target = target;
            outgoing.parts = encode_(target, {circular.number, circular.text});
            message = store::enqueue(db, outgoing, now).id;
        }
        store::add_recipient(db, id, target, message);
    }
    return id;
}

void Circulars::issue_table(store::Connection& db, const Draft& draft, Instant now) const
{
    const auto& circular = draft.circular;
    if (draft.table.empty() || settings_.approval != Approval::automatic)
        return;
    for (const auto& target : settings_.tables) {
        store::NewMessage outgoing;
        outgoing.dedup_key = fmt::format("circular:{}:{}:{}:table", circular.period, circular.kind, target);
        outgoing.kind = circular.kind + "_table";
        outgoing.target = target;
        outgoing.parts = {encode_file_(circular.number + "各单位情况.xlsx", draft.table)};
        store::enqueue(db, outgoing, now);
    }
}

void Circulars::alert(store::Connection& db, const std::string& key, const std::string& text, Instant now) const
{
    if (settings_.operators.empty())
        return;
    store::NewMessage outgoing;
    outgoing.dedup_key = fmt::format("alert:{}:{}", key, settings_.operators);
    outgoing.kind = "alert";
    outgoing.target = settings_.operators;
    outgoing.on_uncertain = store::OnUncertain::resend;
    outgoing.parts = encode_(settings_.operators, {"通报提示", fit_for_group(db, text, settings_.allowed_names)});
    store::enqueue(db, outgoing, now);
}

std::string Circulars::hold_text(const Window& window, const std::string& reason, Instant until) const
{
    const auto time = local_time_of_day(until);
    return templates_.render(TextKind::hold,
                             {{"period_no", circular_number(window)},
                              {"reason", reason},
                              {"until", fmt::format("{}{}时", chinese_day(local_day(until)),
                                                    std::chrono::floor<std::chrono::hours>(time).count())}});
}

int Circulars::compare_again(store::Connection& db, const store::Circular& circular, std::int64_t version,
                             Instant now) const
{
    std::vector<std::string> texts;
    for (const auto& change : changed_since(db, circular, rules_)) {
        const auto text = templates_.render(TextKind::correction, {{"period_no", circular.number},
                                                                   {"unit", change.unit},
                                                                   {"figure", change.figure},
                                                                   {"new", change.now_is},
                                                                   {"old", change.was},
                                                                   {"reason", "数据补录"}});
        if (store::add_correction(db, circular.id, {change.path, change.was, change.now_is, text}, now))
            texts.push_back(text);
    }
    if (!texts.empty())
        alert(db, fmt::format("correction:{}:{}:{}", circular.period, circular.kind, version), correction_notice(texts),
              now);
    store::compared(db, circular.id, version);
    return static_cast<int>(texts.size());
}

int Circulars::record_corrections(store::Connection& db, Instant now) const
{
    const auto version = store::data_version(db);
    int recorded = 0;
    for (const auto& circular : store::circulars_before(db, version, compared_at_once))
        recorded += compare_again(db, circular, version, now);
    return recorded;
}

} // namespace tongbao::bot
