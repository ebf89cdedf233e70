#include "store/erasure.hpp"

#include "store/cards.hpp"
#include "store/outbox.hpp"
#include "store/settings.hpp"

#include <algorithm>

namespace tongbao::store {
namespace {

constexpr const char* first_kept_key = "first_kept_day";
constexpr const char* salt_key = "erasure_salt";
constexpr const char* erased_name = "（已注销）";

/// The earliest day that has a record of a person.
std::optional<Day> earliest_day(Connection& db)
{
    auto query = db.prepare("SELECT min(day) FROM (SELECT min(day) AS day FROM activity "
                            "UNION ALL SELECT min(day) FROM activity_history "
                            "UNION ALL SELECT min(last_day) FROM activity_span "
                            "UNION ALL SELECT min(day) FROM queued_row)");
    return query.step() && !query.null(0) ? std::optional(query.day(0)) : std::nullopt;
}

template <class IdType>
std::vector<IdType> ids_of(Statement query)
{
    std::vector<IdType> found;
    while (query.step())
        found.push_back(query.id<IdType>(0));
    return found;
}

/// Recipients keep their verdicts under a number.
void erase_recipients(Connection& db, PartId part)
{
    auto query = db.prepare("SELECT r.attempt, r.recipient FROM attempt_recipient r JOIN attempt a ON a.id = r.attempt "
                            "WHERE a.part = $1 ORDER BY r.attempt, r.recipient");
    query.bind(part);
    std::vector<std::pair<AttemptId, std::string>> found;
    while (query.step())
        found.emplace_back(query.id<AttemptId>(0), query.text(1));
    query.reset();
    int number = 0;
    for (const auto& [attempt, recipient] : found)
        db.run("UPDATE attempt_recipient SET recipient = $3 WHERE attempt = $1 AND recipient = $2", attempt, recipient,
               "erased-" + std::to_string(++number));
}

void erase_body(Connection& db, PartId part, const Digest& digest)
{
    auto query = db.prepare("SELECT body FROM part WHERE id = $1");
    query.bind(part);
    query.step();
    const auto sha256 = digest(query.view(0));
    query.reset();
    db.run("UPDATE part SET body = '', body_sha256 = $2 WHERE id = $1", part, sha256);
    db.run("DELETE FROM addressee WHERE message = (SELECT message FROM part WHERE id = $1)", part);
    db.run("UPDATE message SET address = $2 WHERE id = (SELECT message FROM part WHERE id = $1) AND address <> ''",
           part, erased_address);
    erase_recipients(db, part);
}

} // namespace

std::optional<Day> first_kept_day(Connection& db)
{
    const auto value = setting(db, first_kept_key);
    return value ? std::optional(Day{std::chrono::days{std::stoll(*value)}}) : std::nullopt;
}

std::int64_t forget_activity(Connection& db, Day first_kept, int most_days)
{
    const auto earliest = earliest_day(db);
    if (!earliest || *earliest >= first_kept)
        return 0;
    const auto until = std::min(first_kept, *earliest + std::chrono::days{most_days});
    if (const auto known = first_kept_day(db); !known || *known < until)
        save_setting(db, first_kept_key, std::to_string(until.time_since_epoch().count()));
    std::int64_t removed = 0;
    for (const auto* statement :
         {"DELETE FROM activity WHERE day < $1", "DELETE FROM activity_history WHERE day < $1",
          "DELETE FROM activity_span WHERE last_day < $1", "DELETE FROM queued_row WHERE day < $1",
          "DELETE FROM activation_doubt WHERE day < $1"}) {
        db.run(statement, until);
        removed += db.changes();
    }
    // The newest total of a member is what the next file is compared with.
    db.run("DELETE FROM running_total WHERE day < $1 AND EXISTS (SELECT 1 FROM running_total n "
           "WHERE n.member = running_total.member AND n.series = running_total.series "
           "AND n.day > running_total.day)",
           until);
    return removed + db.changes();
}

std::int64_t erase_bodies(Connection& db, Instant ended_before, int most, const Digest& digest)
{
    auto query = db.prepare("SELECT p.id FROM part p JOIN message m ON m.id = p.message "
                            "WHERE m.ended_at < $1 AND p.body_sha256 IS NULL ORDER BY p.id LIMIT $2");
    query.bind(ended_before, most);
    const auto parts = ids_of<PartId>(std::move(query));
    for (const auto part : parts)
        erase_body(db, part, digest);
    return static_cast<std::int64_t>(parts.size());
}

std::int64_t forget_accounts(Connection& db, Instant ended_before, Day seen_before)
{
    std::int64_t removed = 0;
    for (const auto* statement :
         {"DELETE FROM binding WHERE until < $1", "DELETE FROM bind_code WHERE expires < $1",
          "DELETE FROM bind_failure WHERE at < $1", "DELETE FROM pending_plan WHERE expires < $1"}) {
        db.run(statement, ended_before);
        removed += db.changes();
    }
    db.run("DELETE FROM stranger_told WHERE day < $1", seen_before);
    return removed + db.changes();
}

std::vector<MemberId> members_left(Connection& db, Day left_by, int most)
{
    auto query = db.prepare("SELECT m.id FROM member m WHERE NOT EXISTS (SELECT 1 FROM erased_member e WHERE "
                            "e.member = m.id) AND EXISTS (SELECT 1 FROM membership s WHERE s.member = m.id) "
                            "AND NOT EXISTS (SELECT 1 FROM membership s WHERE s.member = m.id AND "
                            "(s.end_day IS NULL OR s.end_day > $1)) ORDER BY m.id LIMIT $2");
    query.bind(left_by, most);
    return ids_of<MemberId>(std::move(query));
}

void erase_accounts(Connection& db, MemberId member, const Digest& digest)
{
    auto query = db.prepare("SELECT p.id FROM part p JOIN message m ON m.id = p.message "
                            "WHERE m.ended_at IS NOT NULL AND p.body_sha256 IS NULL "
                            "AND (m.id IN (SELECT message FROM addressee WHERE member = $1) "
                            "     OR m.address IN (SELECT user_id FROM binding WHERE member = $1)) ORDER BY p.id");
    query.bind(member);
    for (const auto part : ids_of<PartId>(std::move(query)))
        erase_body(db, part, digest);
    db.run("DELETE FROM pending_plan WHERE EXISTS (SELECT 1 FROM binding b WHERE b.member = $1 AND b.platform = "
           "pending_plan.platform AND b.user_id = pending_plan.user_id)",
           member);
    db.run("DELETE FROM bind_code WHERE member = $1", member);
    db.run("DELETE FROM binding WHERE member = $1", member);
}

void erase_person(Connection& db, MemberId member, std::string_view code_digest, const Digest& digest, Instant now)
{
    erase_accounts(db, member, digest);
    // Rows that wait for a person to say whose they are may be this person's, by the name that still stands here.
    db.run("DELETE FROM queued_row WHERE name = (SELECT name FROM member WHERE id = $1)", member);
    db.run("UPDATE queued_row SET name = '', unit_text = '', platform_id = '', phone_tail = '' WHERE member = $1",
           member);
    db.run("UPDATE member SET name = $2, code = $3, phone_tail = '', platform_id = NULL WHERE id = $1", member,
           erased_name, "erased-" + std::to_string(member.value));
    forget_cards_of(db, member);
    db.run("UPDATE request SET text = '', answer = '', decided_at = coalesce(decided_at, $2), "
           "granted = coalesce(granted, 1) WHERE member = $1",
           member, now);
    db.run("DELETE FROM running_total WHERE member = $1", member);
    db.run("DELETE FROM activation_doubt WHERE member = $1", member);
    db.run("UPDATE exemption SET reason = '' WHERE member = $1", member);
    // That somebody looked or changed something stays; what was written about the person does not.
    db.run("UPDATE audit SET object = '', before = '', after = '' WHERE subject = $1", member);
    db.run("INSERT INTO erased_member (code_digest, member, erased_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
           code_digest, member, now);
}

std::optional<Instant> erased_at(Connection& db, std::string_view code_digest)
{
    auto query = db.prepare("SELECT erased_at FROM erased_member WHERE code_digest = $1");
    query.bind(code_digest);
    return query.step() ? std::optional(query.instant(0)) : std::nullopt;
}

std::optional<std::string> erasure_salt(Connection& db)
{
    return setting(db, salt_key);
}

std::string keep_erasure_salt(Connection& db, const std::string& salt)
{
    save_setting(db, salt_key, salt);
    return salt;
}

} // namespace tongbao::store
