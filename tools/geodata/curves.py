# SPDX-License-Identifier: MIT
"""The line of a railway through its known points: a smooth curve instead of straight pieces.

A railway turns in wide curves, so a curve that passes a station in the direction of its neighbours lies nearer to the track than the
chords do. It is the centripetal Catmull-Rom spline (Catmull and Rom 1974; exponent 0.5, Yuksel, Schaefer and Keyser 2011), which has no
loops and passes every point. Each piece depends on four points of the same leg only, so a new leg leaves all others as they are. Pieces
longer than LONGEST_KM stay straight, because no gain was measured on them, and so does a leg that turns by more than SHARPEST_DEG at a
point: there trains reverse or lines join (docs/geometry-report.md, "Curves").
"""
import math

LONGEST_KM = 35.0
SHARPEST_DEG = 120.0
TOLERANCE_KM = 0.05  # how far the points of the drawn line may lie from the curve
DECIMALS = 5  # about 1 m, so that the bytes do not depend on the last digits of a cosine
PIECES = 32
KM_PER_DEGREE = 111.2


def smooth(points):
    """The points of the curve through (lon, lat) pairs; the given points are among them, unchanged."""
    if len(points) < 3 or max(_turn(*three) for three in zip(points, points[1:], points[2:])) > SHARPEST_DEG:
        return list(points)
    padded = [_mirrored(points[1], points[0]), *points, _mirrored(points[-2], points[-1])]
    out = [points[0]]
    for four in zip(padded, padded[1:], padded[2:], padded[3:]):
        out += [*_piece(four), four[2]]
    return out


def _turn(a, b, c):
    """By how many degrees the way from a over b to c turns at b."""
    scale = math.cos(math.radians(b[1]))
    come, go = (math.atan2(q[1] - p[1], (q[0] - p[0]) * scale) for p, q in ((a, b), (b, c)))
    return abs(math.degrees(math.remainder(go - come, 2.0 * math.pi)))


def _mirrored(point, centre):
    """A point beyond the end of the line, so that the first and the last piece bend like their neighbour."""
    return 2.0 * centre[0] - point[0], 2.0 * centre[1] - point[1]


def _piece(four):
    """What lies between the second and the third of four points, both left out."""
    origin = four[1]
    scale = KM_PER_DEGREE * math.cos(math.radians((four[1][1] + four[2][1]) / 2.0)), KM_PER_DEGREE
    flat = [tuple((p[axis] - origin[axis]) * scale[axis] for axis in (0, 1)) for p in four]
    knots = [0.0]
    for a, b in zip(flat, flat[1:]):
        knots.append(knots[-1] + math.sqrt(math.dist(a, b)))
    if math.dist(flat[1], flat[2]) > LONGEST_KM or len(set(knots)) < len(knots):  # too long, or a point twice
        return []
    curve = [flat[1], *(_at(flat, knots, knots[1] + (knots[2] - knots[1]) * k / PIECES) for k in range(1, PIECES)), flat[2]]
    return [tuple(round(origin[axis] + p[axis] / scale[axis], DECIMALS) for axis in (0, 1)) for p in _thinned(curve)[1:-1]]


def _at(points, knots, t):
    """The spline at t by the pyramid of Barry and Goldman (1988)."""
    first = [_between(points[i], points[i + 1], knots[i], knots[i + 1], t) for i in range(3)]
    second = [_between(first[i], first[i + 1], knots[i], knots[i + 2], t) for i in range(2)]
    return _between(*second, knots[1], knots[2], t)


def _between(a, b, start, end, t):
    share = (t - start) / (end - start)
    return tuple(p + share * (q - p) for p, q in zip(a, b))


def _thinned(points):
    """The fewest points that keep within TOLERANCE_KM (Douglas and Peucker 1973)."""
    distance, index = max(((_offset(p, points[0], points[-1]), i) for i, p in enumerate(points[1:-1], 1)), default=(0.0, 0))
    if distance <= TOLERANCE_KM:
        return [points[0], points[-1]]
    return _thinned(points[:index + 1])[:-1] + _thinned(points[index:])


def _offset(p, a, b):
    """Distance of a point from the line through a and b, from a when they are one point."""
    along = math.dist(a, b)
    if along == 0.0:
        return math.dist(p, a)
    return abs((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])) / along
