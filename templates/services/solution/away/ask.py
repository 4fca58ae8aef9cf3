"""Prints what something costs. Use it like this: python3 ask.py tea"""
import json
import sys
import urllib.request

thing = sys.argv[1]
try:
    with urllib.request.urlopen(f'http://prices:8080/price?of={thing}', timeout=2) as answer:
        print(json.load(answer)['price'])
except OSError:
    print('unknown')
