# SPDX-License-Identifier: MIT
"""Lengths and areas on the WGS 84 ellipsoid, without a package that Debian's GDAL does not bring.

Lengths are Vincenty's inverse solution (Survey Review 23, 1975): better than 1 mm for every pair of points that are not nearly
antipodal, which no leg is. Areas integrate the authalic latitude exactly along each edge after long edges were split on the great
circle, which is within a few parts in a million of the geodesic polygon.
"""
import math

SEMI_MAJOR = 6378137.0
FLATTENING = 1.0 / 298.257223563
SEMI_MINOR = SEMI_MAJOR * (1.0 - FLATTENING)
ECCENTRICITY2 = FLATTENING * (2.0 - FLATTENING)
ECCENTRICITY = math.sqrt(ECCENTRICITY2)
LONGEST_EDGE_DEG = 0.1


def length_m(a, b):
    """Metres between two (lon, lat) pairs in degrees."""
    if a == b:
        return 0.0
    span = math.radians(b[0] - a[0])
    u1 = math.atan((1.0 - FLATTENING) * math.tan(math.radians(a[1])))
    u2 = math.atan((1.0 - FLATTENING) * math.tan(math.radians(b[1])))
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    lam = span
    for _ in range(200):
        sin_lam, cos_lam = math.sin(lam), math.cos(lam)
        sin_sigma = math.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
        cos_sigma = sin1 * sin2 + cos1 * cos2 * cos_lam
        sigma = math.atan2(sin_sigma, cos_sigma)
        sin_alpha = cos1 * cos2 * sin_lam / sin_sigma
        cos2_alpha = 1.0 - sin_alpha * sin_alpha
        cos_2sm = cos_sigma - 2.0 * sin1 * sin2 / cos2_alpha if cos2_alpha > 1e-15 else 0.0
        c = FLATTENING / 16.0 * cos2_alpha * (4.0 + FLATTENING * (4.0 - 3.0 * cos2_alpha))
        before = lam
        lam = span + (1.0 - c) * FLATTENING * sin_alpha * (
            sigma + c * sin_sigma * (cos_2sm + c * cos_sigma * (2.0 * cos_2sm * cos_2sm - 1.0)))
        if abs(lam - before) < 1e-13:
            break
    else:
        raise ValueError(f"no geodesic found between {a} and {b}: the points are nearly antipodal")
    u_sq = cos2_alpha * (SEMI_MAJOR**2 - SEMI_MINOR**2) / SEMI_MINOR**2
    big_a = 1.0 + u_sq / 16384.0 * (4096.0 + u_sq * (-768.0 + u_sq * (320.0 - 175.0 * u_sq)))
    big_b = u_sq / 1024.0 * (256.0 + u_sq * (-128.0 + u_sq * (74.0 - 47.0 * u_sq)))
    delta = big_b * sin_sigma * (cos_2sm + big_b / 4.0 * (
        cos_sigma * (2.0 * cos_2sm**2 - 1.0)
        - big_b / 6.0 * cos_2sm * (4.0 * sin_sigma**2 - 3.0) * (4.0 * cos_2sm**2 - 3.0)))
    return SEMI_MINOR * big_a * (sigma - delta)


def line_m(points):
    """Metres along a list of (lon, lat) pairs."""
    return sum(length_m(a, b) for a, b in zip(points, points[1:]))


def _authalic_q(lat_deg):
    s = math.sin(math.radians(lat_deg))
    e = ECCENTRICITY
    return (1.0 - ECCENTRICITY2) * (s / (1.0 - ECCENTRICITY2 * s * s) + math.atanh(e * s) / e)


def _split(a, b):
    """Points after a up to b, on the great circle, no further apart than LONGEST_EDGE_DEG."""
    n = int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / LONGEST_EDGE_DEG) + 1
    if n == 1 or a[0] == b[0]:
        return [b]
    va, vb = _unit(a), _unit(b)
    omega = math.acos(max(-1.0, min(1.0, sum(x * y for x, y in zip(va, vb)))))
    if omega == 0.0:
        return [b]
    out = []
    for i in range(1, n):
        t = i / n
        wa, wb = math.sin((1.0 - t) * omega) / math.sin(omega), math.sin(t * omega) / math.sin(omega)
        x, y, z = (wa * p + wb * q for p, q in zip(va, vb))
        out.append((math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))))
    return out + [b]


def _unit(p):
    lon, lat = math.radians(p[0]), math.radians(p[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def ring_km2(ring):
    """Square kilometres inside a closed ring of (lon, lat) pairs, always positive."""
    total = 0.0
    for a, b in zip(ring, ring[1:]):
        last = a
        for p in _split(a, b):
            total += (p[0] - last[0]) * (_authalic_q(p[1]) + _authalic_q(last[1])) / 2.0
            last = p
    return abs(math.radians(total) * SEMI_MAJOR**2 / 2.0) / 1e6
