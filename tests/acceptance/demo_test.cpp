#include "tests/acceptance/process.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <random>

using namespace tongbao::acceptance;
using namespace std::chrono_literals;
using testing::HasSubstr;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> demo(const fs::path& folder)
{
    return {program(), "demo", "--folder", folder.string()};
}

/// Weekly circulars that the simulated platform showed to the people of a group.
long circulars_in(const fs::path& folder, const std::string& group)
{
    std::ifstream log(folder / "received.jsonl");
    long count = 0;
    for (std::string line; std::getline(log, line);) {
        const auto entry = nlohmann::json::parse(line);
        count += entry["target"] == group && entry["fate"] == "accepted" &&
                 entry["content"].get<std::string>().find("周通报】周通报") != std::string::npos;
    }
    return count;
}

/// The text between the transcript marks of a README, without the fence.
std::string transcript_in(const fs::path& readme)
{
    std::ifstream in(readme);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    const std::string begin = "<!-- transcript -->\n```\n";
    const auto from = text.find(begin) + begin.size();
    return text.substr(from, text.find("```\n<!-- /transcript -->") - from);
}

std::string with_folder(std::string text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

/// The paragraphs in order of their text: both circulars leave at once, so either may be read first.
std::vector<std::string> paragraphs(const std::string& text)
{
    std::vector<std::string> found;
    for (std::size_t from = 0; from < text.size();) {
        auto until = text.find("\n\n【", from);
        until = until == std::string::npos ? text.size() : until;
        found.push_back(text.substr(from, until - from));
        from = until + 2;
    }
    std::ranges::sort(found);
    return found;
}

} // namespace

TEST(Demo, PrintsTheTranscriptOfTheReadme)
{
    const Folder folder;
    const auto finished = run(demo(folder.path() / "demo-data"));
    EXPECT_EQ(finished.code, 0);
    const auto printed = with_folder(finished.output, folder.path().string() + "/", "");
    EXPECT_EQ(paragraphs(printed), paragraphs(transcript_in(source_folder() / "README.md")));
    EXPECT_EQ(paragraphs(printed), paragraphs(transcript_in(source_folder() / "README.zh-CN.md")));
}

TEST(Demo, WhatIsTypedAfterwardsIsSaidInTheGroups)
{
    const Folder folder;
    const auto command = program() + " demo --stay --folder " + (folder.path() / "data").string();
    Process staying(
        {"/bin/bash", "-c", "exec " + command + " < <(printf '查单位 体育学院\n钉钉 查排行 注册 第38周\n')"},
        folder.path() / "output");
    const auto answered = [&] {
        const auto output = staying.output();
        return output.find("\n体育学院 2026年第38周") != std::string::npos &&
               output.find("【注册率排行】2026年第38周") != std::string::npos;
    };
    for (int look = 0; look < 600 && !answered() && !staying.wait_for(100ms); ++look)
        ;
    EXPECT_TRUE(answered()) << staying.output();
    staying.send(SIGTERM);
    EXPECT_EQ(staying.wait_for(30s), 0);
}

TEST(Demo, KilledAtAnyMomentAndRunAgainLosesNothingAndRepeatsNoCircular)
{
    constexpr auto seed = 20260921u;
    constexpr int kills = 5;
    std::mt19937 random(seed);
    for (int kill = 0; kill < kills; ++kill) {
        const auto moment = std::chrono::milliseconds(std::uniform_int_distribution(50, 4500)(random));
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", killed after " << moment.count() << " ms");
        const Folder folder;
        {
            Process first(demo(folder.path() / "data"), folder.path() / "first");
            if (!first.wait_for(moment))
                first.send(SIGKILL);
            first.wait_for(10s);
        }
        const auto again = run(demo(folder.path() / "data"));
        EXPECT_EQ(again.code, 0) << again.output;
        for (const auto* group : {"wecom-admins", "dingtalk-admins"}) {
            const auto circulars = circulars_in(folder.path() / "data", group);
            EXPECT_LE(circulars, 1);
            if (circulars == 0) {
                EXPECT_THAT(again.output, HasSubstr(std::string(group) + "的周通报在中断时正要送出"));
            }
        }
    }
}
