# SPDX-License-Identifier: MIT
"""docs/geometry-report.md: the drawn legs against known lengths and against the lines on the ground, as text."""
import numpy as np

import curves
import sections


def text(found, known, limit_km):
    return "\n".join([*_head(), *_curves(found), *_lengths(found, known), *_offsets(found, limit_km)]) + "\n"


def _head():
    return ["# Geometry of the bundled legs against the ground", "",
            "Made by `tools/geodata/check_offsets.py`; do not edit. The OpenStreetMap rail lines serve for checking only: no vertex comes from",
            "them. Vertices are stations, towns, bridges, deposits and own readings, some are computed from such points;",
            "`geodata/tables/leg_vertices.csv` has a source for each. An operating rail leg is drawn as a smooth curve through its vertices",
            "(`tools/geodata/curves.py`), every other leg as the chain of straight lines."]


def _row(name, rows, kind):
    every = np.concatenate([getattr(row, kind) for row in rows])
    share = [abs(getattr(row, f"{'drawn' if kind == 'curve' else 'straight'}_km") / row.way_km - 1.0) for row in rows]
    of_legs = np.mean([np.percentile(getattr(row, kind), 95) for row in rows])
    p50, p95 = np.percentile(every, [50, 95])
    return (f"| {name} | {every.mean():.3f} | {p50:.3f} | {p95:.2f} | {of_legs:.2f} | {100 * np.mean(share):.2f} | "
            f"{sum(s <= sections.TOLERANCE for s in share)} |")


def _curves(found):
    rows = list(found.values())
    change = [row.curve.mean() - row.straight.mean() for row in rows]
    return ["", "## Curves", "",
            f"All {len(rows)} operating rail legs in the reach of the lines, a distance every 0.5 km of the track. The form of the curve, the",
            f"longest piece that is bent ({curves.LONGEST_KM:.0f} km) and the sharpest turn ({curves.SHARPEST_DEG:.0f} degrees) were chosen by these distances over all legs, never by lengths and never leg by leg;",
            "centripetal and chordal splines, cubics along the bisectors and along the circles through three points differ by less than 3 % of the mean.", "",
            "| drawn as | mean distance km | p50 km | p95 km | mean p95 of the legs km | mean difference of length % | legs within 3 % |",
            "|---|---|---|---|---|---|---|", _row("straight lines between the vertices", rows, "straight"),
            _row("smooth curve", rows, "curve"), "",
            f"{sum(c < -0.005 for c in change)} legs come nearer by more than 5 m in the mean, {sum(c > 0.005 for c in change)} go further away, "
            "the others stay (no vertex, a sharp turn, or a straight line).",
            "Two other ideas were measured and not taken: a bend that goes on from leg to leg over the nodes (0.4 % of the mean distance), and pieces",
            "laid along the rivers of Natural Earth 1:10m (four legs have one within 4 km of two stations in a row; 0.1 km at most)."]


def _remark(section, found):
    """The dispute, or why the section is drawn outside the tolerance, and how much of it is curvature between the vertices."""
    if not section.is_counted():
        return "not counted: " + sections.DISPUTED[section.ends]
    parts = [sections.SECOND[section.ends]] if section.ends in sections.SECOND else []
    if not section.is_good():
        parts.append(f"{sections.REASONS[section.ends]}; {section.points} vertices in {len(section.legs)} leg{'s' * (len(section.legs) > 1)}, "
                     f"longest gap {section.gap_km:.0f} km")
        if set(section.legs) <= set(found):
            rows = [found[name] for name in section.legs]
            way, cut = sum(r.way_km for r in rows), sum(r.chords_km for r in rows)
            parts.append(f"the track is {way:.1f} km, {100 * (way / cut - 1):.1f} % longer than straight lines between the points of it next to "
                         f"the vertices ({cut:.1f} km); p95 {max(r.p95 for r in rows):.1f} km")
    return "; ".join(parts)


def _lengths(found, known):
    sure = [section for section in known if section.is_counted()]
    good = [section for section in sure if section.is_good()]
    out = ["", "## Lengths", "",
           f"Of {len(known)} sections with a known length {len(sure)} are undisputed: no second figure contradicts it by more than "
           f"{100 * sections.TOLERANCE:.0f} %, and it has the ends",
           f"of the nodes. {len(good)} of these ({100 * len(good) / len(sure):.0f} %) are drawn within {100 * sections.TOLERANCE:.0f} %, of all "
           f"{len(known)} it is {sum(s.is_good() for s in known)}. The goal of 90 % is not reached: a line",
           "through stations is shorter than the track between them, and no line may be traced. No station of the OpenStreetMap data within 0.9 km of",
           "these lines, no place of GeoNames (over 500 people) and no deposit of the US Geological Survey within 1.5 km is left that would bring the",
           "mean distance of its leg down by 10 m (points nearer than 1 km to another one, or that widen its 95th percentile, do not",
           "count). How much of a shortfall is curvature between the vertices stands in the last column.",
           "**Lengths, times and costs of routes do not depend on it**: where the length of a leg is known, `len_km` carries it beside the drawn",
           "geometry, and `compare`, `route`, `matrix` and the other commands of the network use it.", "",
           "| section | known km | drawn km | off % | source | remark |", "|---|---|---|---|---|---|"]
    return out + [f"| {s.ends[0]} - {s.ends[1]} | {s.known_km:.1f} | {s.drawn_km:.1f} | {100 * s.off():+.2f} | {s.source} | "
                  f"{_remark(s, found)} |" for s in known]


def _offsets(found, limit_km):
    wide = sorted(name for name, row in found.items() if row.p95 > limit_km)
    verb = "has" if len(wide) == 1 else "have"
    out = ["", "## Offsets", "",
           f"{len(found)} operating rail legs lie in the reach of the lines; {len(wide) or 'none'} {verb} a 95th percentile over "
           f"{limit_km:.0f} km{': ' + ', '.join(wide) if wide else ''}.", "",
           "| leg | drawn km | on the lines km | p50 km | p95 km | largest km |", "|---|---|---|---|---|---|"]
    return out + [f"| {name} | {r.drawn_km:.1f} | {r.way_km:.1f} | {r.p50:.2f} | {r.p95:.2f} | {r.largest:.1f} |"
                  for name, r in sorted(found.items())]
