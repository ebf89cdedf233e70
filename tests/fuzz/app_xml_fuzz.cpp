#include "adapters/wecom/message.hpp"
#include "adapters/wecom/strict_xml.hpp"

#include <cstdlib>

using namespace tongbao::adapters;

/// The XML of a WeCom app's callback: nothing may be expanded, fetched or nested without end.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto document = wecom::StrictXml::parse(input);
    for (const char* name : {"ToUserName", "FromUserName", "MsgType", "Content", "Encrypt", "MsgId"})
        if (document && document->find(name).value_or("").size() > size)
            std::abort(); // grew: something was expanded
    (void)wecom::parse_app_message(input);
    return 0;
}
