#include "store/audit.hpp"
#include "store/bindings.hpp"
#include "tests/bot/import_support.hpp"

using namespace tongbao;
using namespace tongbao::bot;

class ImportBindings : public ImportTest {
protected:
    ImportBindings() { organise(); }
    const std::string head = "platform,user_id,member_id\n";

    ImportReport bindings(const std::string& rows) { return import(ImportKind::bindings, "b.csv", head + rows); }
    std::optional<MemberId> bound(const char* platform, const char* user)
    {
        return store::bound_member(db, platform, user, now);
    }
    void expect_refused(const std::string& rows, Code code, std::uint32_t row)
    {
        const auto report = bindings(rows);
        EXPECT_TRUE(report.refused) << to_text(report);
        const auto* finding = finding_with(report, code);
        ASSERT_TRUE(finding) << to_text(report);
        EXPECT_EQ(finding->row, row);
        EXPECT_FALSE(bound("wecom", "zhang"));
    }
};

TEST_F(ImportBindings, AccountsAreBoundFromTheImportOn)
{
    const auto report = bindings("wecom,zhang,0001\ndingtalk,manager42,0002\n");
    EXPECT_TRUE(report.committed) << to_text(report);
    EXPECT_EQ(report.added, 2);
    EXPECT_EQ(bound("wecom", "zhang"), member("0001"));
    EXPECT_EQ(bound("dingtalk", "manager42"), member("0002"));
    EXPECT_FALSE(bound("dingtalk", "zhang"));
    EXPECT_TRUE(store::notice_owed(db, "wecom", "zhang"));
    EXPECT_FALSE(store::bound_member(db, "wecom", "zhang", now - std::chrono::seconds{1}));
}

TEST_F(ImportBindings, PreviewBindsNobody)
{
    const auto prepared = prepare(ImportKind::bindings, "b.csv", head + "wecom,zhang,0001\n");
    EXPECT_TRUE(prepared.may_commit());
    EXPECT_EQ(prepared.report.ready, 1);
    EXPECT_FALSE(bound("wecom", "zhang"));
}

TEST_F(ImportBindings, LaterFileRebindsAndLeavesTheRest)
{
    bindings("wecom,zhang,0001\nwecom,li,0002\n");
    now += std::chrono::hours{1};
    const auto report = bindings("wecom,zhang,0003\nwecom,li,0002\n");
    EXPECT_EQ(report.replaced, 1);
    EXPECT_EQ(report.unchanged, 1);
    EXPECT_EQ(bound("wecom", "zhang"), member("0003"));
    EXPECT_EQ(store::bound_member(db, "wecom", "zhang", now - std::chrono::minutes{1}), member("0001"));
}

TEST_F(ImportBindings, AnyFaultRefusesTheFileAndNamesItsPlace)
{
    expect_refused("wecom,zhang,0001\nwecom,li,9999\n", Code::NAME0, 3);
    expect_refused("wecom,zhang,0001\nwecom,zhang,0002\n", Code::DUP, 3);
    expect_refused("wecom,zhang,0001\nfeishu,li,0002\n", Code::COL, 3);
    expect_refused("wecom,zhang,0001\nwecom,,0002\n", Code::COL, 3);
    expect_refused("wecom,zhang,0001\nwecom,=cmd,0002\n", Code::FORM, 3);
    EXPECT_TRUE(import(ImportKind::bindings, "c.csv", "platform,user_id\nwecom,zhang\n").refused);
}

TEST_F(ImportBindings, ImportIsLogged)
{
    bindings("wecom,zhang,0001\n");
    const auto entries = store::audit_entries(db, {});
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].object, "导入文件b.csv");
    EXPECT_EQ(entries[0].after, "新增1个，改绑0个");
}
