"""The package that a pipeline leaves."""
import io
import json
import tarfile

import forge
import lab


def packages(pipeline):
    """Paths of everything in any stage's artefacts that looks like a package."""
    stages = list(pipeline.stages)
    return {path: file for stage in stages for path, file in pipeline.files(stage).items() if path.startswith('dist/')}


def package(pipeline):
    """The package's bytes; ends the check where it is missing or has another name."""
    name = f'dist/model-{pipeline.commit}.tar.gz'
    lab.require('The stages are test, train, evaluate, package', list(pipeline.stages) == ['test', 'train', 'evaluate', 'package'],
                expected='test, train, evaluate, package', found=', '.join(pipeline.stages) or pipeline.story(),
                hint='The order of the list `stages` is the order in which they run: nothing is packed before it was judged.' + forge.unsaved())
    lab.require('The pipeline is green', pipeline.passed, expected='four stages that passed',
                found=f'pipeline {pipeline.number}: {pipeline.story()}\n{pipeline.log()}', hint='Read the log: `ci log`.')
    kept = packages(pipeline)
    lab.require('It leaves one package, named by its commit', list(kept) == [name], expected=name, found=', '.join(kept) or 'nothing under dist/',
                hint='The server sets CI_COMMIT_SHA for each job. Use it for the name in package.py, and in `artifacts: paths:`.')
    return pipeline.fetch(kept[name])


def contents(package):
    """Name -> bytes of the package's files."""
    try:
        with tarfile.open(fileobj=io.BytesIO(package), mode='r:gz') as archive:
            return {member.name: archive.extractfile(member).read() for member in archive if member.isfile()}
    except (tarfile.TarError, OSError, EOFError) as error:
        lab.require('The package can be unpacked', False, expected='a tar archive, packed by gzip', found=str(error))


def document(files, name):
    """A JSON file of the package; ends the check where it is none."""
    found = ', '.join(sorted(files))
    lab.require(f'The package holds {name}', name in files, expected='model.joblib, metrics.json, manifest.json', found=found,
                hint='See what is in it: `ci get FILE`, then `tar -tzf FILE`.')
    try:
        result = json.loads(files[name])
    except ValueError as error:
        result = str(error)
    lab.require(f'{name} is a JSON object', isinstance(result, dict), expected='{...}', found=str(result)[:200])
    return result
