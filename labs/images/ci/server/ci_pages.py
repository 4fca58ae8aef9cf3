"""The pages of the CI server, and its artefacts, by Buildbot's plugin interface for web pages."""
import hashlib
import json
import os

from twisted.web import resource, static

PAGES = '/opt/ci/pages'
ARTIFACTS = '/srv/artifacts'


class Listing(resource.Resource):
    """What a folder of artefacts holds, as JSON: path, size and SHA-256 of each file."""

    isLeaf = True

    def __init__(self, folder):
        super().__init__()
        self.folder = folder

    def render_GET(self, request):
        files = []
        for parent, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(parent, name)
                with open(path, 'rb') as content:
                    digest = hashlib.sha256(content.read()).hexdigest()
                files.append({'path': os.path.relpath(path, self.folder), 'size': os.path.getsize(path), 'sha256': digest})
        request.setHeader(b'content-type', b'application/json')
        return json.dumps({'files': sorted(files, key=lambda file: file['path'])}).encode()


class Artifacts(static.File):
    """/artifacts/<pipeline>/<job>/<path> is a file; a folder is answered with its listing, an empty one where nothing was kept."""

    def getChild(self, path, request):
        if path.isdigit() and not self.child(path).exists():
            return Listing(os.path.join(self.path, path.decode()))
        return super().getChild(path, request)

    def directoryListing(self):
        return Listing(self.path)


class Pages:
    """What Buildbot expects of the plugin called `base`."""

    description = 'Pipelines, jobs, logs and artefacts'
    version = '1'
    static_dir = PAGES
    ui = True

    def __init__(self):
        self.resource = static.File(PAGES)
        self.resource.putChild(b'artifacts', Artifacts(ARTIFACTS, defaultType='application/octet-stream'))

    def setMaster(self, master):
        self.master = master

    def setConfiguration(self, config):
        self.config = config


application = Pages()
