#include "tests/acceptance/faults/fault_test.hpp"

/// Texts whose cut falls on something that must not be torn. The platforms refuse what is a byte too long and what is
/// no UTF-8; tests/adapters sweeps every length of every kind of message.
namespace tongbao::acceptance {
namespace {

constexpr const char* family = "👨‍👩‍👧‍👦"; // seven code points that people see as one
constexpr const char* filler = "学";

int count(const std::string& text, const std::string& what)
{
    int found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size()))
        ++found;
    return found;
}

/// The family ends at byte `size` of the text.
std::string text_around(std::size_t size)
{
    std::string text;
    const auto before = size - std::string(family).size();
    while (text.size() + std::string(filler).size() <= before)
        text += filler;
    text.append(before - text.size(), '.');
    return text + family + "尾声";
}

/// A text of its own group for each length, hours in seconds.
class LengthTest : public FaultTest {
protected:
    LengthTest() : FaultTest({.clock_rate = 600}) {}

    struct Case {
        std::string group;
        std::string text;
    };
    void add(const std::string& platform, std::size_t first, std::size_t last, std::size_t step)
    {
        for (auto size = first; size <= last; size += step) {
            const auto group = platform + std::to_string(size);
            place.add_group(group);
            place.put({{.key = group, .group = group, .texts = {text_around(size)}, .resend = false}});
            cases.push_back({group, text_around(size)});
        }
    }
    std::vector<Case> cases;
};

TEST_F(LengthTest, EveryPartIsAcceptedNothingIsTornAndTheWholeArrives)
{
    add("wecom-", 2044, 2056, 1);         // 2048 bytes of content
    add("dingtalk-", 19'900, 19'996, 12); // 20 000 bytes of body
    const auto service = place.start();
    ASSERT_TRUE(all_end_within(std::chrono::seconds(90))) << place.log();
    int in_parts = 0;
    for (const auto& [group, text] : cases) {
        SCOPED_TRACE(group);
        EXPECT_EQ(message(group).state, "sent") << message(group).reason;
        int families = 0;
        int fillers = 0;
        const auto parts = platforms.received(group);
        for (const auto& part : parts) {
            families += count(part.content, family);
            fillers += count(part.content, filler);
        }
        EXPECT_EQ(families, 1);
        EXPECT_EQ(fillers, count(text, filler));
        in_parts += parts.size() > 1 ? 1 : 0;
    }
    EXPECT_GT(in_parts, 0);
    EXPECT_LT(in_parts, static_cast<int>(cases.size()));
    EXPECT_EQ(reconcile_and_report(47, static_cast<int>(cases.size())).repeated, 0);
}

} // namespace
} // namespace tongbao::acceptance
