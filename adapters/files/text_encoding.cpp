#include "adapters/files/text_encoding.hpp"

#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace tongbao::adapters {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// GB18030 text cannot look like this many well-formed UTF-8 characters before its first fault.
constexpr int surely_utf8 = 16;

FileRefusal bad_text(std::string_view before, std::string reason)
{
    const auto breaks = std::count(before.begin(), before.end(), '\n');
    return {FileFault::encoding, std::move(reason), static_cast<std::uint32_t>(breaks + 1), 0};
}

/// Length of the well-formed UTF-8 character at `at`, 0 when there is none.
std::size_t character_length(std::string_view text, std::size_t at)
{
    const auto byte = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0u;
    };
    const auto tail = [&](std::size_t offset) { return (byte(offset) & 0xC0u) == 0x80u; };
    const auto lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && byte(1) < 0x90;
        const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
        return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
    }
    return 0;
}

struct Utf8Check {
    std::size_t valid_until = 0;
    int multibyte = 0; ///< well-formed characters of more than one byte
};

Utf8Check check_utf8(std::string_view text)
{
    Utf8Check check;
    std::size_t at = 0;
    while (at < text.size()) {
        std::uint64_t block = 0;
        if (at + sizeof block <= text.size()) {
            std::memcpy(&block, text.data() + at, sizeof block);
            if ((block & 0x8080808080808080u) == 0) {
                at += sizeof block;
                continue;
            }
        }
        const auto length = character_length(text, at);
        if (length == 0)
            break;
        check.multibyte += length > 1 ? 1 : 0;
        at += length;
    }
    check.valid_until = at;
    return check;
}

/// A cut multibyte character ends the file, or so much is UTF-8 that the rest is damage.
bool damaged_utf8(std::string_view text, const Utf8Check& check)
{
    const bool cut_at_end = text.size() - check.valid_until < 4 && check.multibyte > 0 &&
                            static_cast<unsigned char>(text[check.valid_until]) >= 0xC2;
    return check.multibyte >= surely_utf8 || cut_at_end;
}

std::optional<FileRefusal> forbidden_character(std::string_view text)
{
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return bad_text(text.substr(0, nul), "含有空字符，不是文本文件");
    if (const auto lost = text.find(replacement); lost != std::string_view::npos)
        return bad_text(text.substr(0, lost), "含有替换符 U+FFFD，原文已损坏");
    return std::nullopt;
}

struct CloseConverter {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

Converter open_converter(Encoding encoding)
{
    const char* name = encoding == Encoding::gb18030    ? "gb18030"
                       : encoding == Encoding::utf16_le ? "UTF-16LE"
                                                        : "UTF-16BE";
    UErrorCode error = U_ZERO_ERROR;
    Converter converter(ucnv_open(name, &error));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
    if (U_FAILURE(error))
        throw std::runtime_error(std::string("ICU has no converter ") + name);
    return converter;
}

std::string_view without_mark(std::string_view bytes, Encoding encoding)
{
    if (encoding == Encoding::utf8)
        return bytes.substr(bytes.starts_with(utf8_mark) ? utf8_mark.size() : 0);
    return encoding == Encoding::gb18030 ? bytes : bytes.substr(2);
}

/// Turns UTF-16 into UTF-8, piece by piece; a surrogate pair may be cut between two pieces.
class Utf8Writer {
public:
    explicit Utf8Writer(const TextSink& sink) : sink_(sink) {}

    /// False when the sink wants no more.
    bool write(std::u16string_view piece)
    {
        text_.append(piece);
        const auto keep = !text_.empty() && U16_IS_LEAD(text_.back()) ? 1u : 0u;
        const auto count = static_cast<std::int32_t>(text_.size() - keep);
        utf8_.resize(static_cast<std::size_t>(count) * 3);
        std::int32_t length = 0;
        UErrorCode error = U_ZERO_ERROR;
        u_strToUTF8(utf8_.data(), static_cast<std::int32_t>(utf8_.size()), &length, text_.data(), count, &error);
        if (U_FAILURE(error)) {
            failed_ = true;
            return false;
        }
        text_.erase(0, static_cast<std::size_t>(count));
        const std::string_view ready(utf8_.data(), static_cast<std::size_t>(length));
        const bool clean =
            ready.find('\0') == std::string_view::npos && ready.find(replacement) == std::string_view::npos;
        failed_ = failed_ || !clean;
        rows_ += static_cast<std::uint32_t>(std::count(ready.begin(), ready.end(), '\n'));
        return clean && sink_(ready);
    }
    bool failed() const { return failed_ || !text_.empty(); }
    std::uint32_t row() const { return rows_ + 1; }

private:
    const TextSink& sink_;
    std::u16string text_;
    std::string utf8_;
    std::uint32_t rows_ = 0;
    bool failed_ = false;
};

std::optional<FileRefusal> convert(std::string_view bytes, Encoding encoding, const TextSink& sink)
{
    const auto converter = open_converter(encoding);
    Utf8Writer writer(sink);
    std::array<char16_t, 16'384> buffer;
    const char* source = bytes.data();
    const char* const end = source + bytes.size();
    bool more = true;
    while (more) {
        char16_t* target = buffer.data();
        UErrorCode error = U_ZERO_ERROR;
        ucnv_toUnicode(converter.get(), &target, buffer.data() + buffer.size(), &source, end, nullptr, true, &error);
        const auto produced = static_cast<std::size_t>(target - buffer.data());
        const bool wanted = writer.write({buffer.data(), produced});
        more = error == U_BUFFER_OVERFLOW_ERROR;
        if (writer.failed() && (!wanted || !more))
            return FileRefusal{FileFault::encoding, "含有损坏的字符", writer.row(), 0};
        if (U_FAILURE(error) && !more)
            return FileRefusal{FileFault::encoding, "含有不完整或未定义的字符，无法按文本读取", writer.row(), 0};
        if (!wanted)
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

FileResult<Encoding> encoding_of(std::string_view bytes)
{
    if (bytes.starts_with("\xFF\xFE"))
        return Encoding::utf16_le;
    if (bytes.starts_with("\xFE\xFF"))
        return Encoding::utf16_be;
    const bool marked = bytes.starts_with(utf8_mark);
    const auto check = check_utf8(bytes);
    if (check.valid_until < bytes.size()) {
        if (marked || damaged_utf8(bytes, check))
            return bad_text(bytes.substr(0, check.valid_until), "UTF-8 文本在此处损坏或被截断");
        return Encoding::gb18030;
    }
    if (auto refusal = forbidden_character(bytes))
        return *refusal;
    return Encoding::utf8;
}

std::optional<FileRefusal> decode(std::string_view bytes, Encoding encoding, const TextSink& sink)
{
    const auto text = without_mark(bytes, encoding);
    if (encoding != Encoding::utf8)
        return convert(text, encoding, sink);
    sink(text);
    return std::nullopt;
}

} // namespace tongbao::adapters
