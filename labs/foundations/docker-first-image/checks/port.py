#!/usr/bin/env python3
"""Starts one image twice, on two ports, and reaches both from outside the container; without PORT it is 8080."""
import inner
import lab

with inner.built() as image:
    with inner.started(image) as container:
        inner.answering(container, 'Without PORT it answers on 8080', "Give it a default: os.environ.get('PORT', '8080').")
    port, other = inner.free_port(), inner.free_port()
    with inner.started(image, host=inner.address(), port=port) as one:
        if not one.wait():
            local = lab.http(f'http://127.0.0.1:{port}/health').status
            lab.require('With PORT it answers there', False,
                        expected=f'an answer from {inner.address()}:{port}, started with --env PORT={port}',
                        found='it answers on 127.0.0.1 only' if local else one.found(),
                        hint='127.0.0.1 is the container itself: listen on 0.0.0.0.' if local else
                        'Read the port where the program starts: int(os.environ.get("PORT", "8080")).', file='app.py')
        lab.check('With PORT it answers there', True, found=f'port {port}')
        with inner.started(image, host=inner.address(), port=other) as two:
            lab.check('A second one runs beside it on another port', two.wait() and one.ask('/health')[0] == 200,
                      expected=f'answers from {port} and {other}', found=two.found())
