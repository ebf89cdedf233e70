#include "adapters/files/workbook_writer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

namespace tongbao::adapters {
namespace {

/// A file that is memory only: the writer wants a name and closes what it opened.
class MemoryFile {
public:
    MemoryFile() : handle_(memfd_create("workbook", MFD_CLOEXEC))
    {
        if (handle_ < 0)
            throw std::runtime_error("no memory for a workbook");
    }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    ~MemoryFile() { close(handle_); }

    std::string path() const { return fmt::format("/proc/self/fd/{}", handle_); }
    std::string content() const
    {
        std::string bytes;
        std::array<char, 16 * 1024> piece{};
        for (ssize_t count = 0;
             (count = pread(handle_, piece.data(), piece.size(), static_cast<off_t>(bytes.size()))) > 0;)
            bytes.append(piece.data(), static_cast<std::size_t>(count));
        return bytes;
    }

private:
    int handle_;
};

bool is_number(std::string_view text)
{
    const auto digits = [](std::string_view part) {
        return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
    };
    const auto point = text.find('.');
    if (point == std::string_view::npos)
        return digits(text);
    return digits(text.substr(0, point)) && digits(text.substr(point + 1));
}

class Sheet {
public:
    Sheet(lxw_workbook* book, const std::string& name) : book_(book), sheet_(workbook_add_worksheet(book, name.c_str()))
    {
    }
    void write_header(const std::vector<std::string>& titles)
    {
        auto* bold = workbook_add_format(book_);
        format_set_bold(bold);
        for (std::size_t column = 0; column < titles.size(); ++column)
            worksheet_write_string(sheet_, 0, static_cast<lxw_col_t>(column), titles[column].c_str(), bold);
        worksheet_freeze_panes(sheet_, 1, 0);
    }
    void write(std::size_t row, std::size_t column, const std::string& cell)
    {
        const auto at_row = static_cast<lxw_row_t>(row);
        const auto at_column = static_cast<lxw_col_t>(column);
        if (is_number(cell))
            worksheet_write_number(sheet_, at_row, at_column, std::stod(cell), decimals_of(cell));
        else
            worksheet_write_string(sheet_, at_row, at_column, cell.c_str(), nullptr);
    }

private:
    lxw_format* decimals_of(const std::string& cell)
    {
        const auto point = cell.find('.');
        const auto decimals = point == std::string::npos ? 0 : cell.size() - point - 1;
        auto& format = formats_[decimals];
        if (!format) {
            format = workbook_add_format(book_);
            format_set_num_format(format, decimals == 0 ? "0" : ("0." + std::string(decimals, '0')).c_str());
        }
        return format;
    }

    lxw_workbook* book_;
    lxw_worksheet* sheet_;
    std::map<std::size_t, lxw_format*> formats_;
};

} // namespace

std::string workbook_of(const std::string& sheet, const std::vector<std::string>& header,
                        const std::vector<std::vector<std::string>>& rows)
{
    const MemoryFile file;
    auto* book = workbook_new(file.path().c_str());
    if (!book)
        throw std::runtime_error("no memory for a workbook");
    Sheet into(book, sheet);
    into.write_header(header);
    for (std::size_t row = 0; row < rows.size(); ++row)
        for (std::size_t column = 0; column < rows[row].size(); ++column)
            into.write(row + 1, column, rows[row][column]);
    if (const auto fault = workbook_close(book); fault != LXW_NO_ERROR)
        throw std::runtime_error(fmt::format("the workbook cannot be written: {}", lxw_strerror(fault)));
    return file.content();
}

} // namespace tongbao::adapters
