#!/usr/bin/env python3
"""Starts the image with settings that make no sense: it must not start, and say which one is wrong."""
import inner
import lab

with inner.built() as image:
    for name, value in (('PORT', 'eighty'), ('THRESHOLD', 'half'), ('THRESHOLD', '1.5')):
        with inner.started(image, env={name: value}) as container:
            container.ended(within=10)
            state = container.state()
            # The first one that is taken ends the check: each takes ten seconds to find out.
            lab.require(f'It does not start with {name}={value}', not state.get('Running') and state.get('ExitCode') != 0,
                        expected='an end with an exit code other than 0', found='it runs' if state.get('Running') else f"exit code {state.get('ExitCode')}",
                        hint='A service that guesses runs for weeks with a setting that nobody chose. `sys.exit("a reason")` ends it with code 1.', file='app.py')
            lab.check(f'It says that {name} is wrong', name in container.logs(), expected=f'{name} in what it says',
                      found=container.logs().strip()[-300:] or 'nothing', hint='Whoever starts it does not know your code: name the variable.', file='app.py')
