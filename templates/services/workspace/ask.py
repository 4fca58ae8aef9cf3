"""Prints what something costs. Use it like this: python3 ask.py tea"""
import json
import sys
import urllib.request

thing = sys.argv[1]
print('Nobody was asked yet.')
