"""Computes the shards of a plan as tasks of a Dask cluster, then merges them.

    python dask_shards.py PLAN.toml DIR SHARDS [SCHEDULER]

Without the address of a scheduler, a cluster on this machine: one worker a processor. All workers have to see PLAN.toml
and DIR under the same path, and find the program piccole.
"""

import os
import subprocess
import sys

from dask.distributed import Client, LocalCluster, as_completed


def run(plan, directory, shard):
    """One shard on one thread; an error if a point failed."""
    subprocess.run(["piccole", "run", plan, "--out", directory, "--threads", "1", "--shard", shard], check=True)
    return shard


def main(plan, directory, shards, scheduler=None):
    plan, directory = os.path.abspath(plan), os.path.abspath(directory)
    cluster = scheduler or LocalCluster(threads_per_worker=1, host="127.0.0.1", dashboard_address=None)
    with Client(cluster) as client:
        tasks = [client.submit(run, plan, directory, f"{i}/{shards}", pure=False) for i in range(int(shards))]
        for task in as_completed(tasks):
            print("shard", task.result(), "is done", flush=True)
    if scheduler is None:
        cluster.close()
    subprocess.run(["piccole", "merge", directory], check=True)


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
