"""When would alerts.py have rung?  python3 try_alerts.py [metrics.csv]"""
import csv
import sys

from alerts import firing

with open(sys.argv[1] if len(sys.argv) > 1 else 'incident/metrics.csv', newline='', encoding='utf-8') as file:
    samples = [{name: value if name == 'time' else float(value) for name, value in row.items()} for row in csv.DictReader(file)]
before = []
for number in range(len(samples)):
    now = firing(samples[max(0, number - 59):number + 1])
    if now != before:
        print(samples[number]['time'], ', '.join(now) or 'quiet')
    before = now
