#pragma once

#include "bot/render/templates.hpp"

namespace tongbao::bot {

/// What is wrong with `text` as a template of `kind`, apart from the length of what it gives.
std::vector<TemplateFault> lint(const TextKindInfo& kind, std::string_view text);

} // namespace tongbao::bot
