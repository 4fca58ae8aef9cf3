"""What the checks ask of the forge: commits of their own on top of what the learner pushed, and the pipelines of them.

A commit that a check makes depends only on the learner's commit and the session's seed. Where its pipeline has run
already, that one is judged, so checking again costs nothing.
"""
import hashlib
import json
import os
import shutil
import subprocess
import time
import urllib.parse

import lab

SERVER = 'http://ci:8010'
ORIGIN = 'git://ci/model.git'
PATIENCE = 180
STATES = {0: 'passed', 1: 'passed with warnings', 2: 'failed', 3: 'was skipped', 4: 'broke', 6: 'was cancelled'}


def ask(path, **options):
    """JSON of the CI server. None where it does not know."""
    answer = lab.http(SERVER + path, timeout=20, **options)
    if answer.status == 404:
        return None
    if answer.status != 200:
        lab.broken(f'the CI server does not answer as it should: {path}: {answer.status} {answer.text[:200]}')
    return json.loads(answer.body)


def git(*words, folder=None, environment=None):
    """Git as the check, in a clone of its own. Never in the learner's folder, whose settings could run anything."""
    done = subprocess.run(['git', *words], cwd=folder, env={**os.environ, **(environment or {})}, capture_output=True, text=True)
    if done.returncode != 0:
        lab.broken(f'git {words[0]} did not work: {done.stderr.strip()[-300:]}')
    return done.stdout.strip()


def unsaved():
    """A sentence about changes that are not committed, or nothing: they are what a learner forgets."""
    status = lab.as_learner(['git', 'status', '--porcelain', '--untracked-files=no'])
    names = [line[3:] for line in status.out.splitlines()]
    return f' You have changes that are not committed: {", ".join(names[:5])}.' if names else ''


def pushed():
    """The commit of `main` on the server. Ends the check where the learner's is another one."""
    own = lab.as_learner(['git', 'rev-parse', 'HEAD'])
    lab.require('Your folder is a Git repository', own.code == 0, expected='a commit', found=own.err.strip() or own.ended,
                hint='Reset the lab to get the repository back; your files are copied aside first.')
    found = [line.split()[0] for line in git('ls-remote', ORIGIN, 'refs/heads/main').splitlines()]
    server = found[0] if found else 'none'
    lab.require('Your last commit is on the server, as its branch main', server == own.out.strip(),
                expected=own.out.strip()[:8], found=server[:8], hint='Send it there: `git push origin HEAD:main`.' + unsaved())
    return server


class Pipeline:
    """One run for one commit. `stages`: stage -> passed | failed | not run | ..., in order."""

    def __init__(self, build):
        self.number, self.id = build['number'], build['buildid']
        properties = {name: value[0] for name, value in build['properties'].items()}
        self.commit = properties.get('revision', '')
        self.passed = build['results'] in (0, 1)
        self.broke = build['results'] in (4, 5, 6)
        self._steps = ask(f'/api/v2/builds/{self.id}/steps')['steps']
        done = {step['name']: STATES.get(step['results'], 'runs') for step in self._steps}
        self.jobs = [(job['stage'], job['name'], done.get(f"{job['stage']}: {job['name']}", 'not run')) for job in properties.get('jobs', [])]
        self.stages = {}
        for stage, _, state in self.jobs:
            if self.stages.get(stage, 'passed') == 'passed':
                self.stages[stage] = state

    def story(self):
        """For messages: what each stage did."""
        if self.stages:
            return ', '.join(f'{stage} {state}' for stage, state in self.stages.items())
        return 'no stage ran: ' + self.log()

    def log(self, stage=None):
        """The end of what a stage printed; without one, of what went wrong."""
        for step in self._steps:
            if step['name'].startswith(f'{stage}: ') if stage else step['results'] in (2, 4):
                logs = ask(f"/api/v2/steps/{step['stepid']}/logs")['logs']
                chunks = ask(f"/api/v2/logs/{logs[0]['logid']}/contents")['logchunks'] if logs else []
                text = ''.join(chunk['content'] for chunk in chunks)
                # Each line begins with its stream; Buildbot's own words are in h.
                return '\n'.join(line[1:] for line in text.splitlines() if line[:1] != 'h')[-700:].strip()
        return ''

    def files(self, stage):
        """Paths of the artefacts that jobs of this stage left -> where they are on the server."""
        names = {name for each, name, _ in self.jobs if each == stage}
        kept = ask(f'/artifacts/{self.number}') or {'files': []}
        return {file['path'].partition('/')[2]: file for file in kept['files'] if file['path'].partition('/')[0] in names}

    def fetch(self, file):
        answer = lab.http(f"{SERVER}/artifacts/{self.number}/{urllib.parse.quote(file['path'])}", timeout=20)
        if answer.status != 200:
            lab.broken(f"the CI server does not give {file['path']}: {answer.status}")
        return answer.body


def pipelines(commit):
    """All that ended, oldest first, and whether more are under way."""
    builds = ask('/api/v2/builds?order=-number&limit=200&property=revision&property=jobs')['builds']
    own = [build for build in reversed(builds) if build['properties'].get('revision', [''])[0] == commit]
    return [build for build in own if build['complete']], any(not build['complete'] for build in own)


def ended(commit, count=1):
    """The pipelines of a commit, when so many have ended."""
    until = time.monotonic() + PATIENCE
    while True:
        done, _ = pipelines(commit)
        if len(done) >= count:
            break
        lab.require('The pipeline ends', time.monotonic() < until, expected=f'an end within {PATIENCE} seconds',
                    found=f'pipeline of {commit[:8]} still waits or runs', hint='See what it does: port 8010, or `ci list`.')
        time.sleep(0.3)
    result = [Pipeline(build) for build in done]
    if any(pipeline.broke for pipeline in result[:count]):
        lab.broken(f'the CI server itself broke in pipeline {result[0].number}: {result[0].log()}')
    return result


def own_pipeline():
    """The learner's commit on the server, and its pipeline."""
    commit = pushed()
    return ended(commit)[0]


def twice(commit):
    """Two pipelines of the same commit; the second is asked for where there is none."""
    first = ended(commit)[0]
    done, busy = pipelines(commit)
    if len(done) < 2 and not busy:
        ask(f'/api/v2/builds/{first.id}', json={'jsonrpc': '2.0', 'id': 1, 'method': 'rebuild', 'params': {}})
    return ended(commit, 2)[:2]


def folder_for_learner():
    """A folder that the learner's user may read, for code and models that only it may run."""
    folder = os.path.join('/tmp', 'check-' + os.urandom(6).hex())
    os.mkdir(folder, 0o755)
    return folder


def clone(commit):
    folder = folder_for_learner()
    # A link in the learner's commit must not lead what a check writes out of the clone.
    git('clone', '--quiet', '--config', 'core.symlinks=false', ORIGIN, folder)
    git('-c', 'advice.detachedHead=false', 'checkout', '--quiet', commit, folder=folder)
    return folder


def try_change(name, message, change):
    """The pipeline of a commit on top of the learner's. `change(folder)` makes it, and returns the paths it wrote."""
    base = pushed()
    folder = clone(base)
    try:
        git('add', '--force', *change(folder), folder=folder)
        person = {'NAME': 'Check of the lab', 'EMAIL': 'check@lab.example', 'DATE': '2024-01-01T00:00:00Z'}
        git('commit', '--quiet', '--no-verify', '--message', message, folder=folder,
            environment={f'GIT_{role}_{key}': value for role in ('AUTHOR', 'COMMITTER') for key, value in person.items()})
        commit = git('rev-parse', 'HEAD', folder=folder)
        branch = f'check/{name}-{commit[:6]}'
        done, busy = pipelines(commit)
        if done or busy:
            return ended(commit)[0]
        git('push', '--quiet', '--force', 'origin', f'HEAD:refs/heads/{branch}', folder=folder)
        try:
            return ended(commit)[0]
        finally:
            git('push', '--quiet', 'origin', f':refs/heads/{branch}', folder=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def append(folder, path, text):
    with open(os.path.join(folder, path), 'a', encoding='utf-8') as file:
        file.write(text)
    return path


def digest(content):
    return hashlib.sha256(content).hexdigest()
