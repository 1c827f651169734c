// SPDX-License-Identifier: MIT
// The word lists of guess_study. All entries are folded: lower case, without separators.

#include "model/guess_words.hpp"

#include <algorithm>

#include <span>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using Words = std::vector<std::string_view>;

struct RoleWords {
    LayerRole role;
    Words words;
};

std::vector<RoleWords> const& role_words() {
    using enum LayerRole;
    static std::vector<RoleWords> const table = {
        {corridor_legs, {"corridorleg", "routeleg", "legsofcorridor", "участкикоридор"}},
        {corridors, {"corridor", "route", "коридор", "маршрут", "дәліз", "бағыт"}},
        {legs,
         {"leg", "section", "segment", "link", "edge", "rail", "road", "участ", "перегон", "звен", "желдор", "железн",
          "дорог", "теміржол"}},
        {nodes, {"node", "station", "port", "crossing", "узел", "узлы", "станц", "порт", "переход", "бекет"}},
        {mines, {"mine", "deposit", "quarr", "pit", "месторожд", "рудник", "шахт", "карьер", "гок", "кенорын"}},
        {countries, {"countr", "admin0", "state", "стран", "государств", "елдер"}},
    };
    return table;
}

struct FieldWords {
    LayerRole role;
    std::string_view ours;
    Words words;
};

Words const naming = {"name", "nameen", "title", "label", "название", "наименование", "имя", "атауы", "аты"};
Words const country_words = {"country", "iso", "isoa2", "iso2", "страна", "государство", "ел"};
Words const state_words = {"status", "state", "состояние", "статус", "жағдайы"};
Words const source_words = {"source", "src", "источник"};

std::vector<FieldWords> const& field_words() {
    using enum LayerRole;
    static std::vector<FieldWords> const table = {
        {corridors, "id", {"corridor", "corridorid", "routeid", "id", "code", "код", "кодкоридора", "uid", "номер"}},
        {corridors, "name", naming},
        {corridors, "origin", {"origin", "from", "start", "начало", "откуда", "пунктотправления", "отправление"}},
        {corridors,
         "destination",
         {"destination", "dest", "to", "end", "конец", "куда", "пунктназначения", "назначение"}},
        {corridors, "status", state_words},
        {corridors, "source", source_words},
        {corridor_legs,
         "corridor",
         {"corridor", "corridorid", "route", "routeid", "коридор", "маршрут", "кодкоридора"}},
        {corridor_legs, "sequence", {"sequence", "seq", "order", "ordinal", "порядок", "номер", "пп"}},
        {corridor_legs, "leg", {"leg", "legid", "section", "sectionid", "участок", "кодучастка", "перегон"}},
        {corridor_legs, "direction", {"direction", "dir", "направление"}},
        {legs, "id", {"leg", "legid", "sectionid", "id", "code", "код", "кодучастка", "uid", "номер", "objectid"}},
        {legs,
         "from",
         {"from", "fromnode", "fromid", "start", "source", "начало", "откуда", "отузла", "станцияотправления"}},
        {legs, "to", {"to", "tonode", "toid", "end", "target", "конец", "куда", "доузла", "станцияназначения"}},
        {legs, "mode", {"mode", "transport", "type", "kind", "видтранспорта", "вид", "тип", "түрі"}},
        {legs, "gauge_mm", {"gaugemm", "gauge", "колея", "ширинаколеи"}},
        {legs, "status", state_words},
        {legs, "countries", {"countries", "country", "страны", "страна", "государства"}},
        {legs, "sea", {"sea", "basin", "море", "теңіз"}},
        {legs,
         "length_km",
         {"lengthkm", "lenkm", "length", "distance", "km", "длинакм", "длина", "протяженность", "ұзындығы"}},
        {legs, "length_source", {"lengthsource", "lensrc", "lensource"}},
        {legs, "source", source_words},
        {nodes, "id", {"node", "nodeid", "stationid", "id", "code", "код", "кодстанции", "uid", "номер", "objectid"}},
        {nodes, "name", naming},
        {nodes, "country", country_words},
        {nodes, "kind", {"kind", "type", "class", "тип", "вид", "түрі"}},
        {nodes, "dwell_h", {"dwellh", "dwell", "stoph", "стоянка", "простой", "времястоянки"}},
        {nodes, "fee_usd_t", {"feeusdt", "fee", "сбор", "плата"}},
        {nodes, "gauge_change", {"gaugechange", "gaugechg", "сменаколеи"}},
        {mines,
         "id",
         {"mine", "mineid", "depositid", "id", "code", "код", "кодместорождения", "uid", "номер", "objectid", "recid"}},
        {mines,
         "name",
         {"name", "sitename", "depname", "title", "название", "наименование", "имя", "месторождение", "атауы"}},
        {mines, "country", country_words},
        {mines,
         "commodities",
         {"commodities", "commodity", "commod", "mineral", "metal", "сырье", "сырьё", "полезноеископаемое",
          "ископаемое", "металл", "компонент", "пи"}},
        {mines, "operator", {"operator", "owner", "company", "недропользователь", "оператор", "компания", "владелец"}},
        {mines, "status", state_words},
        {mines, "production_t", {"productiont", "prodt", "production", "output", "добычат", "добыча", "производство"}},
        {mines, "production_of", {"productionof", "prodof"}},
        {mines, "precision_km", {"precisionkm", "coordkm", "accuracykm", "точностькм"}},
        {countries, "id", {"isoa2", "iso2", "iso31661", "alpha2", "iso", "id", "code", "код"}},
        {countries, "name", {"name", "nameen", "admin", "country", "название", "наименование", "страна", "атауы"}},
    };
    return table;
}

struct ValueWords {
    std::string_view field;
    std::string_view ours;
    Words words;
};

std::vector<ValueWords> const& value_words() {
    static std::vector<ValueWords> const table = {
        {"mode", "rail", {"railroad", "жд", "железнаядорога", "железнодорожный", "рельсовый", "теміржол"}},
        {"mode",
         "road",
         {"auto", "motorway", "авто", "автодорога", "автомобильный", "автомобильная", "дорога", "автожол"}},
        {"mode", "sea", {"water", "море", "морской", "морская", "паром", "теңіз"}},
        {"status",
         "operating",
         {"operational", "existing", "inuse", "действует", "действующий", "действующая", "действующее",
          "эксплуатируется", "жұмысістейді"}},
        {"status", "construction", {"building", "строится", "строящийся", "строящаяся", "строительство"}},
        {"status",
         "planned",
         {"plan", "future", "план", "проект", "планируется", "планируемый", "планируемая", "проектируемый"}},
        {"status", "closed", {"disused", "закрыт", "закрыта", "закрыто", "законсервирован", "недействует"}},
        {"direction", "forward", {"f", "прямое", "прямо", "туда"}},
        {"direction", "reverse", {"r", "backward", "обратное", "обратно"}},
    };
    return table;
}

/// Lower case of a two-byte Cyrillic letter.
void append_lower(unsigned char lead, unsigned char trail, std::string& text) {
    auto const put = [&](unsigned a, unsigned b) { text += {static_cast<char>(a), static_cast<char>(b)}; };
    if (lead == 0xD0 && trail >= 0x90 && trail <= 0x9F)
        put(0xD0, trail + 0x20U); // А-П
    else if (lead == 0xD0 && trail >= 0xA0 && trail <= 0xAF)
        put(0xD1, trail - 0x20U); // Р-Я
    else if (lead == 0xD0 && trail <= 0x8F)
        put(0xD1, trail + 0x10U); // Ё, І and their like
    else if ((lead == 0xD2 && trail >= 0x8A) || (lead == 0xD3 && trail >= 0x90))
        put(lead, trail | 1U); // Қ, Ғ, Ә, Ө
    else
        put(lead, trail);
}

bool is_separator(unsigned char c) noexcept {
    return c == ' ' || c == '_' || c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || c == ',';
}

constexpr std::size_t dbf_name_bytes = 10;
constexpr std::size_t least_cut_letters = 5;

} // namespace

std::string fold_name(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const c = static_cast<unsigned char>(text[i]);
        if (c >= 'A' && c <= 'Z')
            result += static_cast<char>(c - 'A' + 'a');
        else if (c >= 0xD0 && c <= 0xD3 && i + 1 < text.size())
            append_lower(c, static_cast<unsigned char>(text[++i]), result);
        else if (!is_separator(c))
            result += static_cast<char>(c);
    }
    return result;
}

bool speaks_of(std::string_view name, LayerRole role) {
    std::string const folded = fold_name(name);
    auto const entry = std::ranges::find(role_words(), role, &RoleWords::role);
    return std::ranges::any_of(entry->words,
                               [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

std::optional<std::size_t> field_match(std::string_view field, LayerRole role, std::string_view ours) {
    std::string const folded = fold_name(field);
    auto const entry =
        std::ranges::find_if(field_words(), [&](auto const& e) { return e.role == role && e.ours == ours; });
    if (entry == field_words().end() || folded.empty())
        return std::nullopt;
    for (std::size_t i = 0; i < entry->words.size(); ++i)
        if (entry->words[i] == folded)
            return i;
    // CP1251 leaves ten Cyrillic letters of a name, UTF-8 five; both are at least ten bytes here.
    if (field.size() < dbf_name_bytes || display_width(folded) < least_cut_letters)
        return std::nullopt;
    for (std::size_t i = 0; i < entry->words.size(); ++i)
        if (entry->words[i].starts_with(folded))
            return entry->words.size() + i;
    return std::nullopt;
}

std::optional<std::string> translated_value(std::string_view value, std::string_view ours) {
    std::string const folded = fold_name(value);
    for (ValueWords const& entry : value_words())
        if (entry.field == ours && std::ranges::find(entry.words, folded) != entry.words.end())
            return std::string(entry.ours);
    return std::nullopt;
}

} // namespace oreway
