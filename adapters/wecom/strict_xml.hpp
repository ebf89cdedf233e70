#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pugi {
class xml_document;
}

namespace tongbao::adapters::wecom {

/// One `<xml>` element of children, as WeCom sends it. A document type is refused, so no entity but the five of XML
/// exists and nothing is ever fetched or expanded.
class StrictXml {
public:
    static std::optional<StrictXml> parse(std::string_view text);
    StrictXml(StrictXml&&) noexcept;
    StrictXml& operator=(StrictXml&&) noexcept;
    ~StrictXml();

    /// All text of the first child of that name, its CDATA sections joined. Empty when there is no such child.
    std::optional<std::string> find(const char* name) const;
    /// The same without white space at both ends; "" when there is no such child. For ids and keywords.
    std::string word(const char* name) const;

private:
    explicit StrictXml(std::unique_ptr<pugi::xml_document> document);
    std::unique_ptr<pugi::xml_document> document_;
};

} // namespace tongbao::adapters::wecom
