#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""W6: weights between many nodes and single ways on an undirected network, by Oreway and by the programs planners use today. One
machine, the same inputs, in turn; medians of seconds by step, CPU and peak memory of the whole program, ratios to ours, and the sums,
which must agree. Prints Markdown tables; nothing is asserted.

    w6_network.py BENCH_W6_ROUTES INPUTS PREFIX [--peers igraph,scipy,pgrouting] [--runs 3] [--python PYTHON]

INPUTS holds PREFIX_edges.csv (head, then id,source,target,cost), PREFIX_od.txt (a node a line) and PREFIX_pairs.txt (two nodes a line).
A peer that is not installed is said to be missing. pgRouting needs a server on this machine and a database with the extension, named by
PGDATABASE; loading the edges is not timed, reading them in each query is; its CPU and memory are those of the server's process. `--peer-od`
and `--peer-pairs` let the peers do a part of a large question: they get so many nodes and pairs, and their times are scaled to ours.
`--grid N` first writes a grid of N x N nodes with random costs under that prefix.
"""

import argparse
import os
import pathlib
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
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
    for step, seconds, rest in re.findall(r"^([a-z ]+?) ([0-9.]+) s(.*)$", text, re.MULTILINE):
        result[step] = float(seconds)
        if "sum " in rest:
            sums[step] = rest.split("sum ")[1]
    return result, sums


class Server:
    """One session of a PostgreSQL server, whose process is watched."""

    def __init__(self):
        self.psql = subprocess.Popen(["psql", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process = f"/proc/{self.ask('select pg_backend_pid()')}"

    def ask(self, query):
        self.psql.stdin.write(query + ";\n\\echo done\n")
        self.psql.stdin.flush()
        answer = ""
        for line in self.psql.stdout:
            if line.strip() == "done":
                return answer
            answer = line.strip()
        raise RuntimeError("the server did not answer")

    def cpu(self):
        fields = pathlib.Path(self.process, "stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mb(self):
        return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(self.process, "status").read_text()).group(1)) / 1024

    def close(self):
        self.psql.stdin.close()
        self.psql.wait()


def load_edges(edges):
    """The edges as a table of the database."""
    table = "drop table if exists w6_edges; create table w6_edges(id bigint, source bigint, target bigint, cost float8)"
    copy = f"\\copy w6_edges from '{edges}' csv header"
    subprocess.run(["psql", "-q", "-c", table, "-c", copy, "-c", "analyze w6_edges"], check=True, stderr=subprocess.DEVNULL)


def run_pgrouting(nodes, pairs):
    """As run_once: both questions in one new session of the server."""
    edges = "select id, source, target, cost, cost as reverse_cost from w6_edges"
    wanted = "array[" + ",".join(nodes) + "]::bigint[]"
    values = ",".join(f"({a},{b})" for a, b in pairs)
    questions = {
        "matrix": f"select sum(agg_cost) from pgr_dijkstraCostMatrix('{edges}', {wanted}, false)",
        "paths": f"select sum(cost) from pgr_dijkstra('{edges}', 'select * from (values {values}) v(source, target)', false)",
    }
    server = Server()
    begun = server.cpu()
    result, sums = {}, {}
    for step, query in questions.items():
        start = time.perf_counter()
        sums[step] = f"{float(server.ask(query)):.1f}"
        result[step] = time.perf_counter() - start
    result |= {"wall": sum(result.values()), "CPU": server.cpu() - begun, "MB": server.peak_mb()}
    server.close()
    return result, sums


def peer_files(args, folder):
    """The questions of the peers, which may be a part of ours."""
    nodes = (args.inputs / f"{args.prefix}_od.txt").read_text().split()
    pairs = [line.split() for line in (args.inputs / f"{args.prefix}_pairs.txt").read_text().splitlines() if line.strip()]
    shares = {"matrix": 1.0, "paths": 1.0}
    if args.peer_od:
        shares["matrix"] = len(nodes) / args.peer_od
        nodes = nodes[: args.peer_od]
    if args.peer_pairs:
        shares["paths"] = len(pairs) / args.peer_pairs
        pairs = pairs[: args.peer_pairs]
    (folder / "od.txt").write_text("\n".join(nodes) + "\n", encoding="ascii")
    (folder / "pairs.txt").write_text("\n".join(map(" ".join, pairs)) + "\n", encoding="ascii")
    return nodes, pairs, shares


def print_table(results, shares):
    columns = [*STEPS, "wall", "CPU", "MB"]
    print("| program | " + " | ".join(columns) + " | sums |\n|" + " --- |" * (len(columns) + 2))
    for name, runs in results.items():
        if not runs or None in runs:
            print(f"| {name} | missing, or failed |")
            continue
        median = {c: statistics.median(r[0][c] for r in runs) for c in columns if c in runs[0][0]}
        cells = [f"{median[c]:.3f}" if c in median else "-" for c in columns]
        print(f"| {name} | " + " | ".join(cells) + " | " + ", ".join(f"{k} {v}" for k, v in runs[0][1].items()) + " |")
        results[name] = median
    ours = results["oreway"]
    if not isinstance(ours, dict):
        return
    print("\n| peer | matrix, times ours | by index | paths, times ours | by index |\n| --- | --- | --- | --- | --- |")
    for name, median in results.items():
        if name == "oreway" or not isinstance(median, dict):
            continue
        ratios = []
        for step in ("matrix", "paths"):
            if median.get(step, 0.0) > 0.001:
                ratios += [f"{median[step] * shares[step] / ours[by]:.1f}" for by in (step, f"{step} by index")]
            else:
                ratios += ["-", "-"]
        print(f"| {name} | " + " | ".join(ratios) + " |")
    scaled = {step: share for step, share in shares.items() if share != 1.0}
    if scaled:
        print("\nThe peers did a part of the questions; their times are scaled in the ratios: " + str(scaled))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("inputs", type=pathlib.Path)
    parser.add_argument("prefix")
    parser.add_argument("--peers", default="igraph,scipy,pgrouting")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--grid", type=int)
    parser.add_argument("--peer-od", type=int)
    parser.add_argument("--peer-pairs", type=int)
    args = parser.parse_args()
    if args.grid:
        write_grid(args.inputs, args.prefix, args.grid)
    edges, *questions = [str(args.inputs / f"{args.prefix}_{part}") for part in ("edges.csv", "od.txt", "pairs.txt")]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        nodes, pairs, shares = peer_files(args, folder)
        asked = [str(folder / "od.txt"), str(folder / "pairs.txt")]
        programs = {"oreway": lambda: run_once([args.bench, edges, *questions])}
        for peer in filter(None, args.peers.split(",")):
            if peer != "pgrouting":
                programs[peer] = lambda peer=peer: run_once([args.python, "-c", PEER, peer, edges, *asked])
            elif shutil.which("psql") and "PGDATABASE" in os.environ:
                load_edges(edges)
                programs[peer] = lambda: run_pgrouting(nodes, pairs)
            else:
                programs[peer] = lambda: None
        results = {name: [] for name in programs}
        for _ in range(args.runs):  # in turn, so that a busy moment meets all alike
            for name, run in programs.items():
                results[name].append(run())
        print_table(results, shares)


if __name__ == "__main__":
    main()
