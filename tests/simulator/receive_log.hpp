#pragma once

#include "store/vocabulary.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace tongbao::simulator {

/// What the platform did with a request.
enum class Fate {
    accepted,  ///< people can read it
    refused,   ///< answered with the code
    ignored,   ///< never looked at: the connection was reset, or the answer was scripted without a verdict
    duplicate, ///< answered as a success, but people see no second copy
};

/// One request that reached a sending route.
struct Received {
    InstantMs at;
    std::string platform; ///< "wecom" or "dingtalk"
    std::string route;    ///< the path
    std::string target;   ///< the configured name of the robot, chat or app; the key itself when it is unknown
    std::string chat;     ///< the group in which people read it; empty one-to-one
    std::string msgtype;
    std::string content;               ///< what people read
    std::vector<std::string> notified; ///< whom it alerts: mentioned people, or the recipients of a one-to-one message
    std::string body;                  ///< as it arrived
    Fate fate = Fate::ignored;
    int code = 0; ///< the platform's error code, or the HTTP status of a scripted failure
    std::string reason;
};

/// Everything received, in order of arrival. With a file, each entry is one JSON line that is written before the answer
/// leaves, so that it outlives a kill of this process; an existing file is read again at the start.
class ReceiveLog {
public:
    ReceiveLog();
    /// Throws when the file cannot be read or opened for appending. A last line that was cut off is dropped.
    explicit ReceiveLog(std::filesystem::path file);
    ReceiveLog(ReceiveLog&&) noexcept;
    ReceiveLog& operator=(ReceiveLog&&) noexcept;
    ~ReceiveLog();

    void add(Received entry);
    const std::vector<Received>& entries() const { return entries_; }
    std::vector<Received> of(std::string_view target) const;
    std::vector<Received> accepted_by(std::string_view target) const;
    /// Called after each new entry.
    void on_received(std::function<void(const Received&)> listener) { listener_ = std::move(listener); }

private:
    struct File;
    std::vector<Received> entries_;
    std::unique_ptr<File> file_;
    std::function<void(const Received&)> listener_;
};

/// The whole lines of a log that another process may be writing; empty when there is no file.
std::vector<Received> read_receive_log(const std::filesystem::path& file);

std::string_view name_of(Fate fate);
/// One JSON object without a line end.
std::string to_json_line(const Received& entry);

} // namespace tongbao::simulator
