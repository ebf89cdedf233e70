#include "adapters/wecom/strict_xml.hpp"

#include "adapters/blank.hpp"

#include <pugixml.hpp>

namespace tongbao::adapters::wecom {

StrictXml::StrictXml(std::unique_ptr<pugi::xml_document> document) : document_(std::move(document)) {}
StrictXml::StrictXml(StrictXml&&) noexcept = default;
StrictXml& StrictXml::operator=(StrictXml&&) noexcept = default;
StrictXml::~StrictXml() = default;

std::optional<StrictXml> StrictXml::parse(std::string_view text)
{
    auto document = std::make_unique<pugi::xml_document>();
    const auto flags = pugi::parse_default | pugi::parse_doctype;
    if (!document->load_buffer(text.data(), text.size(), flags, pugi::encoding_utf8))
        return std::nullopt;
    for (const auto& node : document->children())
        if (node.type() == pugi::node_doctype)
            return std::nullopt;
    if (!document->child("xml"))
        return std::nullopt;
    return StrictXml(std::move(document));
}

std::optional<std::string> StrictXml::find(const char* name) const
{
    const auto element = document_->child("xml").child(name);
    if (!element)
        return std::nullopt;
    std::string text;
    for (const auto& node : element.children())
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata)
            text += node.value();
    return text;
}

std::string StrictXml::word(const char* name) const
{
    return std::string(trim_blank(find(name).value_or("")));
}

} // namespace tongbao::adapters::wecom
