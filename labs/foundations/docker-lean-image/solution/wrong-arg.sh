#!/bin/sh
# The token is a build argument, and every build argument is written down.
set -e
sed -i -e 's/^RUN --mount=type=secret,id=index_token .*/ARG INDEX_TOKEN\nRUN \\/' -e 's/ --token-file [^ ]*//' Dockerfile
