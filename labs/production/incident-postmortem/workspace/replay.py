"""Plays the outage again:  python3 replay.py [STARTS]  gives the worker the jobs of that morning, and starts it again when it ends, as the supervisor does."""
import os
import shutil
import subprocess
import sys

limit = int(sys.argv[1]) if len(sys.argv) > 1 else 8
shutil.rmtree('/tmp/replay', ignore_errors=True)
shutil.copytree('incident/jobs', '/tmp/replay/queue')
command = [sys.executable, 'worker.py', '--queue', '/tmp/replay/queue', '--results', '/tmp/replay/results', '--failed', '/tmp/replay/failed']
for start in range(1, limit + 1):
    ended = subprocess.run(command, capture_output=True, text=True)
    said = ended.stderr.strip().splitlines()
    print(f'start {start}: ended with {ended.returncode} {said[-1] if said else ""}')
    if ended.returncode == 0:
        break
for folder in ('queue', 'results', 'failed'):
    place = f'/tmp/replay/{folder}'
    print(f'{folder}: {len([name for name in os.listdir(place) if name.endswith(".json")]) if os.path.isdir(place) else 0} jobs')
