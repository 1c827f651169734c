#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A batch as a Slurm job array on a controller and two node daemons, all on this host: one shard is killed, the array runs
again with --resume, the shards are merged, and every byte is that of a single run. Where the daemons cannot run
(not installed, not root, a container without the right to it), the same job runs with the variables that Slurm sets, and the test says so.

check_array.py --program OREWAY [--files N]
"""
import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
SHARDS = 4
CONFIG = """\
ClusterName=oreway
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
MpiDefault=none
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
SlurmctldPort={control}
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.%n.pid
SlurmdSpoolDir={folder}/spool.%n
StateSaveLocation={folder}/state
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.%n.log
NodeName=n1 NodeHostname={host} NodeAddr=127.0.0.1 Port={first} CPUs=1 State=UNKNOWN
NodeName=n2 NodeHostname={host} NodeAddr=127.0.0.1 Port={second} CPUs=1 State=UNKNOWN
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=10 State=UP OverSubscribe=NO
"""
JOB = """\
#!/bin/bash
#SBATCH --array=0-{last}
#SBATCH --output={folder}/job-%a.log
cd {folder}
echo "$SLURMD_NODENAME" > node-$SLURM_ARRAY_TASK_ID
{program} reproject --manifest plan.jsonl --progress none -j 1 $OREWAY_MORE &
oreway=$!
if [ "$SLURM_ARRAY_TASK_ID" = "$OREWAY_KILL" ]; then
  until [ -s "out/manifest.$SLURM_ARRAY_TASK_ID-of-$SLURM_ARRAY_TASK_COUNT.jsonl" ] || ! kill -0 $oreway; do sleep 0.005; done
  kill -9 $oreway
fi
wait $oreway
code=$?
# 3: finished, and what was lost is listed; the merge lists it again.
[ $code -eq 3 ] && exit 0
exit $code
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class NoSlurm(Exception):
    """The daemons do not run here."""


class ByHand:
    """The jobs of the array one after the other, with the variables that Slurm sets."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, job, **env):
        worst = None
        for index in range(SHARDS):
            array = {"SLURM_ARRAY_TASK_ID": str(index), "SLURM_ARRAY_TASK_COUNT": str(SHARDS), "SLURM_ARRAY_TASK_MIN": "0",
                     "SLURMD_NODENAME": "by hand"}
            done = subprocess.run(["bash", job], env={**os.environ, **array, **env}, capture_output=True, text=True,
                                  check=False, timeout=240)
            worst = done if worst is None or done.returncode != 0 else worst
        return worst


class Cluster:
    """Controller and node daemons as plain foreground processes."""

    def __init__(self, folder):
        control, first, second = free_ports(3)
        host = socket.gethostname().split(".")[0]
        self.folder = folder
        self.env = {**os.environ, "SLURM_CONF": os.path.join(folder, "slurm.conf")}
        os.mkdir(os.path.join(folder, "state"))
        with open(self.env["SLURM_CONF"], "w", encoding="utf-8") as stream:
            stream.write(CONFIG.format(host=host, control=control, first=first, second=second, folder=folder))
        self.daemons = []

    def __enter__(self):
        missing = [name for name in ("slurmctld", "slurmd", "sbatch", "sinfo") if not shutil.which(name)]
        if missing or os.geteuid() != 0:
            raise NoSlurm("not installed: " + ", ".join(missing) if missing else "not root")
        for words in (["slurmctld", "-D", "-c"], ["slurmd", "-D", "-N", "n1"], ["slurmd", "-D", "-N", "n2"]):
            self.daemons.append(subprocess.Popen(words, env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for _ in range(120):
            states = subprocess.run(["sinfo", "-h", "-N", "-o", "%t"], env=self.env, capture_output=True, text=True,
                                    check=False).stdout.split()
            if states == ["idle", "idle"]:
                return self
            time.sleep(0.5)
        self.__exit__()
        raise NoSlurm(f"the nodes do not come up: {states}")

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
        for daemon in self.daemons:
            try:
                daemon.wait(timeout=15)
            except subprocess.TimeoutExpired:
                daemon.kill()

    def submit(self, job, **env):
        return subprocess.run(["sbatch", "--wait", "--export=ALL", job], env={**self.env, **env}, capture_output=True,
                              text=True, check=False, timeout=240)


def files_of(folder):
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as stream:
                files[os.path.relpath(os.path.join(place, name), folder)] = stream.read()
    manifest = [json.loads(line) for line in files.pop("manifest.jsonl").splitlines()]
    for row in manifest:
        del row["seconds"]
    return files, manifest


def check(program, count, folder, array):
    subprocess.run([sys.executable, os.path.join(HERE, "..", "fault", "make_batch.py"), "in", str(count), "2"], cwd=folder,
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def oreway(*words):
        return subprocess.run([program, "reproject", *words, "--progress", "none"], cwd=folder, capture_output=True, text=True,
                              check=False)
    alone = oreway("in", "alone", "--t_srs", "EPSG:4326")
    assert alone.returncode == 3, alone.stderr
    plan = oreway("in", "out", "--t_srs", "EPSG:4326", "--plan", "plan.jsonl")
    assert plan.returncode == 3, plan.stderr
    job = os.path.join(folder, "job.sh")
    with open(job, "w", encoding="utf-8") as stream:
        stream.write(JOB.format(last=SHARDS - 1, folder=folder, program=program))
    with array(folder) as cluster:
        first = cluster.submit(job, OREWAY_KILL="1", OREWAY_MORE="")
        assert first.returncode != 0, "the shard was not killed"
        early = oreway("--manifest", "plan.jsonl", "--merge")
        assert early.returncode == 1, f"merged without a shard: {early.returncode}"
        again = cluster.submit(job, OREWAY_KILL="", OREWAY_MORE="--resume")
        assert again.returncode == 0, f"{again.stdout} {again.stderr}"
    merged = oreway("--manifest", "plan.jsonl", "--merge")
    assert merged.returncode == 3, merged.stderr
    nodes = set()
    for index in range(SHARDS):
        with open(os.path.join(folder, f"node-{index}"), encoding="utf-8") as stream:
            nodes.add(stream.read().strip())
    (files, manifest), (wanted, wanted_manifest) = files_of(os.path.join(folder, "out")), files_of(os.path.join(folder, "alone"))
    assert files == wanted, f"other files: {sorted(name for name in {*files, *wanted} if files.get(name) != wanted.get(name))}"
    assert manifest == wanted_manifest, "the manifest tells something else"
    print(f"{len(manifest)} datasets in {SHARDS} shards on {', '.join(sorted(nodes))}; early merge refused: "
          f"{early.stderr.strip()[:120]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--files", type=int, default=240)
    options = parser.parse_args()
    for array in (Cluster, lambda _: ByHand()):
        try:
            with tempfile.TemporaryDirectory(prefix="oreway-slurm-") as folder:
                check(options.program, options.files, folder, array)
            return 0
        except NoSlurm as why:
            print(f"Slurm cannot run here ({why}); the same shards run by hand", flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
