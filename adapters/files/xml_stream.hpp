#pragma once

#include "adapters/files/zip_archive.hpp"

#include <utility>

namespace tongbao::adapters {

/// The attributes of one element, valid during the call.
class XmlAttributes {
public:
    explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
    /// Empty when absent. Names are without prefix.
    std::string_view get(std::string_view name) const;

private:
    const char** pairs_;
};

/// Receives one part of a workbook as it streams by. Element names come without prefix.
class XmlReader {
public:
    virtual ~XmlReader() = default;
    virtual void start(std::string_view name, const XmlAttributes& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view) {}

    bool stopped() const { return stopped_; }
    const std::optional<FileRefusal>& refusal() const { return refusal_; }

protected:
    /// Ends the reading without an error.
    void stop() { stopped_ = true; }
    void refuse(FileRefusal refusal)
    {
        refusal_ = std::move(refusal);
        stopped_ = true;
    }

private:
    bool stopped_ = false;
    std::optional<FileRefusal> refusal_;
};

/// Streams an entry of the archive through the reader. A DTD (hence every entity), too deep nesting, an endless token
/// and malformed XML are refused.
std::optional<FileRefusal> read_xml(ZipArchive& archive, const std::string& entry, const FileLimits& limits,
                                    XmlReader& reader);

} // namespace tongbao::adapters
