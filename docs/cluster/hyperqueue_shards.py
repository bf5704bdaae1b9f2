"""Computes the shards of a plan as tasks of HyperQueue, then merges them.

    python hyperqueue_shards.py PLAN.toml DIR SHARDS [SERVER_DIR]

Without the folder of a running server, a server and a worker on this machine. All workers have to see PLAN.toml and DIR
under the same path, and find the program piccole.
"""

import os
import subprocess
import sys

from hyperqueue import Client, Job, LocalCluster
from hyperqueue.cluster import WorkerConfig


def main(plan, directory, shards, server=None):
    plan, directory = os.path.abspath(plan), os.path.abspath(directory)
    job = Job(max_fails=None, default_env={"PATH": os.environ["PATH"]}, default_workdir=directory + ".tasks")
    for shard in range(int(shards)):
        command = ["piccole", "run", plan, "--out", directory, "--threads", "1", "--shard", f"{shard}/{shards}"]
        job.program(command, name=f"shard-{shard}")
    if server is None:
        with LocalCluster(worker_config=WorkerConfig()) as cluster:
            wait(cluster.client(), job)
    else:
        wait(Client(server), job)
    subprocess.run(["piccole", "merge", directory], check=True)


def wait(client, job):
    client.wait_for_jobs([client.submit(job)])


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(*sys.argv[1:])
