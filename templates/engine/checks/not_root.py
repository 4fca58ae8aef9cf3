#!/usr/bin/env python3
import image
import lab

with image.built() as name:
    user = image.said(name, 'id', '-un')
    lab.check('it runs as another user than root', user != 'root', expected='another user', found=user, hint='Say USER in the Dockerfile.', file='Dockerfile')
