#include "adapters/dingtalk/stream_frames.hpp"
#include "adapters/wecom/bot_frames.hpp"
#include "adapters/wecom/message.hpp"

#include <cstdlib>

using namespace tongbao::adapters;

/// What arrives on the long connections of both platforms, and what is written back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (const auto frame = wecom::parse_bot_frame(input))
        (void)wecom::strip_mentions(frame->message.text, {"Notice Bot", "通报"});
    if (const auto frame = dingtalk::parse_stream_frame(input))
        for (const bool taken : {true, false}) {
            const auto answer = dingtalk::answer_to(*frame, taken);
            if (!answer.empty() && answer.find("\"code\":") == std::string::npos)
                std::abort();
        }
    // Whatever we write must be read back as one frame with the same id.
    const auto written = wecom::bot_frame("aibot_respond_msg", input, "{}");
    const auto again = wecom::parse_bot_frame(written);
    if (!again || again->kind != wecom::BotFrame::Kind::other)
        std::abort();
    return 0;
}
