#include "tests/simulator/wecom/message_rules.hpp"

#include "adapters/crypto.hpp"
#include "tests/simulator/wecom/text_of.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

namespace tongbao::simulator::wecom {
namespace {

using nlohmann::json;
using Verdict = std::optional<Complaint>;
using Rule = std::function<Verdict(const json& part, const RobotLimits& limits)>;

constexpr std::size_t max_markdown_bytes = 4096;           // platforms/wecom.md §3.1
constexpr std::size_t max_image_bytes = 2UL * 1024 * 1024; // §3.1
constexpr std::size_t max_articles = 8;                    // §3.1

std::string md5_hex(const std::string& data)
{
    std::string digest(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_Digest(data.data(), data.size(), reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_md5(), nullptr);
    digest.resize(size);
    return adapters::to_hex(digest);
}

/// Sizes count bytes of UTF-8; the limit itself still passes (§3.1).
Verdict content_rule(const json& part, const std::string& type, std::size_t max_bytes)
{
    const auto content = part.find("content");
    if (content != part.end() && !content->is_string())
        return Complaint{44004, "empty content. Warning: wrong json format. "};
    const auto size = text_of(part, "content").size();
    if (size == 0)
        return Complaint{44004, "empty content"};
    if (size > max_bytes)
        return Complaint{40058, type + ".content exceed max length " + std::to_string(max_bytes) +
                                    ". invalid Request Parameter"};
    return std::nullopt;
}

/// §3.1: base64 of JPG or PNG up to 2 MB, md5 of the raw bytes. The codes are those of §3.6, the real ones unconfirmed.
Verdict image_rule(const json& part, const RobotLimits&)
{
    const auto encoded = text_of(part, "base64");
    if (encoded.empty() || text_of(part, "md5").empty())
        return Complaint{40063, "some parameters are empty"};
    const auto raw = adapters::base64_decode(encoded);
    if (!raw)
        return Complaint{40058, "image.base64 invalid. invalid Request Parameter"};
    if (raw->size() > max_image_bytes)
        return Complaint{40009, "invalid image size"};
    if (!raw->starts_with("\x89PNG\r\n") && !raw->starts_with("\xff\xd8\xff"))
        return Complaint{40005, "invalid file type"};
    if (md5_hex(*raw) != text_of(part, "md5"))
        return Complaint{301019, "media md5 not match"};
    return std::nullopt;
}

Verdict news_rule(const json& part, const RobotLimits&)
{
    const auto articles = part.value("articles", json::array());
    if (!articles.is_array() || articles.empty() || articles.size() > max_articles)
        return Complaint{45008, "invalid articles count"};
    for (const auto& article : articles) {
        if (!article.is_object() || text_of(article, "title").empty())
            return Complaint{41016, "missing title"};
        if (text_of(article, "url").empty())
            return Complaint{40063, "some parameters are empty"};
    }
    return std::nullopt;
}

Verdict media_rule(const json& part, const RobotLimits& limits)
{
    const auto id = text_of(part, "media_id");
    if (id.empty())
        return Complaint{41006, "media_id missing"};
    if (!limits.has_media(id))
        return Complaint{40007, "invalid media_id"};
    return std::nullopt;
}

/// §3.5: only the two notice cards; card_action is required; text_notice needs a title or a sub title.
Verdict card_rule(const json& part, const RobotLimits&)
{
    const auto type = text_of(part, "card_type");
    if (type != "text_notice" && type != "news_notice")
        return Complaint{40058, "template_card.card_type invalid. invalid Request Parameter"};
    const auto action = part.value("card_action", json::object());
    if (!action.is_object() || (action.value("type", json()) != 1 && action.value("type", json()) != 2))
        return Complaint{40058, "template_card.card_action invalid. invalid Request Parameter"};
    const auto title = part.value("main_title", json::object());
    const bool titled = title.is_object() && !text_of(title, "title").empty();
    if (type == "text_notice" && !titled && text_of(part, "sub_title_text").empty())
        return Complaint{40058, "template_card.main_title and sub_title_text empty. invalid Request Parameter"};
    if (type == "news_notice" && !part.contains("card_image") && !part.contains("image_text_area"))
        return Complaint{40058, "template_card.card_image empty. invalid Request Parameter"};
    return std::nullopt;
}

const std::map<std::string, Rule>& rules()
{
    static const std::map<std::string, Rule> all{
        {"text",
         [](const json& part, const RobotLimits& limits) { return content_rule(part, "text", limits.max_text_bytes); }},
        {"markdown",
         [](const json& part, const RobotLimits&) { return content_rule(part, "markdown", max_markdown_bytes); }},
        {"markdown_v2",
         [](const json& part, const RobotLimits&) { return content_rule(part, "markdown_v2", max_markdown_bytes); }},
        {"image", image_rule},
        {"news", news_rule},
        {"file", media_rule},
        {"voice", media_rule},
        {"template_card", card_rule},
    };
    return all;
}

bool texts_only(const json& object, const char* member)
{
    const auto list = object.find(member);
    return list == object.end() ||
           (list->is_array() && std::all_of(list->begin(), list->end(), [](const json& e) { return e.is_string(); }));
}

} // namespace

std::optional<Complaint> complaint_about(const json& body, const RobotLimits& limits)
{
    // §3.6: JSON so broken that msgtype was not seen is answered like an unknown msgtype.
    if (!body.is_object())
        return Complaint{40008, "invalid message type. Warning: wrong json format. "};
    const auto type = text_of(body, "msgtype");
    const auto rule = rules().find(type);
    if (rule == rules().end())
        return Complaint{40008, "invalid message type"};
    const auto part = body.find(type);
    if (part == body.end() || !part->is_object())
        return Complaint{44004, "empty content"};
    return rule->second(*part, limits);
}

bool half_understood(const json& body)
{
    const auto part = body.find(text_of(body, "msgtype"));
    return part != body.end() && part->is_object() &&
           (!texts_only(*part, "mentioned_list") || !texts_only(*part, "mentioned_mobile_list"));
}

} // namespace tongbao::simulator::wecom
