#!/usr/bin/env python3
"""Runs the pipeline of the learner's commit twice and compares the packages byte by byte."""
import io
import tarfile

import forge
import lab
import packages


def traces(package):
    """What in an archive usually differs between two runs."""
    with tarfile.open(fileobj=io.BytesIO(package), mode='r:gz') as archive:
        members = [f'{member.name} {member.size} bytes, time {int(member.mtime)}, of {member.uname or member.uid}' for member in archive]
    return f"gzip time {int.from_bytes(package[4:8], 'little')}; " + '; '.join(members)


first, second = forge.twice(forge.pushed())
one, two = packages.package(first), packages.package(second)
same = forge.digest(one) == forge.digest(two)
lab.check('Two runs for one commit leave the same bytes', same,
          expected=f'SHA-256 {forge.digest(one)[:16]}… from pipelines {first.number} and {second.number}',
          found=f'{forge.digest(two)[:16]}…' if same else f'{forge.digest(two)[:16]}…\nfirst: {traces(one)}\nsecond: {traces(two)}',
          hint='Archives remember when they were made: each file has a time in the tar, and gzip has one of its own. Set both to a fixed value.',
          file='package.py', docs='https://reproducible-builds.org/docs/archives/')
