#include "tests/adapters/documented_codes.hpp"

#include "adapters/dingtalk/api_codes.hpp"
#include "adapters/dingtalk/verdicts.hpp"
#include "adapters/wecom/error_codes.hpp"

#include <gtest/gtest.h>

using namespace tongbao;
using namespace tongbao::adapters;

namespace {

std::string wecom_section(const char* heading)
{
    return documents::section(documents::text_of("wecom.md"), heading);
}

std::string dingtalk_section(const char* heading)
{
    return documents::section(documents::text_of("dingtalk.md"), heading);
}

void expect_rows(std::span<const ErrorRow> table, const std::set<int>& codes)
{
    EXPECT_FALSE(codes.empty());
    for (const int code : codes)
        EXPECT_NE(find_row(table, code), nullptr) << code;
}

} // namespace

TEST(DocumentedCodes, AWecomRobotKnowsEachOfItsSection)
{
    expect_rows(wecom::robot_codes(), documents::numbers(documents::column(wecom_section("### 3.6"), 0)));
}

TEST(DocumentedCodes, AWecomBotKnowsEachOfItsSection)
{
    auto codes = documents::numbers(documents::column(wecom_section("### 6.5"), 0));
    expect_rows(wecom::bot_codes(), codes);
}

TEST(DocumentedCodes, AWecomAppKnowsEachOfTheGeneralSection)
{
    expect_rows(wecom::app_codes(), documents::numbers(documents::column(wecom_section("## 9."), 0)));
}

TEST(DocumentedCodes, AWecomTokenRequestKnowsEachThatItsSectionNames)
{
    const auto text = wecom_section("### 4.1");
    const auto from = text.find("Bad credentials:");
    ASSERT_NE(from, std::string::npos);
    expect_rows(wecom::token_codes(), documents::numbers({text.substr(from, text.find("These are", from) - from)}));
}

TEST(DocumentedCodes, ADingtalkWebhookKnowsEachOfItsSection)
{
    auto codes = documents::numbers(documents::column(dingtalk_section("### 1.7"), 0));
    codes.erase(504); // an HTTP status
    EXPECT_GT(codes.size(), 15u);
    for (const int code : codes) {
        const HttpReply reply{200, {}, R"({"errcode":)" + std::to_string(code) + R"(,"errmsg":""})"};
        EXPECT_EQ(dingtalk::read_webhook_verdict(reply).reason.find("not documented"), std::string::npos) << code;
    }
}

TEST(DocumentedCodes, ADingtalkAppKnowsEachOfItsSections)
{
    auto codes = documents::words(documents::column(dingtalk_section("### 2.9"), 1));
    codes.merge(documents::words(documents::column(dingtalk_section("### 2.8"), 3)));
    codes.erase("robotCode.notExsit"); // the end of a code that is listed in full beside it
    EXPECT_GT(codes.size(), 40u);
    for (const auto& code : codes)
        EXPECT_NE(dingtalk::find_code(dingtalk::send_codes(), code), nullptr) << code;
}

/// Its own section, and what the gateway in front of every call answers.
TEST(DocumentedCodes, ADingtalkTokenRequestKnowsEachOfItsSections)
{
    const auto own = dingtalk_section("### 2.1");
    static const std::regex named(R"re("code":"([A-Za-z.]+)"|fails with `([A-Za-z.]+)`)re");
    std::set<std::string> codes;
    for (std::sregex_iterator at(own.begin(), own.end(), named), end; at != end; ++at)
        codes.insert((*at)[1].matched ? (*at)[1] : (*at)[2]);
    EXPECT_EQ(codes.size(), 2u);
    auto of_all_calls = documents::words(documents::column(dingtalk_section("### 2.8"), 3));
    of_all_calls.merge(documents::words(documents::column(dingtalk_section("### 2.9"), 1)));
    for (const auto& code : of_all_calls)
        if (code.starts_with("Forbidden.AccessDenied.") || code.starts_with("system."))
            codes.insert(code);
    codes.erase("Forbidden.AccessDenied.AccessTokenPermissionDenied"); // a request for a token has none
    EXPECT_GT(codes.size(), 6u);
    for (const auto& code : codes)
        EXPECT_NE(dingtalk::find_code(dingtalk::token_codes(), code), nullptr) << code;
}

TEST(DocumentedCodes, AnExactCodeGoesBeforeOneForAllThatBeginSo)
{
    const auto* row = dingtalk::find_code(dingtalk::send_codes(), "invalidParameter.robotCode.notExsit");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->scope, Scope::configuration);
    EXPECT_EQ(dingtalk::find_code(dingtalk::send_codes(), "invalidParameter.token.invalid")->code,
              "invalidParameter.token.invalid");
    EXPECT_EQ(dingtalk::find_code(dingtalk::send_codes(), "never.heard.of"), nullptr);
}
