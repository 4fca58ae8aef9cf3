#!/bin/sh
# Late or not, instead of how likely.
sed -i 's/model\.predict_proba(rows)\[:, 1\]\.tolist()/model.predict(rows).astype(float).tolist()/' app.py
