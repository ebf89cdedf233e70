#include "store/members.hpp"

namespace tongbao::store {
namespace {

std::optional<Member> read_member(Statement query)
{
    if (!query.step())
        return std::nullopt;
    return Member{query.id<MemberId>(0), query.text(1), query.text(2), query.text(3)};
}

Membership read_membership(Statement& row)
{
    Membership membership;
    membership.member = row.id<MemberId>(0);
    membership.start = row.day(1);
    membership.end = row.optional_day(2);
    membership.unit = row.id<UnitId>(3);
    membership.branch = row.id<UnitId>(4);
    membership.category = static_cast<Category>(row.integer(5));
    membership.party_status = static_cast<PartyStatus>(row.integer(6));
    membership.cadre = row.text(7);
    membership.registered_on = row.optional_day(8);
    return membership;
}

constexpr std::string_view roster_columns =
    "SELECT s.member, s.start_day, s.end_day, s.unit, s.branch, s.category, s.party_status, s.cadre, s.registered_on, "
    "m.code, m.name, m.phone_tail, m.platform_id FROM membership s JOIN member m ON m.id = s.member ";

std::vector<RosterMember> read_roster(Statement& query)
{
    std::vector<RosterMember> found;
    while (query.step()) {
        auto membership = read_membership(query);
        RosterMember& row = found.emplace_back();
        row.member = membership.member;
        row.code = query.text(9);
        row.name = query.text(10);
        row.phone_tail = query.text(11);
        row.platform_id = query.text(12);
        row.unit = membership.unit;
        row.branch = membership.branch;
        row.start = membership.start;
        row.end = membership.end;
        row.category = membership.category;
        row.party_status = membership.party_status;
        row.cadre = std::move(membership.cadre);
        row.registered_on = membership.registered_on;
    }
    return found;
}

/// Roles (role, scope, member) on day $1: what the roster states and nobody took away since, and what was given to
/// somebody who is still in the same unit. The conditions choose among rows `r` and `c`.
std::string held_where(const std::string& of_roster, const std::string& of_command)
{
    return "SELECT r.role, r.scope, r.member FROM held_role r "
           "JOIN membership s ON s.member = r.member AND s.start_day = r.start_day "
           "WHERE s.start_day <= $1 AND (s.end_day IS NULL OR s.end_day > $1) "
           "AND NOT EXISTS (SELECT 1 FROM role_change c WHERE c.member = r.member AND c.role = r.role "
           "AND c.scope = r.scope AND c.granted = 0 AND c.start_day >= s.start_day AND c.start_day <= $1 "
           "AND (c.end_day IS NULL OR c.end_day > $1)) AND " +
           of_roster +
           " UNION SELECT c.role, c.scope, c.member FROM role_change c "
           "JOIN membership s ON s.member = c.member AND s.unit = c.unit WHERE c.granted = 1 "
           "AND c.start_day <= $1 AND (c.end_day IS NULL OR c.end_day > $1) "
           "AND s.start_day <= $1 AND (s.end_day IS NULL OR s.end_day > $1) AND " +
           of_command + " ORDER BY 1, 2, 3";
}

} // namespace

std::optional<Member> find_member(Connection& db, std::string_view code)
{
    auto query = db.prepare("SELECT id, code, name, phone_tail FROM member WHERE code = $1");
    query.bind(code);
    return read_member(std::move(query));
}

std::optional<Member> find_member(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT id, code, name, phone_tail FROM member WHERE id = $1");
    query.bind(member);
    return read_member(std::move(query));
}

std::vector<Member> members_named(Connection& db, std::string_view name)
{
    auto query = db.prepare("SELECT id, code, name, phone_tail FROM member WHERE name = $1 ORDER BY id");
    query.bind(name);
    std::vector<Member> found;
    while (query.step())
        found.push_back({query.id<MemberId>(0), query.text(1), query.text(2), query.text(3)});
    return found;
}

std::optional<MemberId> member_of_platform_id(Connection& db, std::string_view platform_id)
{
    auto query = db.prepare("SELECT id FROM member WHERE platform_id = $1");
    query.bind(platform_id);
    return query.step() ? std::optional(query.id<MemberId>(0)) : std::nullopt;
}

std::string member_name_from(Connection& db, std::string_view word)
{
    auto query = db.prepare("SELECT name FROM member WHERE name >= $1 ORDER BY name LIMIT 1");
    return query.bind(word).step() ? query.text(0) : "";
}

bool has_members(Connection& db, UnitId unit, Day day)
{
    auto query = db.prepare("SELECT 1 FROM membership WHERE unit = $1 AND start_day <= $2 "
                            "AND (end_day IS NULL OR end_day > $2) LIMIT 1");
    return query.bind(unit, day).step();
}

std::vector<RosterMember> roster_between(Connection& db, Day from, Day until)
{
    auto query = db.prepare(std::string(roster_columns) +
                            "WHERE s.start_day < $2 AND (s.end_day IS NULL OR s.end_day > $1) "
                            "AND (s.end_day IS NULL OR s.end_day > s.start_day) ORDER BY s.member, s.start_day");
    query.bind(from, until);
    return read_roster(query);
}

std::vector<RosterMember> roster_of_unit(Connection& db, UnitId unit, Day day)
{
    auto query = db.prepare(std::string(roster_columns) +
                            "WHERE s.unit = $1 AND s.start_day <= $2 AND (s.end_day IS NULL OR s.end_day > $2) "
                            "ORDER BY m.code");
    query.bind(unit, day);
    return read_roster(query);
}

std::vector<Membership> memberships_of(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT member, start_day, end_day, unit, branch, category, party_status, cadre, "
                            "registered_on FROM membership WHERE member = $1 ORDER BY start_day");
    query.bind(member);
    std::vector<Membership> found;
    while (query.step())
        found.push_back(read_membership(query));
    return found;
}

std::optional<Membership> membership_on(Connection& db, MemberId member, Day day)
{
    auto query = db.prepare("SELECT member, start_day, end_day, unit, branch, category, party_status, cadre, "
                            "registered_on FROM membership WHERE member = $1 AND start_day <= $2 "
                            "AND (end_day IS NULL OR end_day > $2)");
    query.bind(member, day);
    return query.step() ? std::optional(read_membership(query)) : std::nullopt;
}

std::vector<Exemption> exemptions_of(Connection& db, MemberId member)
{
    auto query = db.prepare("SELECT start_day, end_day, reason FROM exemption WHERE member = $1 ORDER BY start_day");
    query.bind(member);
    std::vector<Exemption> found;
    while (query.step())
        found.push_back({member, query.day(0), query.optional_day(1), query.text(2)});
    return found;
}

std::vector<HeldRole> roles_of(Connection& db, MemberId member, Day day)
{
    auto query = db.prepare(held_where("r.member = $2", "c.member = $2"));
    query.bind(day, member);
    std::vector<HeldRole> found;
    while (query.step())
        found.push_back({static_cast<Role>(query.integer(0)), query.id<UnitId>(1)});
    return found;
}

std::vector<MemberId> holders_of(Connection& db, Role role, UnitId scope, Day day)
{
    auto query = db.prepare(held_where("r.role = $2 AND r.scope = $3", "c.role = $2 AND c.scope = $3"));
    query.bind(day, static_cast<int>(role), scope);
    std::vector<MemberId> found;
    while (query.step())
        found.push_back(query.id<MemberId>(2));
    return found;
}

Learned learn_platform_id(Connection& db, std::string_view platform_id, MemberId member)
{
    if (const auto known = member_of_platform_id(db, platform_id))
        return *known == member ? Learned::already : Learned::taken_by_other;
    db.run("UPDATE member SET platform_id = $2 WHERE id = $1 AND platform_id IS NULL", member, platform_id);
    return db.changes() > 0 ? Learned::now : Learned::other_id_known;
}

} // namespace tongbao::store
