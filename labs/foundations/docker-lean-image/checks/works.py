#!/usr/bin/env python3
"""Builds the image from other tickets, runs it, and asks it."""
import inner

with inner.Folder() as folder, inner.started(folder.build()) as container:
    inner.routes(folder, container)
