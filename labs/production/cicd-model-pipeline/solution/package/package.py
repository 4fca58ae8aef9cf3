"""Packs the model, its metrics and where they come from:  python3 package.py  writes dist/model-<commit>.tar.gz."""
import gzip
import io
import json
import os
import tarfile

commit = os.environ['CI_COMMIT_SHA']


def read(path):
    with open(path, 'rb') as file:
        return file.read()


files = {
    'manifest.json': json.dumps({'commit': commit}).encode(),
    'metrics.json': read('build/metrics.json'),
    'model.joblib': read('build/model.joblib'),
}
target = f'dist/model-{commit}.tar.gz'
os.makedirs('dist', exist_ok=True)
# A TarInfo made here has no time, owner or mode of a file on this machine; mtime=0 does the same for gzip.
with gzip.GzipFile(target, 'wb', mtime=0) as packed, tarfile.open(fileobj=packed, mode='w') as archive:
    for name, content in files.items():
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
print(f'Packed {target}')
