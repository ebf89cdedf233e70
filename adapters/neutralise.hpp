#pragma once

#include <string>
#include <string_view>

namespace tongbao::adapters {

/// Data from outside (names, what somebody typed) made harmless for every chat markup: it stays one line and cannot
/// become a mention, a tag, a link, an image, code, a heading, a list or a table. No platform documents an escape
/// (platforms/wecom.md §3.2), so markup is broken by a zero-width space or shown by its full-width twin.
/// Apply it to values before they enter a template, never to the whole text.
std::string neutralised(std::string_view data);

} // namespace tongbao::adapters
