#include "tests/simulator/receive_log.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace tongbao::simulator {
namespace {

using nlohmann::json;

constexpr std::array<std::string_view, 4> fates{"accepted", "refused", "ignored", "duplicate"};

Received from_json(const json& line)
{
    Received entry;
    entry.at = InstantMs(std::chrono::milliseconds(line.at("at_ms").get<std::int64_t>()));
    entry.platform = line.at("platform");
    entry.route = line.at("route");
    entry.target = line.at("target");
    entry.chat = line.at("chat");
    entry.msgtype = line.at("msgtype");
    entry.content = line.at("content");
    entry.notified = line.at("notified").get<std::vector<std::string>>();
    entry.body = line.at("body");
    const auto fate = std::find(fates.begin(), fates.end(), line.at("fate").get<std::string>());
    if (fate == fates.end())
        throw std::runtime_error("receive log: unknown fate");
    entry.fate = static_cast<Fate>(fate - fates.begin());
    entry.code = line.at("code");
    entry.reason = line.at("reason");
    return entry;
}

struct WholeLines {
    std::vector<Received> entries;
    std::uintmax_t bytes = 0;
};

WholeLines read_whole_lines(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    WholeLines lines;
    for (std::string line; std::getline(file, line) && !file.eof(); lines.bytes += line.size() + 1)
        lines.entries.push_back(from_json(json::parse(line)));
    return lines;
}

/// Cuts the file after the last whole line.
std::vector<Received> read_again(const std::filesystem::path& path)
{
    auto lines = read_whole_lines(path);
    if (std::filesystem::exists(path))
        std::filesystem::resize_file(path, lines.bytes);
    return std::move(lines.entries);
}

} // namespace

struct ReceiveLog::File {
    int descriptor;

    explicit File(const std::filesystem::path& path)
        : descriptor(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600))
    {
        if (descriptor < 0)
            throw std::system_error(errno, std::generic_category(), "receive log " + path.string());
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() { close(descriptor); }

    /// write() hands the line to the kernel: it survives a kill of this process, though not of the machine.
    void append(std::string_view line) const
    {
        while (!line.empty()) {
            const auto written = write(descriptor, line.data(), line.size());
            if (written < 0)
                throw std::system_error(errno, std::generic_category(), "receive log");
            line.remove_prefix(static_cast<std::size_t>(written));
        }
    }
};

ReceiveLog::ReceiveLog() = default;

ReceiveLog::ReceiveLog(std::filesystem::path file) : entries_(read_again(file)), file_(std::make_unique<File>(file)) {}

ReceiveLog::ReceiveLog(ReceiveLog&&) noexcept = default;
ReceiveLog& ReceiveLog::operator=(ReceiveLog&&) noexcept = default;
ReceiveLog::~ReceiveLog() = default;

void ReceiveLog::add(Received entry)
{
    if (file_)
        file_->append(to_json_line(entry) + "\n");
    entries_.push_back(std::move(entry));
    if (listener_)
        listener_(entries_.back());
}

std::vector<Received> ReceiveLog::of(std::string_view target) const
{
    std::vector<Received> found;
    std::copy_if(entries_.begin(), entries_.end(), std::back_inserter(found),
                 [&](const Received& entry) { return entry.target == target; });
    return found;
}

std::vector<Received> ReceiveLog::accepted_by(std::string_view target) const
{
    auto found = of(target);
    std::erase_if(found, [](const Received& entry) { return entry.fate != Fate::accepted; });
    return found;
}

std::vector<Received> read_receive_log(const std::filesystem::path& file)
{
    return read_whole_lines(file).entries;
}

std::string_view name_of(Fate fate)
{
    return fates.at(static_cast<std::size_t>(fate));
}

std::string to_json_line(const Received& entry)
{
    const json line{{"at_ms", entry.at.time_since_epoch().count()},
                    {"platform", entry.platform},
                    {"route", entry.route},
                    {"target", entry.target},
                    {"chat", entry.chat},
                    {"msgtype", entry.msgtype},
                    {"content", entry.content},
                    {"notified", entry.notified},
                    {"body", entry.body},
                    {"fate", name_of(entry.fate)},
                    {"code", entry.code},
                    {"reason", entry.reason}};
    // Bodies are whatever a client sent, so bytes that are no UTF-8 are replaced rather than refused.
    return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace tongbao::simulator
