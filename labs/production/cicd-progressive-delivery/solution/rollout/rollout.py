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


def rate(now, before, name):
    """Share of errors among what a version has answered since `before`; 0 where it has answered nothing."""
    answered = now[name]['requests'] - before[name]['requests']
    return (now[name]['errors'] - before[name]['errors']) / answered if answered else 0.0


def verdict(share, begin):
    """Why the canary has to go back, or None when it has passed this stage."""
    before, until = traffic.servers(), time.monotonic() + options.patience
    while True:
        time.sleep(0.1)
        now = traffic.servers()
        if not now['canary']['status'].startswith('UP'):
            return f'the canary is {now["canary"]["status"]}'
        if now['canary']['requests'] - before['canary']['requests'] >= options.requests:
            break
        if time.monotonic() > until:
            return f'the canary did not answer {options.requests} requests in {options.patience:g} seconds'
    # Compared with the other version in the same time: what both suffer from is not the canary's fault. Where that one has
    # answered too few to say, as with all the traffic for the canary, what it did since the beginning counts.
    enough = now['stable']['requests'] - before['stable']['requests'] >= options.requests
    found, usual = rate(now, before, 'canary'), rate(now, before if enough else begin, 'stable')
    if found > usual + options.margin:
        return f'{found:.1%} errors with {share} % of the traffic, against {usual:.1%}'
    return None


def main():
    begin = traffic.servers()
    for share in map(int, options.stages.split(',')):
        print(f'{share} %', flush=True)
        traffic.set_share(share)
        reason = verdict(share, begin)
        if reason:
            traffic.set_share(0)
            print(f'taken back: {reason}')
            return 1
    print('the canary has all the traffic')
    return 0


sys.exit(main())
