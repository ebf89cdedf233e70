#pragma once

#include "store/connection.hpp"

namespace tongbao::store {

/// 教工, 学生, 离退休, 其他.
enum class Category { staff, student, retired, other };

/// Empty, 正式, 预备, 积极分子, 非党员.
enum class PartyStatus { unknown, full, probationary, activist, none };

/// 领导小组, 秘书处, 协同部门, 书记, 学习管理员, 组织员, 宣传员, 支部书记.
enum class Role {
    leading_group,
    secretariat,
    partner_department,
    secretary,
    study_administrator,
    organiser,
    publicist,
    branch_secretary
};

struct Member {
    MemberId id;
    std::string code; ///< staff or student number, with its leading zeros
    std::string name; ///< as displayed
    std::string phone_tail;
};

/// The primary membership of a member on the days [start, end). Those of one member never overlap.
struct Membership {
    MemberId member;
    UnitId unit;   ///< second-level unit
    UnitId branch; ///< may be none, or the unit itself
    Day start;
    std::optional<Day> end;
    Category category = Category::other;
    PartyStatus party_status = PartyStatus::unknown;
    std::string cadre; ///< several by `|`; not empty: counts as cadre
    std::optional<Day> registered_on;
    friend bool operator==(const Membership&, const Membership&) = default;
};

/// Out of numerator and denominator on the days [start, end).
struct Exemption {
    MemberId member;
    Day start;
    std::optional<Day> end;
    std::string reason; ///< exempt_reason_code
    friend bool operator==(const Exemption&, const Exemption&) = default;
};

/// A role and the unit over which it is held: the school, a second-level unit or a branch.
struct HeldRole {
    Role role;
    UnitId scope;
    friend bool operator==(const HeldRole&, const HeldRole&) = default;
};

/// One membership together with what is known of its member: what an import matches names against.
struct RosterMember {
    MemberId member;
    std::string code;
    std::string name;
    std::string platform_id; ///< empty until learned
    std::string phone_tail;
    UnitId unit;
    UnitId branch;
    Day start;
    std::optional<Day> end;
    Category category = Category::other;
    PartyStatus party_status = PartyStatus::unknown;
    std::string cadre;
    std::optional<Day> registered_on;
};

std::optional<Member> find_member(Connection& db, std::string_view code);
std::optional<Member> find_member(Connection& db, MemberId member);
/// Members of exactly that name, by id.
std::vector<Member> members_named(Connection& db, std::string_view name);
std::optional<MemberId> member_of_platform_id(Connection& db, std::string_view platform_id);

/// The first name of a member, present or past, that is not less than `word` by bytes; "" when there is none.
std::string member_name_from(Connection& db, std::string_view word);
/// True when at least one membership of the unit covers the day. Looks through the memberships.
bool has_members(Connection& db, UnitId unit, Day day);

/// Memberships with at least one day in [from, until), by member and start.
std::vector<RosterMember> roster_between(Connection& db, Day from, Day until);
/// Those of a second-level unit on one day, by code. Looks through the memberships.
std::vector<RosterMember> roster_of_unit(Connection& db, UnitId unit, Day day);
/// All memberships of one member, oldest first.
std::vector<Membership> memberships_of(Connection& db, MemberId member);
std::optional<Membership> membership_on(Connection& db, MemberId member, Day day);
/// All exemptions of one member, oldest first.
std::vector<Exemption> exemptions_of(Connection& db, MemberId member);

/// Roles held on `day`: of the roster rows that cover it, and by command (roles.hpp).
std::vector<HeldRole> roles_of(Connection& db, MemberId member, Day day);
/// Members that hold `role` over `scope` on `day`, by id.
std::vector<MemberId> holders_of(Connection& db, Role role, UnitId scope, Day day);

enum class Learned { now, already, taken_by_other, other_id_known };
/// Remembers which member a platform's numeric id is. A member has one; the first one learned stays until the roster
/// names another.
Learned learn_platform_id(Connection& db, std::string_view platform_id, MemberId member);

} // namespace tongbao::store
