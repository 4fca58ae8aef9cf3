"""Asks Prometheus:  python3 ask.py 'up'   One line for each series."""
import json
import sys
import urllib.error
import urllib.parse
import urllib.request

try:
    with urllib.request.urlopen('http://localhost:9090/api/v1/query?' + urllib.parse.urlencode({'query': sys.argv[1]}), timeout=10) as answer:
        found = json.load(answer)['data']['result']
except urllib.error.HTTPError as error:
    sys.exit(json.load(error)['error'])
except OSError as error:
    sys.exit(f'Prometheus does not answer: {error}. Run `sh start.sh`.')
for series in found:
    name = series['metric'].pop('__name__', '')
    labels = ', '.join(f'{key}="{value}"' for key, value in sorted(series['metric'].items()))
    print(f"{name}{{{labels}}} {series['value'][1]}")
if not found:
    print('nothing: no series fits')
