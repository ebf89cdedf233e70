#include "adapters/files/zip_archive.hpp"

#include <zip.h>

#include <algorithm>
#include <array>

namespace tongbao::adapters {
namespace {

constexpr std::uint64_t ratio_floor_bytes = 1u << 20; ///< small entries of one repeated cell are innocent

struct DiscardArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

FileRefusal damaged(std::string reason)
{
    return {FileFault::unreadable, std::move(reason)};
}

FileRefusal bomb(std::string reason)
{
    return {FileFault::size, std::move(reason)};
}

bool suspicious(std::uint64_t expanded, std::uint64_t packed, const FileLimits& limits)
{
    return expanded > ratio_floor_bytes && expanded / std::max<std::uint64_t>(packed, 1) > limits.max_expansion_ratio;
}

std::optional<FileRefusal> inspect(zip_t* archive, const FileLimits& limits)
{
    const auto entries = zip_get_num_entries(archive, 0);
    if (entries > limits.max_archive_entries)
        return bomb("压缩包内条目超过上限 " + std::to_string(limits.max_archive_entries));
    std::uint64_t total = 0;
    for (zip_int64_t i = 0; i < entries; ++i) {
        zip_stat_t facts;
        zip_stat_init(&facts);
        if (zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &facts) != 0)
            return damaged("压缩包目录损坏");
        if (facts.encryption_method != ZIP_EM_NONE)
            return damaged("文件受密码保护，请取消密码后另存为 .xlsx");
        if (facts.size > limits.max_expanded_bytes)
            return bomb("解压后超过上限");
        total += facts.size;
        if (total > limits.max_expanded_bytes || suspicious(facts.size, facts.comp_size, limits))
            return bomb("解压后体积异常，疑似压缩炸弹");
    }
    return std::nullopt;
}

} // namespace

struct ZipArchive::Body {
    std::unique_ptr<zip_t, DiscardArchive> archive;
    const FileLimits& limits;
};

FileResult<ZipArchive> ZipArchive::open(std::string_view bytes, const FileLimits& limits)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (!source)
        return damaged("压缩包无法读取");
    auto body = std::make_unique<Body>(Body{nullptr, limits});
    body->archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    zip_error_fini(&error);
    if (!body->archive) {
        zip_source_free(source);
        return damaged("压缩包不完整或已损坏，文件可能没有写完");
    }
    if (auto refusal = inspect(body->archive.get(), limits))
        return *refusal;
    return ZipArchive(std::move(body));
}

ZipArchive::ZipArchive(std::unique_ptr<Body> body) : body_(std::move(body)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

bool ZipArchive::has(const std::string& entry) const
{
    return zip_name_locate(body_->archive.get(), entry.c_str(), ZIP_FL_ENC_GUESS) >= 0;
}

std::optional<FileRefusal> ZipArchive::expand(const std::string& entry,
                                              const std::function<bool(std::string_view)>& sink)
{
    zip_stat_t facts;
    zip_stat_init(&facts);
    if (zip_stat(body_->archive.get(), entry.c_str(), 0, &facts) != 0)
        return damaged("工作簿缺少必要的部分");
    const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(body_->archive.get(), facts.index, 0));
    if (!file)
        return damaged("工作簿的一部分无法解压");
    std::array<char, 64 << 10> piece;
    std::uint64_t expanded = 0;
    while (true) {
        const auto got = zip_fread(file.get(), piece.data(), piece.size());
        if (got < 0)
            return damaged("压缩数据损坏或不完整");
        if (got == 0)
            return std::nullopt;
        expanded += static_cast<std::uint64_t>(got);
        if (expanded > body_->limits.max_expanded_bytes || suspicious(expanded, facts.comp_size, body_->limits))
            return bomb("解压后体积异常，疑似压缩炸弹");
        if (!sink({piece.data(), static_cast<std::size_t>(got)}))
            return std::nullopt;
    }
}

} // namespace tongbao::adapters
