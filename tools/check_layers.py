#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fails when a file includes a room it may not include, a third-party header its room may not use, or a third-party type
reaches a public header. The law is tools/layers.txt. With --self-test it proves that it can fail."""

import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SOURCES = {".hpp", ".cpp", ".h", ".in"}


def read_law(path):
    """{room: (rooms it may include, external prefixes)}, in the order of the file (lowest first)."""
    law = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        room, rest = line.split(":", 1)
        rooms, _, external = rest.partition("|")
        law[room.strip()] = (set(rooms.split()), tuple(external.split()))
    return law


def room_of(include, law):
    """The room that an include path belongs to: oreway/<room>/x.hpp or <room>/x.hpp (private headers)."""
    parts = include.split("/")
    if parts[0] == "oreway" and len(parts) > 2:
        return parts[1]
    return parts[0] if len(parts) > 1 and parts[0] in law else None


def is_standard(include):
    """Standard C++ headers have no extension and no folder; the C ones we use are listed."""
    return "/" not in include and ("." not in include or include in {"fcntl.h", "unistd.h", "signal.h", "sys/stat.h", "glob.h", "poll.h"}) \
        or include.startswith("sys/")


def faults_in(path, room, public, law):
    allowed_rooms, external = law[room]
    text = path.read_text(encoding="utf-8")
    for bracket, include in INCLUDE.findall(text):
        target = room_of(include, law)
        if target is not None:
            if target not in law:
                yield f"{path}: includes '{include}' of the unknown room '{target}'"
            elif target != room and target not in allowed_rooms:
                yield f"{path}: room '{room}' may not include room '{target}' ('{include}')"
            elif public and not include.startswith("oreway/"):
                yield f"{path}: a public header includes the private '{include}'"
        elif bracket == '"':
            if not include.startswith(external):
                yield f"{path}: '{include}' belongs to no room"
        elif not is_standard(include):
            if public:
                yield f"{path}: third-party header <{include}> in a public header"
            elif not include.startswith(external):
                yield f"{path}: room '{room}' may not use <{include}>"


def cycles(law):
    """A room may only include rooms that stand above it in the file, so the table itself has no cycle."""
    seen = set()
    for room, (rooms, _) in law.items():
        for other in sorted(rooms - seen):
            yield f"tools/layers.txt: '{room}' names '{other}', which does not stand above it"
        seen.add(room)


def check(root):
    law = read_law(root / "tools" / "layers.txt")
    faults = list(cycles(law))
    for base, public in ((root / "include" / "oreway", True), (root / "src", False)):
        for path in sorted(base.rglob("*")):
            if path.suffix not in SOURCES or not path.is_file():
                continue
            room = path.relative_to(base).parts[0]
            if room not in law:
                faults.append(f"{path}: the room '{room}' is not in tools/layers.txt")
                continue
            faults.extend(faults_in(path, room, public, law))
    return faults


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name in ("tools", "include/oreway/geom", "src/io", "src/base"):
            (root / name).mkdir(parents=True)
        (root / "tools/layers.txt").write_text("base: | fmt/\ngeom: base |\nio: base geom | gdal\n")
        (root / "include/oreway/geom/a.hpp").write_text("#include <vector>\n#include <gdal.h>\n")
        (root / "src/base/b.cpp").write_text('#include "oreway/io/x.hpp"\n')
        (root / "src/io/c.cpp").write_text("#include <proj.h>\n#include <gdal.h>\n")
        faults = check(root)
        expected = ["third-party header <gdal.h>", "'base' may not include room 'io'", "'io' may not use <proj.h>"]
        assert len(faults) == 3 and all(any(e in f for f in faults) for e in expected), faults
        (root / "tools/layers.txt").write_text("base: geom |\ngeom: base |\n")
        assert any("does not stand above" in fault for fault in check(root))


def main():
    if "--self-test" in sys.argv:
        self_test()
        print("check_layers: the self-test found every planted fault")
        return 0
    faults = check(pathlib.Path(__file__).resolve().parent.parent)
    for fault in faults:
        print(fault)
    print(f"check_layers: {len(faults)} fault(s)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
