# SPDX-License-Identifier: MIT
"""A network of five legs whose flows can be worked out by hand: the mines A and B send copper to the port D, by the cheap
leg MD that both want, or directly."""

import json

NODES = {"A": ("Alpha", "AA", 60.0, 40.0), "B": ("Beta", "AA", 60.0, 42.0), "M": ("Mid", "BB", 62.0, 41.0),
         "D": ("Delta", "BB", 64.0, 41.0)}
LEGS = [("AM", "A", "M", 1.0, None), ("BM", "B", "M", 2.0, None), ("MD", "M", "D", 1.0, 100.0),
        ("AD", "A", "D", 5.0, 70.0), ("BD", "B", "D", 9.0, None)]

STUDY = """\
[study]
title = "Copper to the port"
[layers.legs]
path = "flow_legs.geojson"
fields = { id = "leg", from = "a", to = "b", cost_usd_t = "usd_t", capacity_t = "cap" }
[layers.nodes]
path = "flow_nodes.geojson"
fields = { id = "id", name = "name", country = "country" }
[[group]]
id = "alpha"
origin = "A"
destination = "D"
corridors = ["none"]
[[scenario]]
id = "without_mid"
closed_nodes = ["M"]
"""


def feature(properties, kind, coordinates):
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def write(file, features):
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def make(folder):
    place = {node: list(values[2:]) for node, values in NODES.items()}
    write(folder / "flow_legs.geojson",
          [feature({"leg": leg, "a": a, "b": b, "usd_t": cost, "cap": capacity}, "LineString", [place[a], place[b]])
           for leg, a, b, cost, capacity in LEGS])
    write(folder / "flow_nodes.geojson",
          [feature({"id": node, "name": values[0], "country": values[1]}, "Point", place[node])
           for node, values in NODES.items()])
    (folder / "flow.toml").write_text(STUDY)
    (folder / "flow_od.csv").write_text("from,to,tonnes\nA,D,80\nBeta,D,60\n")
    (folder / "flow_matrix.csv").write_text(",D,M\nA,80,0\nB,60,5\n")
    (folder / "flow_too_much.csv").write_text("from,to,tonnes\nA,M,80\nA,D,400\n")
    (folder / "flow_bad_od.csv").write_text("from,to,tonnes\nA,Dleta,80\nB,D,-5\nB,D,many\n")
    (folder / "flow_columns.csv").write_text("origin,to,tons\nA,D,80\n")
    (folder / "flow_supplies.csv").write_text("node,tonnes\nA,50\nB,50\nD,-70\n")
