#pragma once

#include "adapters/error_table.hpp"

/// Every error code that platforms/wecom.md documents, one table for each API that we call.
namespace tongbao::adapters::wecom {

/// webhook/send and webhook/upload_media.
std::span<const ErrorRow> robot_codes();
/// message/send and media/upload of an app.
std::span<const ErrorRow> app_codes();
/// gettoken.
std::span<const ErrorRow> token_codes();
/// What a smart bot answers with, on its connection and to its reply URL.
std::span<const ErrorRow> bot_codes();

} // namespace tongbao::adapters::wecom
