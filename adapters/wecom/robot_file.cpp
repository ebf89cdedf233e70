#include "adapters/wecom/robot_file.hpp"

#include "adapters/crypto.hpp"
#include "adapters/json_text.hpp"
#include "adapters/strict_json.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tongbao::adapters::wecom {
namespace {

/// What a header's quoted text may not hold.
std::string header_safe(std::string name)
{
    std::ranges::replace_if(
        name, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; }, '_');
    return name;
}

} // namespace

std::string stored_body(const RobotFile& file)
{
    if (file.content.size() < least_file_bytes || file.content.size() > most_file_bytes)
        return {};
    return json_text({{"msgtype", "file"}, {"file", {{"name", file.name}, {"base64", base64_encode(file.content)}}}});
}

std::optional<RobotFile> stored_file(const std::string& body)
{
    if (!body.starts_with(R"({"msgtype":"file")"))
        return std::nullopt;
    const auto message = parse_strict_json(body, 3);
    if (!message)
        return std::nullopt;
    const auto& file = object_member(*message, "file");
    auto content = base64_decode(text_member(file, "base64"));
    return content ? std::optional(RobotFile{text_member(file, "name"), std::move(*content)}) : std::nullopt;
}

UploadForm upload_form(const RobotFile& file)
{
    const auto boundary = "tongbao-" + to_hex(random_bytes(16)); // in no content, for all that one can guess
    UploadForm form;
    form.content_type = "multipart/form-data; boundary=" + boundary;
    form.body = fmt::format("--{0}\r\nContent-Disposition: form-data; name=\"media\"; filename=\"{1}\"; "
                            "filelength={2}\r\nContent-Type: application/octet-stream\r\n\r\n{3}\r\n--{0}--\r\n",
                            boundary, header_safe(file.name), file.content.size(), file.content);
    return form;
}

std::string media_id_in(const std::string& answer)
{
    const auto body = parse_strict_json(answer, 3);
    return body ? text_member(*body, "media_id") : std::string();
}

std::string file_message(const std::string& media_id)
{
    return json_text({{"msgtype", "file"}, {"file", {{"media_id", media_id}}}});
}

} // namespace tongbao::adapters::wecom
