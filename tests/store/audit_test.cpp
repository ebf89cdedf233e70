#include "store/audit.hpp"

#include "tests/store/organisation.hpp"

using namespace tongbao;
using namespace tongbao::store;
using std::chrono::seconds;

class AuditTest : public OrganisationTest {
protected:
    AuditTest() { roster({row("A01"), row("M01"), row("M02")}); }
    Instant now_{seconds{1'790'000'000}};

    AuditEntry entry(const std::string& by, const std::string& command, const std::string& about, seconds after = {})
    {
        return {now_ + after,  member(by),  "wecom",     command, "成员" + about,
                member(about), "第1党支部", "第2党支部", "A",     wx_};
    }
};

TEST_F(AuditTest, EntryIsReadBackWhole)
{
    const auto written = entry("A01", "名册 调动", "M01");
    record_audit(db_, written);
    EXPECT_EQ(audit_entries(db_, {}), std::vector{written});
}

TEST_F(AuditTest, EntryOfTheCommandLineHasNoPersonAndNoScope)
{
    record_audit(db_, {now_, {}, "cli", "群 发码", "单位WX", {}, "", "", "", {}});
    const auto found = audit_entries(db_, {});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_FALSE(found[0].member);
    EXPECT_FALSE(found[0].scope);
}

TEST_F(AuditTest, NewestComesFirstAndTheLimitHolds)
{
    for (int i = 0; i < 3; ++i)
        record_audit(db_, entry("A01", "查个人", "M01", seconds{i}));
    const auto found = audit_entries(db_, {.limit = 2});
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].at, now_ + seconds{2});
    EXPECT_EQ(count_audit_entries(db_, {.limit = 2}), 3);
}

TEST_F(AuditTest, AskedByWhoAboutWhomWhatAndWhen)
{
    record_audit(db_, entry("A01", "名册 调动", "M01"));
    record_audit(db_, entry("A01", "查个人", "M02", seconds{10}));
    record_audit(db_, entry("M02", "我的数据", "M02", seconds{20}));
    EXPECT_EQ(count_audit_entries(db_, {.person = member("A01")}), 2);
    EXPECT_EQ(count_audit_entries(db_, {.person = member("M02")}), 2);
    EXPECT_EQ(count_audit_entries(db_, {.subject = member("M02")}), 2);
    EXPECT_EQ(count_audit_entries(db_, {.command = "名册"}), 1);
    EXPECT_EQ(count_audit_entries(db_, {.command = "名册 调动"}), 1);
    EXPECT_EQ(count_audit_entries(db_, {.command = "名"}), 0);
    EXPECT_EQ(count_audit_entries(db_, {.from = now_ + seconds{10}, .until = now_ + seconds{20}}), 1);
}

TEST_F(AuditTest, PurgeForgetsWhatIsOlder)
{
    record_audit(db_, entry("A01", "查个人", "M01"));
    record_audit(db_, entry("A01", "查个人", "M02", seconds{10}));
    EXPECT_EQ(purge_audit(db_, now_ + seconds{10}), 1);
    EXPECT_EQ(count_audit_entries(db_, {}), 1);
}
