#include "bot/retention.hpp"

#include "adapters/crypto.hpp"
#include "bot/erased_numbers.hpp"
#include "bot/windows.hpp"
#include "store/audit.hpp"
#include "store/cards.hpp"
#include "store/erasure.hpp"
#include "store/requests.hpp"

namespace tongbao::bot {
namespace {

constexpr const char* schedule_name = "retention";
constexpr int days_in_a_bite = 7; ///< of records: 10 000 members are 70 000 rows, about half a second
constexpr int bodies_in_a_bite = 2'000;
constexpr int persons_in_a_bite = 100;
constexpr std::chrono::minutes noticeable_delay{15};

std::int64_t erase_left(store::Connection& db, Day left_by, Instant now)
{
    const auto members = store::members_left(db, left_by, persons_in_a_bite);
    for (const auto member : members)
        erase(db, member, now);
    return static_cast<std::int64_t>(members.size());
}

store::Occurrence run_of(Day day, Instant due, Instant now)
{
    const bool late = now > due + noticeable_delay;
    return {schedule_name, iso_date(day), due, late ? store::OccurrenceState::late : store::OccurrenceState::ran, "",
            now,           std::nullopt};
}

} // namespace

Day months_before(Day day, int months)
{
    const std::chrono::year_month_day date{day};
    const auto month = date.year() / date.month() - std::chrono::months{months};
    const std::chrono::year_month_day wanted{month.year(), month.month(), date.day()};
    return wanted.ok() ? Day{std::chrono::local_days{wanted}} : Day{std::chrono::local_days{month / std::chrono::last}};
}

std::optional<Retention::Step> Retention::step(store::Connection& db, Instant now) const
{
    const auto today = local_day(now);
    const auto due = at_local(today, settings_.at);
    if (!settings_.enabled || now < due || store::find_occurrence(db, schedule_name, iso_date(today)))
        return std::nullopt;
    Step step;
    step.removed = remove(db, now);
    step.done = step.removed.total() == 0;
    if (step.done)
        store::save_occurrence(db, run_of(today, due, now));
    return step;
}

RetentionCounts Retention::remove(store::Connection& db, Instant now) const
{
    const auto today = local_day(now);
    const auto before = [&](int months) { return at_local(months_before(today, months), std::chrono::minutes{0}); };
    RetentionCounts removed;
    removed.activity_rows = store::forget_activity(db, months_before(today, settings_.activity_months), days_in_a_bite);
    removed.message_texts =
        store::erase_bodies(db, before(settings_.message_months), bodies_in_a_bite, adapters::sha256_hex);
    removed.persons = erase_left(db, months_before(today, settings_.left_member_months), now);
    removed.accounts =
        store::forget_accounts(db, before(settings_.account_months), months_before(today, settings_.account_months));
    removed.cards = store::forget_cards(db, before(settings_.account_months));
    removed.requests = store::forget_requests(db, before(settings_.request_months));
    removed.command_log = store::purge_audit(db, before(settings_.command_log_months));
    return removed;
}

} // namespace tongbao::bot
