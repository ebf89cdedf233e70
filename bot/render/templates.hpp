#pragma once

#include "bot/render/placeholders.hpp"

#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>

namespace tongbao::bot {

/// What is wrong with a template: `weekly.mustache:4: {{rang}}: unknown placeholder …`.
struct TemplateFault {
    std::string file;
    int line = 0;
    std::string placeholder; ///< as written, or the words concerned; may be empty
    std::string what;
    std::string text() const;
};

/// A text that must not be sent: over the limit, or a forbidden word in a text for a group.
struct RenderError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct TemplateLimits {
    /// Bytes of UTF-8 the sample data may give for each kind: what one message of the platform holds.
    std::size_t max_bytes = 4096;
    /// No text is rendered beyond this, whatever the data.
    std::size_t max_rendered_bytes = 65536;
};

/// The texts of a folder, one Mustache file per kind, checked when loaded. Values are never compiled and never escaped.
class Templates {
public:
    struct Loaded;
    /// Reads and lints every file; `templates` is empty when there is a fault.
    static Loaded load(const std::filesystem::path& folder, const TemplateLimits& limits = {});

    /// Renders. `data` is an object with the placeholders of the kind: strings, numbers, and arrays of objects for
    /// lists; null, absent and "" mean no value. Throws RenderError.
    std::string render(TextKind kind, const nlohmann::json& data) const;

    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;
    ~Templates();

private:
    struct Body;
    explicit Templates(std::unique_ptr<Body> body);
    std::unique_ptr<Body> body_;
};

struct Templates::Loaded {
    std::optional<Templates> templates;
    std::vector<TemplateFault> faults;
};

/// The sample data of a kind, as an object for `render`.
nlohmann::json sample_data(TextKind kind);

/// The secretaries' guide, docs/zh/模板指南.md.
std::string template_guide();

} // namespace tongbao::bot
