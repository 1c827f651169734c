#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W6: weights between many nodes and single ways on an undirected network, by Oreway and by the libraries planners use today. One
machine, the same inputs, in turn; medians of seconds by step, CPU and peak memory of the whole program, and the sums, which must agree.
Prints a Markdown table; nothing is asserted.

    w6_network.py BENCH_W6_ROUTES INPUTS PREFIX [--peers igraph,scipy] [--runs 3] [--python PYTHON]

INPUTS holds PREFIX_edges.csv (head, then id,source,target,cost), PREFIX_od.txt (a node a line) and PREFIX_pairs.txt (two nodes a line).
A peer that is not installed is said to be missing. `--grid N` first writes a grid of N x N nodes with random costs under that prefix.
"""

import argparse
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys
import time

PEER = """import sys, time
import numpy as np
lib, edges, od, pairs = sys.argv[1:]
begun = time.perf_counter()
table = np.loadtxt(edges, delimiter=",", skiprows=1)
tail, head, cost = table[:, 1].astype(int), table[:, 2].astype(int), table[:, 3]
count = max(tail.max(), head.max()) + 1
nodes = [int(word) for word in open(od).read().split()]
ways = [tuple(map(int, line.split())) for line in open(pairs) if line.strip()]
read = time.perf_counter()
if lib == "igraph":
    import igraph
    graph = igraph.Graph(count, list(zip(tail.tolist(), head.tolist())))
    graph.es["cost"] = cost
    built = time.perf_counter()
    matrix = np.array(graph.distances(nodes, nodes, weights="cost"))
    many = time.perf_counter()
    total = sum(cost[graph.get_shortest_paths(a, to=b, weights="cost", output="epath")[0]].sum() for a, b in ways)
else:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra
    low, high = np.minimum(tail, head), np.maximum(tail, head)
    order = np.lexsort((cost, high, low))
    low, high, cost = low[order], high[order], cost[order]
    keep = (low != high) & np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])]
    graph = csr_matrix((cost[keep], (low[keep], high[keep])), shape=(count, count))
    built = time.perf_counter()
    matrix = np.array([dijkstra(graph, directed=False, indices=node)[nodes] for node in nodes])
    many = time.perf_counter()
    total = float("nan")
done = time.perf_counter()
print(f"read {read - begun:.3f} s")
print(f"build {built - read:.3f} s")
print(f"matrix {many - built:.3f} s: sum {matrix[np.isfinite(matrix)].sum():.1f}")
print(f"paths {done - many:.3f} s: sum {total:.1f}")
"""

STEPS = ["read", "build", "weights", "index", "matrix", "paths", "matrix by index", "paths by index"]


def write_grid(folder, prefix, size):
    """A grid of size x size nodes, 3.4 % of its edges left out at random; the same size gives the same files."""
    draw = random.Random(size)
    nodes = size * size
    edges = [(n, n + step) for n in range(nodes) for step in (1, size) if (step == 1 and (n + 1) % size) or (step == size and n + size < nodes)]
    with open(folder / f"{prefix}_edges.csv", "w", encoding="ascii") as out:
        out.write("id,source,target,cost\n")
        for number, (tail, head) in enumerate(e for e in edges if draw.random() >= 0.034):
            out.write(f"{number},{tail},{head},{100 + 300 * draw.random():.3f}\n")
    inner = [n for n in range(nodes) if n % size and n >= size]
    (folder / f"{prefix}_od.txt").write_text("\n".join(map(str, draw.sample(inner, min(500, len(inner))))) + "\n", encoding="ascii")
    pairs = ["%d %d" % tuple(draw.sample(inner, 2)) for _ in range(1000)]
    (folder / f"{prefix}_pairs.txt").write_text("\n".join(pairs) + "\n", encoding="ascii")


def run_once(command):
    """Seconds by step, sums by step, CPU seconds and peak memory in MB of one run; None when it fails."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    text = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        return None
    result = {"wall": time.perf_counter() - begun, "CPU": usage.ru_utime + usage.ru_stime, "MB": usage.ru_maxrss / 1024}
    sums = {}
    for step, seconds, rest in re.findall(r"^([a-z ]+) ([0-9.]+) s(.*)$", text, re.MULTILINE):
        result[step] = float(seconds)
        if "sum " in rest:
            sums[step] = rest.split("sum ")[1]
    return result, sums


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("inputs", type=pathlib.Path)
    parser.add_argument("prefix")
    parser.add_argument("--peers", default="igraph,scipy")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--grid", type=int)
    args = parser.parse_args()
    if args.grid:
        write_grid(args.inputs, args.prefix, args.grid)
    files = [str(args.inputs / f"{args.prefix}_{part}") for part in ("edges.csv", "od.txt", "pairs.txt")]
    commands = {"oreway": [args.bench, *files]}
    for peer in filter(None, args.peers.split(",")):
        commands[peer] = [args.python, "-c", PEER, peer, *files]
    columns = [*STEPS, "wall", "CPU", "MB"]
    print("| program | " + " | ".join(columns) + " | sums |\n|" + " --- |" * (len(columns) + 2))
    for name, command in commands.items():
        runs = [run_once(command) for _ in range(args.runs)]
        if None in runs:
            print(f"| {name} | missing, or failed |")
            continue
        median = {c: statistics.median(r[0][c] for r in runs) for c in columns if c in runs[0][0]}
        cells = [f"{median[c]:.3f}" if c in median else "-" for c in columns]
        print(f"| {name} | " + " | ".join(cells) + " | " + ", ".join(f"{k} {v}" for k, v in runs[0][1].items()) + " |")


if __name__ == "__main__":
    main()
