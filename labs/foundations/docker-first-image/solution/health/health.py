"""Ends with 0 where the service beside it says that it is well, and with 1 otherwise. For HEALTHCHECK."""
import os
import urllib.request

port = os.environ.get('PORT', '8080')
# Raises for 503, for no answer and for one that takes too long; Python then ends with 1.
urllib.request.urlopen(f'http://127.0.0.1:{port}/health', timeout=2)
