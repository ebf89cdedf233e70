#include "bot/config_schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace tongbao::bot {

extern const std::string_view config_schema_text;

namespace {

using nlohmann::json;

const json& schema_root()
{
    static const json root = json::parse(config_schema_text);
    return root;
}

const json& resolved(const json& node)
{
    const auto reference = node.find("$ref");
    if (reference == node.end())
        return node;
    const auto path = reference->get<std::string>().substr(1); // "#/definitions/x" -> "/definitions/x"
    return schema_root().at(json::json_pointer(path));
}

/// A step of valijson's context: "[name]" or "[0]" (the first is "<root>").
std::string step_name(const std::string& step)
{
    return step.size() > 2 && step.front() == '[' ? step.substr(1, step.size() - 2) : step;
}

bool is_index(const std::string& name)
{
    return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

/// One place of the configuration seen from three sides.
struct Spot {
    std::string path = "$";
    const json* schema = &schema_root();
    const json* value = nullptr; ///< null when the configuration has nothing there

    void descend(const std::string& name)
    {
        if (is_index(name)) {
            path += fmt::format("[{}]", name);
            schema = &resolved(schema->at("items"));
            const auto index = std::stoul(name);
            value = value && value->is_array() && index < value->size() ? &value->at(index) : nullptr;
            return;
        }
        path += "." + name;
        schema = &resolved(schema->at("properties").at(name));
        value = value && value->is_object() && value->contains(name) ? &value->at(name) : nullptr;
    }
    std::string advice() const { return "write " + schema->value("description", std::string("a valid value")); }
};

/// The last 'quoted' word of a message.
std::string last_quoted(const std::string& text)
{
    const auto until = text.rfind('\'');
    const auto from = until == std::string::npos || until == 0 ? std::string::npos : text.rfind('\'', until - 1);
    return from == std::string::npos ? std::string() : text.substr(from + 1, until - from - 1);
}

std::vector<std::string> known_keys(const json& schema)
{
    std::vector<std::string> keys;
    for (const auto& [key, unused] : schema.at("properties").items())
        keys.push_back(key);
    return keys;
}

/// A value as a person may see it: short, and never what stands where a secret belongs.
std::string shown(const Spot& spot)
{
    if (!spot.value)
        return "nothing";
    if (spot.schema == &resolved(json{{"$ref", "#/definitions/secret"}}))
        return fmt::format("a {}", spot.value->type_name());
    auto text = spot.value->dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() > 60 ? fmt::format("a {}", spot.value->type_name()) : text;
}

Fault fault_of(const Spot& spot, const std::string& description)
{
    if (description.starts_with("Missing required property")) {
        Spot missing = spot;
        missing.descend(last_quoted(description));
        return {missing.path, "is missing", missing.advice()};
    }
    if (description.starts_with("Object contains a property"))
        return {spot.path + "." + last_quoted(description), "is not a known key",
                fmt::format("remove it, or use one of: {}", fmt::join(known_keys(*spot.schema), ", "))};
    return {spot.path, fmt::format("is {}", shown(spot)), spot.advice()};
}

bool tells_of_a_deeper_one(const std::string& description)
{
    return description.starts_with("Failed to validate");
}

} // namespace

std::vector<Fault> check_against_schema(const json& config)
{
    valijson::Schema schema;
    valijson::SchemaParser parser;
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_root()), schema);
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(schema, valijson::adapters::NlohmannJsonAdapter(config), &results);
    std::vector<Fault> faults;
    for (const auto& error : results) {
        if (tells_of_a_deeper_one(error.description))
            continue;
        Spot spot;
        spot.value = &config;
        for (const auto& step : error.context)
            if (step != "<root>")
                spot.descend(step_name(step));
        faults.push_back(fault_of(spot, error.description));
    }
    return faults;
}

} // namespace tongbao::bot
