"""Learns which words speak for which team: python3 train.py tickets.csv model.json"""
import collections
import csv
import json
import math
import sys

import wordsplit

source, target = sys.argv[1:]
words = collections.defaultdict(collections.Counter)
with open(source, newline='', encoding='utf-8') as file:
    for ticket in csv.DictReader(file):
        words[ticket['team']].update(wordsplit.words(ticket['text']))
vocabulary = sorted({word for counter in words.values() for word in counter})
model = {team: {word: math.log((counter[word] + 1) / (counter.total() + len(vocabulary))) for word in vocabulary}
         for team, counter in words.items()}
with open(target, 'w', encoding='utf-8') as file:
    json.dump({'teams': model}, file)
print(f'{len(model)} teams, {len(vocabulary)} words')
