// SPDX-License-Identifier: MIT
// Styles of rasters as QML of QGIS 3.22, from the range of the data.

#include "oreway/exporters/raster_style.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

struct Colour {
    double red, green, blue; // 0 to 255
};

/// Viridis (Smith and van der Walt 2015, CC0) at nine equal steps from dark to light.
constexpr std::array<Colour, 9> viridis = {{{68, 1, 84},
                                            {71, 45, 123},
                                            {59, 82, 139},
                                            {44, 114, 142},
                                            {33, 145, 140},
                                            {40, 174, 128},
                                            {94, 201, 98},
                                            {173, 220, 48},
                                            {253, 231, 37}}};
/// Purple to orange over white (ColorBrewer PuOr, nine classes), told apart by all colour-blind readers.
constexpr std::array<Colour, 9> purple_orange = {{{84, 39, 136},
                                                  {128, 115, 172},
                                                  {178, 171, 210},
                                                  {216, 218, 235},
                                                  {247, 247, 247},
                                                  {254, 224, 182},
                                                  {253, 184, 99},
                                                  {224, 130, 20},
                                                  {179, 88, 6}}};
/// Round the compass and back, for north, east, south and west.
constexpr std::array<Colour, 5> compass = {
    {{226, 217, 226}, {94, 136, 188}, {47, 20, 54}, {178, 92, 80}, {226, 217, 226}}};
/// Okabe and Ito (2008), without black and yellow, which vanish on maps.
constexpr std::array<Colour, 6> okabe_ito = {
    {{230, 159, 0}, {86, 180, 233}, {0, 158, 115}, {0, 114, 178}, {213, 94, 0}, {204, 121, 167}}};

std::string hex(Colour c) {
    auto const byte = [](double v) { return static_cast<int>(std::lround(std::clamp(v, 0.0, 255.0))); };
    return fmt::format("#{:02x}{:02x}{:02x}", byte(c.red), byte(c.green), byte(c.blue));
}

Colour mixed(Colour a, Colour b, double share) {
    return {a.red + share * (b.red - a.red), a.green + share * (b.green - a.green), a.blue + share * (b.blue - a.blue)};
}

template <std::size_t size> Colour colour_at(std::array<Colour, size> const& ramp, double share) {
    double const at = std::clamp(share, 0.0, 1.0) * static_cast<double>(size - 1);
    auto const below = std::min(static_cast<std::size_t>(at), size - 2);
    return mixed(ramp[below], ramp[below + 1], at - static_cast<double>(below));
}

/// Categories beyond the palette get the same hues lighter and darker, so neighbours still differ.
Colour category_colour(std::size_t position) {
    Colour const base = okabe_ito[position % okabe_ito.size()];
    constexpr std::array<double, 5> shades = {0.0, -0.35, 0.35, -0.6, 0.6};
    double const shade = shades[position / okabe_ito.size() % shades.size()];
    Colour const target = shade < 0.0 ? Colour{0, 0, 0} : Colour{255, 255, 255};
    return mixed(base, target, std::abs(shade));
}

double round_step(double rough) {
    double const power = std::pow(10.0, std::floor(std::log10(rough)));
    for (double const step : {1.0, 2.0, 2.5, 5.0})
        if (step * power >= rough * (1.0 - 1e-9))
            return step * power;
    return 10.0 * power;
}

std::vector<double> even_breaks(double least, double greatest) {
    constexpr double classes = 7.0;
    double const step = round_step((greatest - least) / classes);
    std::vector<double> breaks;
    for (double value = std::floor(least / step) * step + step; value < greatest; value += step)
        breaks.push_back(std::round(value / step) * step);
    breaks.push_back(std::ceil(greatest / step - 1e-9) * step);
    return breaks;
}

/// Numbers of the series 1, 2, 5, 10, 20, ... by their place in it.
double in_series(int place) {
    constexpr std::array<double, 3> steps = {1.0, 2.0, 5.0};
    int const power = place >= 0 ? place / 3 : (place - 2) / 3;
    return steps[static_cast<std::size_t>(place - 3 * power)] * std::pow(10.0, power);
}

/// ... 1, 2, 5, 10 ... up to the greatest value: near places are told apart better than far ones.
std::vector<double> growing_breaks(double greatest) {
    constexpr int classes = 8;
    int last = 3 * static_cast<int>(std::floor(std::log10(greatest)));
    while (in_series(last) < greatest * (1.0 - 1e-9))
        ++last;
    std::vector<double> breaks;
    for (int place = last - classes + 1; place <= last; ++place)
        breaks.push_back(in_series(place));
    return breaks;
}

std::string number(double value) {
    double const rounded = std::abs(value) < 1e-12 ? 0.0 : value;
    return std::abs(rounded) >= 1e6 || (rounded != 0.0 && std::abs(rounded) < 1e-3) ? fmt::format("{:.3g}", rounded)
                                                                                    : fmt::format("{:.6g}", rounded);
}

std::string item(double value, Colour colour, std::string_view label, int alpha = 255) {
    return fmt::format("          <item value=\"{}\" color=\"{}\" alpha=\"{}\" label=\"{}\"/>\n",
                       std::isfinite(value) ? shortest(value) : "inf", hex(colour), alpha, escape_xml(label));
}

std::string with_unit(std::string text, RasterStyle const& style) {
    return style.unit.empty() ? text : text + " " + style.unit;
}

/// The part of the file round a renderer.
std::string wrapped(std::string_view renderer) {
    return fmt::format("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
                       "<!-- Breaks are round numbers over the range of the data. -->\n"
                       "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Rendering\">\n"
                       "  <pipe>\n"
                       "    <provider>\n"
                       "      <resampling enabled=\"false\" zoomedInResamplingMethod=\"nearestNeighbour\" "
                       "zoomedOutResamplingMethod=\"nearestNeighbour\" maxOversampling=\"2\"/>\n"
                       "    </provider>\n"
                       "{}"
                       "    <brightnesscontrast brightness=\"0\" contrast=\"0\" gamma=\"1\"/>\n"
                       "    <huesaturation saturation=\"0\" grayscaleMode=\"0\"/>\n"
                       "    <rasterresampler maxOversampling=\"2\"/>\n"
                       "    <resamplingStage>resamplingFilter</resamplingStage>\n"
                       "  </pipe>\n"
                       "  <blendMode>0</blendMode>\n"
                       "</qgis>\n",
                       renderer);
}

std::string shaded(std::string_view kind, double least, double greatest, std::string_view items) {
    return fmt::format(
        "    <rasterrenderer type=\"singlebandpseudocolor\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" nodataColor=\"\" "
        "classificationMin=\"{0}\" classificationMax=\"{1}\">\n"
        "      <rasterTransparency/>\n"
        "      <rastershader>\n"
        "        <colorrampshader colorRampType=\"{2}\" classificationMode=\"1\" clip=\"0\" minimumValue=\"{0}\" "
        "maximumValue=\"{1}\" labelPrecision=\"0\">\n"
        "{3}"
        "        </colorrampshader>\n"
        "      </rastershader>\n"
        "    </rasterrenderer>\n",
        shortest(least), shortest(greatest), kind, items);
}

std::string classes_text(double from, double to, RasterStyle const& style) {
    return with_unit(fmt::format("{} to {}", number(from), number(to)), style);
}

std::string classed(RasterStyle const& style, double least, double greatest) {
    double const unit = style.unit_size;
    std::vector<double> const breaks = round_breaks(least / unit, greatest / unit);
    double from = std::min(0.0, least / unit);
    if (least / unit > 0.0 && breaks.size() > 1)
        from = std::max(0.0, breaks.front() - (breaks[1] - breaks.front()));
    double const first = from;
    std::string items;
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        double const share = breaks.size() > 1 ? static_cast<double>(i) / static_cast<double>(breaks.size() - 1) : 0.0;
        double const light = style.ramp == RasterRamp::near ? 1.0 - share : share;
        double const value = i + 1 < breaks.size() ? breaks[i] * unit : std::max(breaks[i] * unit, greatest);
        items += item(value, colour_at(viridis, light), classes_text(from, breaks[i], style));
        from = breaks[i];
    }
    if (style.ramp == RasterRamp::amount && least >= 0.0)
        items = item(0.0, {255, 255, 255}, with_unit("0", style), 0) + items;
    return shaded("DISCRETE", first * unit, breaks.back() * unit, items);
}

std::string diverging(RasterStyle const& style, double least, double greatest) {
    double const unit = style.unit_size;
    double const farthest = std::max(std::abs(least), std::abs(greatest)) / unit;
    std::vector<double> const sides = round_breaks(0.0, farthest > 0.0 ? farthest : 1.0);
    double const end = sides.back();
    std::vector<double> breaks;
    for (auto at = sides.rbegin() + 1; at != sides.rend(); ++at)
        breaks.push_back(-*at);
    breaks.push_back(0.0);
    breaks.insert(breaks.end(), sides.begin(), sides.end());
    std::string items;
    double from = -end;
    for (std::size_t i = 0; i < breaks.size(); ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(breaks.size() - 1);
        double const value = i + 1 < breaks.size() ? breaks[i] * unit : std::max(breaks[i] * unit, greatest);
        items += item(value, colour_at(purple_orange, share), classes_text(from, breaks[i], style));
        from = breaks[i];
    }
    return shaded("DISCRETE", -end * unit, end * unit, items);
}

std::string directions() {
    constexpr std::array<std::string_view, 9> names = {"north",      "north-east", "east",       "south-east", "south",
                                                       "south-west", "west",       "north-west", "north"};
    std::string items;
    for (std::size_t i = 0; i < names.size(); ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(names.size() - 1);
        items += item(360.0 * share, colour_at(compass, share), names[i]);
    }
    return shaded("INTERPOLATED", 0.0, 360.0, items);
}

std::string paletted(RasterStyle const& style) {
    std::string entries;
    for (std::size_t i = 0; i < style.categories.size(); ++i)
        entries += fmt::format("        <paletteEntry value=\"{}\" color=\"{}\" alpha=\"255\" label=\"{}\"/>\n",
                               shortest(style.categories[i].value), hex(category_colour(i)),
                               escape_xml(style.categories[i].label));
    return fmt::format("    <rasterrenderer type=\"paletted\" band=\"1\" opacity=\"1\" alphaBand=\"-1\" "
                       "nodataColor=\"\">\n"
                       "      <rasterTransparency/>\n"
                       "      <colorPalette>\n"
                       "{}"
                       "      </colorPalette>\n"
                       "    </rasterrenderer>\n",
                       entries);
}

std::string renderer_of(RasterStyle const& style, double least, double greatest) {
    switch (style.ramp) {
    case RasterRamp::diverging:
        return diverging(style, least, greatest);
    case RasterRamp::direction:
        return directions();
    case RasterRamp::categories:
        return paletted(style);
    case RasterRamp::near:
    case RasterRamp::amount:
        break;
    }
    return classed(style, least, greatest);
}

} // namespace

std::vector<double> round_breaks(double least, double greatest) {
    if (!(greatest > least))
        return {greatest};
    bool const wide = least >= 0.0 && least < greatest / 50.0;
    return wide ? growing_breaks(greatest) : even_breaks(least, greatest);
}

std::string raster_qml(RasterStyle const& style, double least, double greatest) {
    return wrapped(renderer_of(style, least, greatest));
}

} // namespace oreway
