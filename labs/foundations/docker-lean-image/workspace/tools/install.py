"""Installs packages into a folder: python3 install.py --token-file FILE requirements.txt FOLDER

Stands in for `pip install --target FOLDER`, because this lab has no internet: the packages lie in ./wheels. Like the package
index of a company, it wants a token.
"""
import argparse
import hashlib
import os
import sys
import zipfile

parser = argparse.ArgumentParser()
parser.add_argument('--token-file')
parser.add_argument('requirements')
parser.add_argument('folder')
options = parser.parse_args()

token = os.environ.get('INDEX_TOKEN', '')
if options.token_file:
    with open(options.token_file, encoding='utf-8') as file:
        token = file.read().strip()
with open('wheels/allowed', encoding='utf-8') as file:
    if hashlib.sha256(token.encode()).hexdigest() != file.read().strip():
        sys.exit('401 Unauthorized: the package index wants its token')

with open(options.requirements, encoding='utf-8') as file:
    for name, version in (line.strip().split('==') for line in file if line.strip()):
        with zipfile.ZipFile(f'wheels/{name}-{version}-py3-none-any.whl') as wheel:
            wheel.extractall(options.folder)
        print(f'installed {name} {version}')
