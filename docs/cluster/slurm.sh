#!/usr/bin/env bash
# A task of a Slurm job array computes one shard of a plan:
#
#   sbatch --array=0-15 slurm.sh PLAN.toml DIR
#
# The number of tasks is the number of shards; count from 0. Run again with the same number, it computes what is missing.
#SBATCH --job-name=piccole
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
# Two minutes before the time is up: finish the points in hand and stop.
#SBATCH --signal=B:TERM@120
set -euo pipefail
exec piccole run "$1" --out "$2" --threads "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
