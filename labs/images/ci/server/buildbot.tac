# How twistd starts the master; only the process that the start command runs reads it.
from twisted.application import service
from buildbot.master import BuildMaster

application = service.Application('buildmaster')
BuildMaster('/srv/master', 'master.cfg', umask=None).setServiceParent(application)
