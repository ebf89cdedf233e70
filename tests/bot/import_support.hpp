#pragma once

#include "bot/import/import.hpp"
#include "store/schema.hpp"
#include "store/units.hpp"
#include "tests/adapters/files_support.hpp"
#include "tests/day.hpp"

#include "adapters/crypto.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tongbao::bot {

/// A small university: 文学院 (two branches, among them namesakes) and 体育学院.
class ImportTest : public testing::Test {
protected:
    ImportTest() : db((folder.path() / "t.db").string()) { store::migrate(db); }

    void organise()
    {
        import(ImportKind::units, "units.csv",
               "unit_code,name,short_names,kind,parent_code,rank_group,secretary_id,active_from,active_to\n"
               "XX,示例大学,本校,学校,,,,2020-09-01,\n"
               "WX,文学院,文学|文院,分党委,XX,,,2020-09-01,\n"
               "WX-01,文学院第1党支部,文学院1支,党支部,WX,,,2020-09-01,\n"
               "WX-02,文学院第2党支部,文学院2支,党支部,WX,,,2020-09-01,\n"
               "TY,体育学院,体院,分党委,XX,,,2020-09-01,\n");
        import(ImportKind::roster, "roster.csv",
               "member_id,name,unit_code,branch_code,category,party_status,registered_on,start,end,status,phone_tail\n"
               "0001,张三,WX,WX-01,教工,正式,2025-09-10,2025-09-01,,active,1111\n"
               "0002,李四,WX,WX-01,教工,正式,2025-09-10,2025-09-01,,active,2222\n"
               "0003,王五,WX,WX-01,教工,正式,,2025-09-01,,active,3333\n"
               "0004,王五,WX,WX-02,教工,正式,2025-09-10,2025-09-01,,active,4444\n"
               "0005,张三,TY,,学生,正式,2025-09-10,2025-09-01,,active,5555\n"
               "0006,阿依·古丽,TY,,学生,正式,2025-09-10,2025-09-01,,active,6666\n"
               "0007,赵六,TY,,学生,正式,2025-09-10,2025-09-01,2026-09-16,active,7777\n"
               "0007,赵六,WX,WX-02,学生,正式,2025-09-10,2026-09-16,,active,7777\n");
    }

    PreparedImport prepare(ImportKind kind, const std::string& name, const std::string& bytes)
    {
        const adapters::FileContent file{name, bytes, adapters::sha256_hex(bytes)};
        return prepare_import(db, file, kind, options, settings, today);
    }
    ImportReport preview(const std::string& name, const std::string& bytes)
    {
        return prepare(ImportKind::activity, name, bytes).report;
    }
    /// Prepares and, where it may, commits in one transaction.
    ImportReport import(ImportKind kind, const std::string& name, const std::string& bytes)
    {
        auto prepared = prepare(kind, name, bytes);
        if (!prepared.may_commit())
            return prepared.report;
        store::Transaction transaction(db);
        auto report = commit_import(db, std::move(prepared), now, {});
        transaction.commit();
        return report;
    }
    ImportReport import(const std::string& name, const std::string& bytes)
    {
        return import(ImportKind::activity, name, bytes);
    }
    MemberId member(const std::string& code) { return store::find_member(db, code).value().id; }
    /// Points of a member on a day; -1 without a row.
    int points(const std::string& code, Day on)
    {
        const auto rows = store::activity_of(db, member(code), on, on + std::chrono::days{1});
        return rows.empty() ? -1 : rows.front().points;
    }
    bool covered(const std::string& unit, Day on)
    {
        const auto id = store::find_unit(db, unit).value().id;
        const auto days = store::coverage(db, {WindowKind::week, on, on + std::chrono::days{1}});
        return std::any_of(days.begin(), days.end(), [&](const auto& covered) { return covered.unit == id; });
    }
    std::int64_t count(const std::string& table)
    {
        auto query = db.prepare("SELECT COUNT(*) FROM " + table);
        query.step();
        return query.integer(0);
    }

    adapters::TemporaryFolder folder;
    store::Connection db;
    ImportOptions options;
    ImportSettings settings;
    Day today = day(2026, 9, 21);
    Instant now = std::chrono::sys_days{std::chrono::days{today.time_since_epoch().count()}};
};

inline const Finding* finding_with(const ImportReport& report, Code code)
{
    for (const auto& finding : report.findings)
        if (finding.code == code)
            return &finding;
    return nullptr;
}

} // namespace tongbao::bot
