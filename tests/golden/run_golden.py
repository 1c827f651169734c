#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the program as a user does and demands the exact exit code and the exact bytes of both streams.

usage: run_golden.py --program OREWAY --data FOLDER (--case NAME | --group NAME | --update)"""

import argparse
import json
import os
import pathlib
import pty
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
EXPECTED = HERE / "expected"


def cases():
    """{name: (exit code, arguments)} of cases.txt."""
    table = {}
    for line in (HERE / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, code, arguments = (part.strip() for part in line.split("|"))
            table[name] = (int(code), shlex.split(arguments))
    return table


class Program:
    """The program in a clean environment, in the folder of the made data."""

    def __init__(self, path, data):
        self.path = str(pathlib.Path(path).resolve())
        self.data = data
        keep = ("PATH", "OREWAY_DATA", "LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS")
        self.environment = {name: os.environ[name] for name in keep if name in os.environ}

    def run(self, *arguments, **options):
        return subprocess.run([self.path, *arguments], cwd=self.data, env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output="stdout" not in options, timeout=50, check=False, **options)

    def commands(self):
        return json.loads(self.run("--json-usage").stdout)["commands"]


def demand(condition, message):
    if not condition:
        sys.exit(f"FAILED: {message}")


def expected(name, ending):
    file = EXPECTED / f"{name}.{ending}"
    return file.read_bytes() if file.exists() else b""


def without_version(text):
    """Release numbers are no part of what is tested."""
    return re.sub(rb"^oreway \d+\.\d+\.\d+$", b"oreway X.Y.Z", text, flags=re.MULTILINE)


def run_case(program, name):
    code, arguments = cases()[name]
    done = program.run(*arguments)
    demand(done.returncode == code, f"exit code {done.returncode}, not {code}\n{done.stderr.decode()}")
    for ending, got in (("out", without_version(done.stdout)), ("err", done.stderr)):
        wanted = expected(name, ending)
        demand(got == wanted, f"{ending} is\n{got.decode(errors='replace')}\n---- but should be\n{wanted.decode()}")


def update(program):
    shutil.rmtree(EXPECTED, ignore_errors=True)
    EXPECTED.mkdir()
    for name, (code, arguments) in cases().items():
        done = program.run(*arguments)
        if done.returncode != code:
            print(f"{name}: exit code {done.returncode}, not {code}", file=sys.stderr)
        for ending, got in (("out", without_version(done.stdout)), ("err", done.stderr)):
            if got:
                (EXPECTED / f"{name}.{ending}").write_bytes(got)


def group_help(program):
    """Every command of the table explains itself, with every option, and takes no abbreviation."""
    table = program.commands()
    demand(len(table) >= 6, "the table of commands is too short")
    for command in table:
        done = program.run(command["name"], "--help")
        demand(done.returncode == 0 and done.stderr == b"", f"{command['name']} --help failed")
        text = done.stdout.decode()
        for option in command["options"]:
            demand(f"--{option['name']}" in text, f"{command['name']} --help does not name --{option['name']}")
        described = json.loads(program.run(command["name"], "--json-usage").stdout)
        demand(described == command, f"{command['name']} --json-usage differs from the whole table")


def group_streams(program):
    """Full devices, closed streams and readers that leave."""
    for arguments in (["--help"], ["info", "good.shp"], ["check", "good.shp", "--format", "json"], ["help", "--man"]):
        with open("/dev/full", "wb") as full:
            done = program.run(*arguments, stdout=full, stderr=subprocess.PIPE)
        demand(done.returncode == 1, f"{arguments}: a full device gives {done.returncode}, not 1")
        demand(b"standard output" in done.stderr, f"{arguments}: a full device is not named")
    for command in (f"{shlex.quote(program.path)} --json-usage | head -1 >/dev/null; exit ${{PIPESTATUS[0]}}",
                    f"{shlex.quote(program.path)} --json-usage | true; exit ${{PIPESTATUS[0]}}"):
        done = subprocess.run(["bash", "-c", command], cwd=program.data, capture_output=True, timeout=20, check=False)
        demand(done.returncode in (0, 141) and done.stderr == b"", f"a reader that leaves gives {done.returncode}")
    closed = subprocess.run(["bash", "-c", f"{shlex.quote(program.path)} --help >&-"], capture_output=True, timeout=20,
                            check=False)
    demand(closed.returncode == 1, f"a closed standard output gives {closed.returncode}, not 1")
    silent = subprocess.run(["bash", "-c", f"{shlex.quote(program.path)} info nocrs.shp 2>&-"], cwd=program.data,
                            capture_output=True, timeout=20, check=False)
    demand(silent.returncode == 3 and b"nocrs" in silent.stdout, "a closed standard error loses the result")


def output_on_terminal(program, *arguments, **environment):
    """What standard error shows when it is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.run([program.path, *arguments], cwd=program.data, env={**program.environment, **environment},
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=theirs, timeout=50, check=False)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 4096):
            shown += chunk
    except OSError:
        pass
    os.close(ours)
    return done.returncode, shown


def group_signals(program):
    """Terminals and signals. A FIFO keeps the program waiting at a known place."""
    code, shown = output_on_terminal(program, "info", "nocrs.shp", TERM="xterm")
    demand(code == 3 and b"\x1b[1;33mwarning" in shown, "no colour on a terminal")
    for environment in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}):
        demand(b"\x1b[1;3" not in output_on_terminal(program, "info", "nocrs.shp", **environment)[1],
               f"colour in spite of {environment}")
    progress = program.run("check", "good.shp", "--progress", "json").stderr.decode().splitlines()
    demand(progress and all(json.loads(line)["type"] == "progress" for line in progress), "no JSON progress")
    demand(b"0...10...20" in program.run("check", "good.shp", "--progress", "gdal").stderr, "no progress as GDAL shows it")
    for number in (signal.SIGINT, signal.SIGTERM):
        with tempfile.TemporaryDirectory() as folder:
            output = pathlib.Path(folder) / "out"
            running = subprocess.Popen([program.path, "compare", "-o", str(output), "--progress", "json"], cwd=folder,
                                       env=program.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            running.stderr.readline()  # the first stage has begun
            running.send_signal(number)
            begun = time.monotonic()
            rest = running.communicate(timeout=30)[1]
            demand(running.returncode == 128 + number, f"signal {number} gives {running.returncode}: {rest.decode()}")
            demand(time.monotonic() - begun < 5, "stopping took more than five seconds")
            demand(os.listdir(folder) == [], f"a stopped run leaves {os.listdir(folder)}")


def complete(program, *words):
    script = program.run("help", "--completion", "bash").stdout.decode()
    line = " ".join(shlex.quote(word) for word in words)
    done = subprocess.run(["bash", "-c", script + f'\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _oreway; '
                           'printf "%s\\n" "${COMPREPLY[@]}"'], cwd=program.data, capture_output=True, timeout=20, check=True)
    return done.stdout.decode().split()


def group_pages(program, pages):
    """Manual pages are built for every command and set without a complaint; completion offers what the tables hold."""
    names = ["oreway"] + [f"oreway-{command['name']}" for command in program.commands()]
    built = sorted(file.stem for file in (pages / "man").glob("*.1"))
    demand(built == sorted(names), f"built pages are {built}, commands need {sorted(names)}")
    for name in names:
        done = subprocess.run(["man", "--warnings=w", "-E", "UTF-8", "-l", "-Tutf8", pages / "man" / f"{name}.1"],
                              env={**program.environment, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"}, capture_output=True,
                              timeout=20, check=False)
        demand(done.returncode == 0 and done.stderr == b"", f"{name}.1: {done.stderr.decode()}")
        text = re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout.decode())  # bold, in either way of showing it
        demand("EXIT STATUS" in text, f"{name}.1 is not set as a manual page")
    demand(complete(program, "oreway", "co") == ["compare"], "commands are not completed")
    demand(complete(program, "oreway", "compare", "--progress", "j") == ["json"], "choices are not completed")
    demand(complete(program, "oreway", "compare", "--progress", "=", "g") == ["gdal"], "choices after = are not completed")
    demand(complete(program, "oreway", "info", "--formats") == ["--formats"], "options are not completed")
    demand(complete(program, "oreway", "check", "pack") == ["packed.zip"], "files are not completed")


def group_outputs(program):
    """Commands that write: they refuse to overwrite, and what they write is read back."""
    with tempfile.TemporaryDirectory() as folder:
        study = pathlib.Path(folder) / "study.toml"
        user = str(program.data / "user")
        demand(program.run("init", user, "-o", str(study)).returncode == 0 and study.exists(), "init writes no study")
        before = study.read_bytes()
        again = program.run("init", user, "-o", str(study))
        demand(again.returncode == 2 and study.read_bytes() == before, "init overwrites a study")
        demand(program.run("init", user, "-o", str(study), "--overwrite").returncode == 0, "--overwrite is not honoured")
        checked = program.run("check", str(study))
        demand(checked.returncode == 0, f"the study that init wrote does not pass check:\n{checked.stdout.decode()}")
        printed = program.run("compare", str(study), "--print-config")
        demand(printed.returncode == 0 and b"[layers.corridors]" in printed.stdout, "--print-config prints no study")
        compared = program.run("compare", str(study), "--format", "json", "--show", "summary")
        rows = json.loads(compared.stdout)["summary"]["rows"]
        demand([row["corridor"] for row in rows] == ["north", "south"], f"compare gives {rows}")
        output = pathlib.Path(folder) / "bundle"
        rehearsed = program.run("compare", str(study), "-o", str(output), "--dry-run")
        demand(b"nothing was written" in rehearsed.stdout and not output.exists(), "a dry run writes")


def group_runner(program):
    """The runner itself: it must be able to fail."""
    for name, change in (("version_line", {"out": b"x"}), ("version_line", {"err": b"x"})):
        kept = globals()["expected"]
        globals()["expected"] = lambda case, ending: change.get(ending, kept(case, ending))
        try:
            run_case(program, name)
        except SystemExit:
            continue
        finally:
            globals()["expected"] = kept
        sys.exit(f"FAILED: a wrong expectation {change} passes")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--case")
    parser.add_argument("--group")
    parser.add_argument("--pages", type=pathlib.Path)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    program = Program(options.program, options.data.resolve())
    if options.update:
        update(program)
    elif options.case:
        run_case(program, options.case)
    elif options.group == "pages":
        group_pages(program, options.pages)
    else:
        globals()[f"group_{options.group}"](program)


if __name__ == "__main__":
    main()
