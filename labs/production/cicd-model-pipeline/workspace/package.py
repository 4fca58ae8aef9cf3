"""Packs the model and its metrics for delivery:  python3 package.py  writes dist/model.tar.gz."""
import os
import tarfile

os.makedirs('dist', exist_ok=True)
with tarfile.open('dist/model.tar.gz', 'w:gz') as archive:
    archive.add('build/model.joblib', 'model.joblib')
    archive.add('build/metrics.json', 'metrics.json')
print('Packed dist/model.tar.gz')
