"""Stops the stable version when the canary has taken over:  python3 retire.py PID   Ends with 0 when it is gone, with 1 when it is still needed."""
import argparse
import os
import signal

import traffic

parser = argparse.ArgumentParser()
parser.add_argument('pid', type=int)
parser.add_argument('--limit', type=float, default=30, help='seconds to wait for those who are being answered')
options = parser.parse_args()

os.kill(options.pid, signal.SIGTERM)
