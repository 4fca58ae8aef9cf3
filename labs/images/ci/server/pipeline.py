"""Reads a pipeline definition: the part of GitLab's format that most pipelines get along with.

Source of the format: https://docs.gitlab.com/ee/ci/yaml/
"""
import yaml

FILE = '.gitlab-ci.yml'
TOP = {'stages', 'variables', 'image'}
JOB = {'stage', 'script', 'before_script', 'artifacts', 'variables', 'allow_failure', 'image'}
ARTIFACTS = {'paths', 'expire_in'}
DEFAULT_STAGES = ['build', 'test', 'deploy']


class Mistake(Exception):
    """Something in the definition is not as it must be. The message is for its author."""


def words(value, place):
    """A list of texts; a single text counts as a list of one."""
    lines = value if isinstance(value, list) else [value]
    if not lines or not all(isinstance(line, str) and line.strip() for line in lines):
        raise Mistake(f'{place} must be a command or a list of commands. A command with ": " in it needs quotes around all of it.')
    return lines


def known(keys, allowed, place):
    for key in keys:
        if key not in allowed:
            raise Mistake(f'{place}: this server does not know "{key}". It knows: {", ".join(sorted(allowed))}.')


def mapping(value, place):
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Mistake(f'{place} must have keys and values.')
    return value


def variables(value, place):
    return {str(key): str(each) for key, each in mapping(value, place).items()}


def read_job(name, job, stages, common):
    place = f'job "{name}"'
    if not isinstance(job, dict):
        raise Mistake(f'"{name}" is neither a keyword nor a job: a job has keys such as stage and script.')
    known(job, JOB, place)
    stage = job.get('stage', 'test')
    if stage not in stages:
        raise Mistake(f'{place}: its stage "{stage}" is not among the stages: {", ".join(stages)}.')
    if 'script' not in job:
        raise Mistake(f'{place} has no script.')
    artifacts = mapping(job.get('artifacts'), f'{place}, artifacts')
    known(artifacts, ARTIFACTS, f'{place}, artifacts')
    if artifacts and 'paths' not in artifacts:
        raise Mistake(f'{place}, artifacts: it has no paths.')
    if len(f'{stage}: {name}') > 48:
        raise Mistake(f'{place}: this server takes shorter names only.')
    before = words(job['before_script'], f'{place}, before_script') if job.get('before_script') else []
    return {
        'name': name,
        'stage': stage,
        'script': before + words(job['script'], f'{place}, script'),
        'paths': words(artifacts['paths'], f'{place}, artifacts, paths') if artifacts else [],
        'variables': {**common, **variables(job.get('variables'), f'{place}, variables')},
        'allow_failure': job.get('allow_failure') is True,
    }


def read(text):
    """Jobs in the order in which they run. Throws Mistake."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise Mistake(f'{FILE} is not YAML: {error}')
    document = mapping(document, FILE)
    stages = document.get('stages', DEFAULT_STAGES)
    if not isinstance(stages, list) or not all(isinstance(stage, str) for stage in stages):
        raise Mistake('stages must be a list of names.')
    common = variables(document.get('variables'), 'variables')
    jobs = [read_job(str(name), job, stages, common) for name, job in document.items() if name not in TOP and not str(name).startswith('.')]
    if not jobs:
        raise Mistake(f'{FILE} has no jobs.')
    return sorted(jobs, key=lambda job: stages.index(job['stage']))
