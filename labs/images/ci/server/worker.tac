# How twistd starts the worker.
import os
from twisted.application import service
from buildbot_worker.bot import Worker

application = service.Application('buildbot-worker')
Worker('127.0.0.1', 9989, 'runner', os.environ.pop('CI_PASSWORD'), '/srv/runner', keepalive=600, umask=0o022,
       maxdelay=2, allow_shutdown=None).setServiceParent(application)
