#include "tests/acceptance/faults/fault_names.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

/// write_table RESULTS DOCUMENT [--check]: puts the table of the results between the document's markers. With --check
/// the document stays as it is and must have the rows of all faults that the results name.
namespace {

using nlohmann::json;
using tongbao::acceptance::fault_names;

constexpr std::string_view begin_marker = "<!-- faults: written by scripts/fault-table -->\n";
constexpr std::string_view end_marker = "<!-- /faults -->";

struct Row {
    int runs = 0;
    int lost = 0;
    int repeated = 0;
    int flagged = 0;
    std::set<std::string> skipped;
};

std::map<int, Row> read_results(const std::string& path)
{
    std::ifstream in(path);
    if (!in)
        throw std::runtime_error("cannot read " + path + ": run the tests of the label fault first");
    std::map<int, Row> rows;
    for (std::string line; std::getline(in, line);) {
        const auto result = json::parse(line);
        auto& row = rows[result.at("fault")];
        if (result.contains("skipped"))
            row.skipped.insert(result["skipped"]);
        row.runs += result.value("runs", 0);
        row.lost += result.value("lost", 0);
        row.repeated += result.value("repeated", 0);
        row.flagged += result.value("flagged", 0);
    }
    return rows;
}

/// The beginning of a row, by which it is known.
std::string row_head(int fault)
{
    return "| " + std::to_string(fault) + " | " + fault_names().at(fault);
}

std::string table_of(const std::map<int, Row>& rows)
{
    std::ostringstream table;
    table << "\n| # | fault | runs | lost | repeated | flagged |\n|---:|---|---:|---:|---:|---:|\n";
    for (const auto& [fault, row] : rows) {
        table << row_head(fault);
        for (const auto& reason : row.skipped)
            table << " (partly not run here: " << reason << ")";
        table << " | " << row.runs << " | " << row.lost << " | " << row.repeated << " | " << row.flagged << " |\n";
    }
    table << "\n";
    return table.str();
}

std::string read_document(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int check(const std::string& document, const std::map<int, Row>& rows)
{
    int missing = 0;
    for (const auto& [fault, row] : rows)
        if (document.find(row_head(fault)) == std::string::npos) {
            std::cerr << "the table has no row for fault " << fault << ": run scripts/fault-table\n";
            ++missing;
        }
    return missing == 0 ? 0 : 1;
}

int write(const std::string& path, std::string document, const std::map<int, Row>& rows)
{
    const auto begin = document.find(begin_marker);
    const auto end = document.find(end_marker, begin);
    if (begin == std::string::npos || end == std::string::npos)
        throw std::runtime_error(path + " has lost its markers " + std::string(begin_marker));
    const auto from = begin + begin_marker.size();
    document.replace(from, end - from, table_of(rows));
    std::ofstream(path, std::ios::binary) << document;
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::cerr << "usage: write_table RESULTS DOCUMENT [--check]\n";
        return 2;
    }
    try {
        const auto rows = read_results(argv[1]);
        const auto document = read_document(argv[2]);
        return argc > 3 ? check(document, rows) : write(argv[2], document, rows);
    } catch (const std::exception& error) {
        std::cerr << "write_table: " << error.what() << '\n';
        return 1;
    }
}
