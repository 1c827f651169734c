#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The curve that joins the points of a railway: /usr/bin/python3 tests/geodata/test_curves.py. Plain Python.

Expected numbers come from geometry that everybody can redo: an arc of a circle, whose length is radius times angle, and the spline of
Catmull and Rom worked out by hand for distances of 1, 4 and 1 km, with the centripetal knots 0, 1, 3, 4.
"""
import math
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools" / "geodata"))

import curves  # noqa: E402

KM = curves.KM_PER_DEGREE  # near the equator, where the tests are, a degree is the same in both directions to 1e-5


def arc(radius_km, degrees, step):
    return [(math.sin(math.radians(a)) * radius_km / KM, math.cos(math.radians(a)) * radius_km / KM) for a in range(0, degrees + 1, step)]


def length_km(line):
    return sum(math.dist(a, b) for a, b in zip(line, line[1:])) * KM


class Curves(unittest.TestCase):
    def test_the_given_points_are_on_the_line_unchanged_and_in_order(self):
        points = [(60.123456789, 40.0), (60.2, 40.1), (60.3, 40.05), (60.45, 40.2)]
        line = curves.smooth(points)
        self.assertGreater(len(line), len(points))
        self.assertEqual([p for p in line if p in points], points)

    def test_an_arc_of_a_circle_gets_the_length_that_its_chords_lack(self):
        points = arc(30.0, 120, 20)
        real, chords, drawn = 30.0 * math.radians(120), length_km(points), length_km(curves.smooth(points))
        self.assertGreater(real - chords, 0.3)
        # The end pieces mirror their neighbour and bend half as much; the rest is within a part in a thousand.
        self.assertLess(abs(real - drawn), 0.35 * (real - chords))

    def test_the_middle_of_a_piece_is_the_one_worked_out_by_hand(self):
        # At the middle, t = 2, the pyramid gives A1 / 6 + 2 A2 / 3 + A3 / 6 with A1 = (0, 2), A2 = (2, 1), A3 = (4, 2): a third of a
        # kilometre over the chord. The uniform spline would give an eighth, the chordal one four fifths.
        line = curves.smooth([(x / KM, y / KM) for x, y in ((0.0, 0.0), (0.0, 1.0), (4.0, 1.0), (4.0, 0.0))])
        nearest = min(_from_line((2.0 / KM, 4.0 / 3.0 / KM), p, q) for p, q in zip(line, line[1:])) * KM
        self.assertLess(nearest, curves.TOLERANCE_KM + 0.002)

    def test_the_line_does_not_break_at_a_point(self):
        line = curves.smooth(arc(20.0, 90, 30))
        turns = [abs(math.remainder(math.atan2(c[1] - b[1], c[0] - b[0]) - math.atan2(b[1] - a[1], b[0] - a[0]), 2.0 * math.pi))
                 for a, b, c in zip(line, line[1:], line[2:])]
        self.assertLess(math.degrees(max(turns)), 16.0)  # the chords turn by 30 degrees at every point

    def test_two_points_make_a_straight_line(self):
        self.assertEqual(curves.smooth([(60.0, 40.0), (60.1, 40.1)]), [(60.0, 40.0), (60.1, 40.1)])

    def test_a_piece_that_is_too_long_stays_straight_and_its_neighbours_bend(self):
        far, near = ((curves.LONGEST_KM + more) / KM for more in (1.0, -1.0))
        points = [(0.0, 0.0), (0.1, 0.1), (0.2, 0.1), (0.2, 0.1 + far)]
        line = curves.smooth(points)
        self.assertEqual(line[-2:], points[-2:])
        self.assertNotEqual(curves.smooth([*points[:3], (0.2, 0.1 + near)])[-2], points[2])
        self.assertGreater(line.index(points[1]), 1)

    def test_a_leg_on_which_trains_reverse_stays_straight(self):
        there_and_back = [(0.0, 0.0), (0.1, 0.0), (0.2, 0.01), (0.1, 0.03), (0.0, 0.05)]
        self.assertEqual(curves.smooth(there_and_back), there_and_back)
        self.assertNotEqual(curves.smooth(there_and_back[:3]), there_and_back[:3])

    def test_a_point_that_stands_twice_does_no_harm(self):
        points = [(0.0, 0.0), (0.1, 0.0), (0.1, 0.0), (0.2, 0.1)]
        self.assertEqual([p for p in curves.smooth(points) if p in points], points)

    def test_the_line_read_backwards_is_the_same_line(self):
        points = [(60.0, 40.0), (60.2, 40.1), (60.3, 40.05), (60.45, 40.2)]
        there, back = curves.smooth(points), curves.smooth(points[::-1])[::-1]
        self.assertAlmostEqual(length_km(there), length_km(back), delta=0.01)


def _from_line(p, a, b):
    """Distance of a point from the piece between a and b, in degrees."""
    share = max(0.0, min(1.0, ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / math.dist(a, b) ** 2))
    return math.dist(p, (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))


if __name__ == "__main__":
    unittest.main()
