#!/usr/bin/env python3
"""Builds, changes one thing, builds again, and looks which of the tools ran a second time."""
import inner
import lab

HINT = ('A layer is made anew when what it copies has changed, and so are all that follow. '
        'Copy what seldom changes first, and never everything (`COPY . .`) before slow work.')
DOCS = 'https://docs.docker.com/build/cache/'


def judge(what, same, first, second, file='Dockerfile'):
    lab.check(what, (first == second) == same, expected='taken from the cache' if same else 'made anew',
              found='made anew' if same else 'taken from the cache', hint=HINT, docs=DOCS, file=file)


with inner.Folder() as folder:
    before = inner.Layers(folder.build())
    for kind, tool in (('INSTALLED', 'tools/install.py'), ('TRAINED', 'tools/train.py')):
        lab.require(f'{tool} runs in the build', len(before.mark(kind)) == 1, expected='what it made, once, in the image', found=f'{len(before.mark(kind))} times',
                    file='Dockerfile', hint='Install and train in the build, with the tools in tools/.')
    folder.append('app.py', '# a change\n')
    code = inner.Layers(folder.build())
    judge('After a change of app.py, packages are not installed again', True, before.mark('INSTALLED'), code.mark('INSTALLED'))
    judge('After a change of app.py, the model is not trained again', True, before.mark('TRAINED'), code.mark('TRAINED'))
    folder.append('data/tickets.csv', 'billing,invoice\n')
    data = inner.Layers(folder.build())
    judge('With new tickets, packages are not installed again', True, before.mark('INSTALLED'), data.mark('INSTALLED'))
    judge('With new tickets, the model is trained again', False, before.mark('TRAINED'), data.mark('TRAINED'))
    folder.append('requirements.txt', '\n')
    wants = inner.Layers(folder.build())
    judge('After a change of requirements.txt, packages are installed again', False, before.mark('INSTALLED'), wants.mark('INSTALLED'))
