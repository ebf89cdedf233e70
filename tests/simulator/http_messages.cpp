#include "tests/simulator/http_messages.hpp"

#include "adapters/crypto.hpp"

#include <algorithm>

namespace tongbao::simulator {
namespace {

std::string form_decoded(std::string text)
{
    std::replace(text.begin(), text.end(), '+', ' ');
    return adapters::percent_decode(text).value_or(text);
}

Fields parse_query(std::string_view query)
{
    Fields fields;
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        fields.emplace_back(form_decoded(std::string(pair.substr(0, equals))), form_decoded(std::string(value)));
    }
    return fields;
}

} // namespace

std::string_view first(const Fields& fields, std::string_view name)
{
    const auto found =
        std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

Request parse_target(std::string_view method, std::string_view target)
{
    const auto mark = std::min(target.find('?'), target.size());
    Request request;
    request.method = method;
    request.path = target.substr(0, mark);
    request.query = parse_query(target.substr(std::min(mark + 1, target.size())));
    return request;
}

} // namespace tongbao::simulator
