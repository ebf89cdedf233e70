#include "adapters/files/xml_stream.hpp"

#include <expat.h>

#include <type_traits>

namespace tongbao::adapters {
namespace {

std::string_view without_prefix(const char* name)
{
    const std::string_view whole(name);
    const auto colon = whole.find(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

class Expat {
public:
    Expat(const FileLimits& limits, XmlReader& reader)
        : limits_(limits), reader_(reader), parser_(XML_ParserCreate("UTF-8"), &XML_ParserFree)
    {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), &Expat::on_start, &Expat::on_end);
        XML_SetCharacterDataHandler(parser_.get(), &Expat::on_text);
        XML_SetStartDoctypeDeclHandler(parser_.get(), &Expat::on_doctype);
    }

    bool feed(std::string_view piece)
    {
        fed_ += piece.size();
        const auto status = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()), XML_FALSE);
        if (!after(status))
            return false;
        const auto begun = static_cast<std::uint64_t>(XML_GetCurrentByteIndex(parser_.get()));
        if (fed_ - begun > limits_.max_xml_token_bytes)
            refusal_ = FileRefusal{FileFault::size, "工作簿含有过长的内容"};
        return !refusal_;
    }

    void finish()
    {
        if (!refusal_ && !reader_.stopped())
            after(XML_Parse(parser_.get(), "", 0, XML_TRUE));
    }

    std::optional<FileRefusal> refusal() const { return reader_.refusal() ? reader_.refusal() : refusal_; }

private:
    bool after(XML_Status status)
    {
        if (reader_.stopped())
            return false;
        if (status != XML_STATUS_OK && !refusal_)
            refusal_ = FileRefusal{FileFault::unreadable, "工作簿内部格式损坏"};
        return !refusal_;
    }

    void halt(FileRefusal refusal)
    {
        refusal_ = std::move(refusal);
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    static void on_start(void* self, const char* name, const char** attributes)
    {
        auto& expat = *static_cast<Expat*>(self);
        if (expat.halted())
            return;
        if (++expat.depth_ > expat.limits_.max_depth)
            return expat.halt({FileFault::size, "工作簿内部嵌套过深"});
        expat.reader_.start(without_prefix(name), XmlAttributes(attributes));
        expat.stop_with_reader();
    }

    static void on_end(void* self, const char* name)
    {
        auto& expat = *static_cast<Expat*>(self);
        if (expat.halted())
            return;
        --expat.depth_;
        expat.reader_.end(without_prefix(name));
        expat.stop_with_reader();
    }

    static void on_text(void* self, const char* text, int length)
    {
        auto& expat = *static_cast<Expat*>(self);
        if (expat.halted())
            return;
        expat.reader_.text({text, static_cast<std::size_t>(length)});
        expat.stop_with_reader();
    }

    static void on_doctype(void* self, const char*, const char*, const char*, int)
    {
        static_cast<Expat*>(self)->halt({FileFault::unreadable, "工作簿含有 DTD 或实体声明，不予读取"});
    }

    /// Expat may deliver a few more events after it was told to stop.
    bool halted() const { return refusal_ || reader_.stopped(); }
    void stop_with_reader()
    {
        if (reader_.stopped())
            XML_StopParser(parser_.get(), XML_FALSE);
    }

    const FileLimits& limits_;
    XmlReader& reader_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser_;
    std::optional<FileRefusal> refusal_;
    std::uint64_t fed_ = 0;
    int depth_ = 0;
};

} // namespace

std::string_view XmlAttributes::get(std::string_view name) const
{
    for (const char** pair = pairs_; *pair; pair += 2)
        if (without_prefix(*pair) == name)
            return pair[1];
    return {};
}

std::optional<FileRefusal> read_xml(ZipArchive& archive, const std::string& entry, const FileLimits& limits,
                                    XmlReader& reader)
{
    Expat expat(limits, reader);
    if (auto refusal = archive.expand(entry, [&](std::string_view piece) { return expat.feed(piece); }))
        return refusal;
    expat.finish();
    return expat.refusal();
}

} // namespace tongbao::adapters
