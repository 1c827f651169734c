// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Quantities with their unit in the type, so that kilometres are never taken for metres. A quantity is a `double` at
/// run time.
///
///     Metres radius = 50.0_km;
///     double km = to_kilometres(radius);

#include <compare>

namespace oreway {

/// A number of one unit. Same-unit arithmetic only; the ratio of two quantities is a plain number.
template <class Tag> class Quantity {
public:
    constexpr Quantity() noexcept = default;
    constexpr explicit Quantity(double value) noexcept : m_value(value) {}

    /// The number in the unit that names the type.
    [[nodiscard]] constexpr double value() const noexcept { return m_value; }

    constexpr auto operator<=>(Quantity const&) const noexcept = default;
    constexpr Quantity& operator+=(Quantity other) noexcept {
        m_value += other.m_value;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity other) noexcept {
        m_value -= other.m_value;
        return *this;
    }
    friend constexpr Quantity operator+(Quantity a, Quantity b) noexcept { return Quantity(a.m_value + b.m_value); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) noexcept { return Quantity(a.m_value - b.m_value); }
    friend constexpr Quantity operator-(Quantity a) noexcept { return Quantity(-a.m_value); }
    friend constexpr Quantity operator*(Quantity a, double k) noexcept { return Quantity(a.m_value * k); }
    friend constexpr Quantity operator*(double k, Quantity a) noexcept { return Quantity(a.m_value * k); }
    friend constexpr Quantity operator/(Quantity a, double k) noexcept { return Quantity(a.m_value / k); }
    friend constexpr double operator/(Quantity a, Quantity b) noexcept { return a.m_value / b.m_value; }

private:
    double m_value = 0.0;
};

using Metres = Quantity<struct MetresTag>;
using SquareMetres = Quantity<struct SquareMetresTag>;
using Degrees = Quantity<struct DegreesTag>;
using Hours = Quantity<struct HoursTag>;
using Tonnes = Quantity<struct TonnesTag>;

[[nodiscard]] constexpr double to_kilometres(Metres length) noexcept {
    return length.value() / 1000.0;
}
[[nodiscard]] constexpr double to_square_kilometres(SquareMetres area) noexcept {
    return area.value() / 1e6;
}
[[nodiscard]] constexpr Metres kilometres(double km) noexcept {
    return Metres(km * 1000.0);
}

inline namespace literals {
constexpr Metres operator""_m(long double v) noexcept {
    return Metres(static_cast<double>(v));
}
constexpr Metres operator""_km(long double v) noexcept {
    return Metres(static_cast<double>(v) * 1000.0);
}
constexpr Degrees operator""_deg(long double v) noexcept {
    return Degrees(static_cast<double>(v));
}
} // namespace literals

} // namespace oreway
