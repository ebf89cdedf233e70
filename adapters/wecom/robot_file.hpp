#pragma once

#include "adapters/http_verdict.hpp"

#include <optional>

/// Files that a group robot posts (platforms/wecom.md §3.1, §3.4). The platform takes the content first and gives a
/// media id for three days, for that robot only; so the stored body holds the content, and the id is put in its place
/// when it is sent.
namespace tongbao::adapters::wecom {

struct RobotFile {
    std::string name; ///< as people see it
    std::string content;
};

constexpr std::size_t least_file_bytes = 6;
constexpr std::size_t most_file_bytes = std::size_t{20} * 1024 * 1024;

/// The body to be stored. Empty where the platform would refuse the file for its size.
std::string stored_body(const RobotFile& file);
/// The file in a stored body; empty for every other message.
std::optional<RobotFile> stored_file(const std::string& body);

/// The content as a form, and its Content-Type.
struct UploadForm {
    std::string content_type;
    std::string body;
};
UploadForm upload_form(const RobotFile& file);

/// The id that an accepted upload gives; empty where there is none.
std::string media_id_in(const std::string& answer);
/// What is said in the group.
std::string file_message(const std::string& media_id);

} // namespace tongbao::adapters::wecom
