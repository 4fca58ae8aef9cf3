#!/usr/bin/env python3
"""Requests that make no sense get a 4xx, and change nothing."""
import gowork
import lab

with gowork.Work() as work:
    work.build()
    with work.serving() as service:
        service.ask('POST', '/features/a', {'clicks': 1})
        large = b'{"clicks": 1, "' + b'x' * 70000 + b'": 1}'
        cases = [('GET', '/features/nobody', None, 404, 'a customer whom nobody has updated'), ('POST', '/features/', {'clicks': 1}, 404, 'no customer'),
                 ('POST', '/features/a', b'{"clicks": 5', 400, 'half a document'), ('POST', '/features/a', b'', 400, 'an empty body'),
                 ('POST', '/features/a', {'clicks': 5, 'name': 'Ann'}, 400, 'a text among the numbers'), ('POST', '/features/a', [1], 400, 'a list'),
                 ('POST', '/features/a', large, 413, 'more than 64 KiB'), ('DELETE', '/features/a', None, 405, 'another method')]
        silent = []
        for method, path, body, right, what in cases:
            status, told = service.ask(method, path, body)
            if status == right and not lab.get(told, 'error'):
                silent.append(f'{status} to {method} {path}: {told}')
            lab.check(f'{method} {path} with {what} is refused' if body is not None else f'{method} {path} ({what}) is refused', status == right,
                      expected=str(right), found=f'{status} {told}', file='main.go', hint='Decode returns an error. Answer with the status and {"error": ...}, and return.')
        lab.check('Each refusal says why, as JSON', not silent, expected='{"error": "..."}', found=silent[0] if silent else None, file='main.go',
                  hint='answer(w, http.StatusBadRequest, map[string]string{"error": ...}): callers are programs, and read JSON.')
        told = service.ask('GET', '/features/a')
        lab.check('Nothing of them was counted', told == (200, {'clicks': 1}), expected='{"clicks": 1}', found=str(told[1]), file='main.go',
                  hint='All of a request counts or nothing: look at all of it before Update.')
