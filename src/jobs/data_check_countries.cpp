// SPDX-License-Identifier: MIT
// Country codes against ISO 3166-1 and the countries layer.

#include <map>
#include <set>

#include <fmt/format.h>

#include "jobs/country_codes.hpp"
#include "jobs/data_check.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

struct UsedCode {
    std::string code;
    std::string where;
};

void take_codes(DataTable const& table, std::string_view field, std::vector<UsedCode>& used) {
    for (std::size_t row = 0; row < table.size(); ++row)
        for (std::string const& code : table.list(row, field))
            used.push_back({code, table.where(row)});
}

/// Rates are given for countries, for seas and for all others ("*").
void take_rate_countries(DataSet const& data, std::vector<UsedCode>& used) {
    std::set<std::string> seas;
    for (Vocabulary const& vocabulary : vocabularies())
        if (vocabulary.field == "legs.sea")
            for (std::string const& sea : split(vocabulary.words, ' '))
                seas.insert(sea);
    if (DataTable const* const legs = data.find(LayerRole::legs))
        for (std::size_t row = 0; row < legs->size(); ++row)
            seas.insert(legs->text(row, "sea"));
    for (std::size_t row = 0; row < data.rates->size(); ++row)
        if (std::string const code = data.rates->text(row, "country"); code != "*" && !seas.contains(code))
            used.push_back({code, data.rates->where(row)});
}

std::vector<UsedCode> used_codes(DataSet const& data) {
    std::vector<UsedCode> used;
    for (auto const& [role, field] : {std::pair(LayerRole::nodes, "country"), std::pair(LayerRole::legs, "countries"),
                                      std::pair(LayerRole::mines, "country")})
        if (DataTable const* const table = data.find(role))
            take_codes(*table, field, used);
    for (ExposureSet const& set : data.study.exposures)
        for (std::string const& code : set.countries)
            used.push_back({code, fmt::format("study, exposure '{}'", set.id)});
    if (data.rates)
        take_rate_countries(data, used);
    return used;
}

std::string meant(std::string const& code) {
    auto const alpha3 = alpha3_of(code);
    return alpha3 ? fmt::format("; {} is meant", *alpha3) : "";
}

void check_codes(DataSet const& data, RuleReport& report) {
    std::vector<UsedCode> const used = used_codes(data);
    std::size_t two_letters = 0;
    for (UsedCode const& use : used)
        two_letters += use.code.size() == 2 ? 1U : 0U;
    std::size_t const length = 2 * two_letters >= used.size() ? 2 : 3;
    std::set<std::string> drawn;
    DataTable const* const countries = data.find(LayerRole::countries);
    for (std::size_t row = 0; countries != nullptr && row < countries->size(); ++row)
        drawn.insert(countries->text(row, "id"));
    report.checked("country.code", used.size());
    for (UsedCode const& use : used) {
        std::string const quoted = fmt::format("the country '{}'", use.code);
        if (find_country_code(use.code) == nullptr)
            report.fault("country.code", quoted + " is no code of ISO 3166-1" + meant(use.code), use.where);
        else if (use.code.size() != length)
            report.fault("country.code",
                         fmt::format("{} has {} letters, most others have {}", quoted, use.code.size(), length),
                         use.where);
        else if (!drawn.empty() && !drawn.contains(use.code))
            report.fault("country.code", quoted + " is not in the countries layer", use.where);
    }
}

void check_alpha3(DataSet const& data, RuleReport& report) {
    DataTable const* const countries = data.find(LayerRole::countries);
    if (countries == nullptr)
        return;
    std::string const field = countries->has("alpha3") ? "alpha3" : "id";
    report.checked("country.alpha3", countries->size());
    for (std::size_t row = 0; row < countries->size(); ++row) {
        std::string const id = countries->text(row, "id");
        std::string const alpha3 = countries->text(row, field);
        CountryCode const* const by_id = find_country_code(id);
        CountryCode const* const by_alpha3 = alpha3.size() == 3 ? find_country_code(alpha3) : nullptr;
        if (by_alpha3 == nullptr && !(alpha3.size() == 3 && is_user_assigned(alpha3)))
            report.fault("country.alpha3",
                         fmt::format("'{}' is no alpha-3 code of ISO 3166-1 and none that it leaves to its users{}",
                                     alpha3, meant(id)),
                         countries->where(row));
        else if (by_id != by_alpha3)
            report.fault("country.alpha3",
                         fmt::format("the country '{}' has the alpha-3 code '{}'{}", id, alpha3, meant(id)),
                         countries->where(row));
    }
}

} // namespace

void check_country_codes(DataSet const& data, RuleReport& report) {
    check_codes(data, report);
    check_alpha3(data, report);
}

} // namespace oreway
