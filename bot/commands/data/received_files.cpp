#include "bot/commands/data/received_files.hpp"

#include "bot/commands/text.hpp"

#include <algorithm>

namespace tongbao::bot {
namespace {

constexpr std::chrono::minutes lifetime{10};
constexpr std::size_t most_files = 8;

std::string number_of(const adapters::FileContent& file)
{
    constexpr std::size_t shown = 6; // of the digest; the prefix keeps it from looking like a day
    return "文件" + file.sha256.substr(0, shown);
}

} // namespace

std::string ReceivedFiles::keep(MemberId member, adapters::FileContent file, Instant now)
{
    files_.erase(member);
    make_room(now);
    auto kept = std::make_shared<const adapters::FileContent>(std::move(file));
    auto number = number_of(*kept);
    files_[member] = {std::move(kept), now};
    return number;
}

ReceivedFiles::File ReceivedFiles::find(MemberId member, std::string_view number, Instant now) const
{
    const auto kept = files_.find(member);
    const bool known = kept != files_.end() && now < kept->second.since + lifetime &&
                       folded(number) == folded(number_of(*kept->second.file));
    return known ? kept->second.file : nullptr;
}

void ReceivedFiles::drop(MemberId member)
{
    files_.erase(member);
}

void ReceivedFiles::make_room(Instant now)
{
    std::erase_if(files_, [&](const auto& each) { return now >= each.second.since + lifetime; });
    if (files_.size() < most_files)
        return;
    files_.erase(std::ranges::min_element(files_, {}, [](const auto& each) { return each.second.since; }));
}

} // namespace tongbao::bot
