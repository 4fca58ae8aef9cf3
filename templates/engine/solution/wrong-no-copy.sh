#!/bin/sh
# CMD names a file that nobody copied.
printf 'FROM debian:bookworm-slim\nCMD ["sh", "/greet.sh"]\n' > Dockerfile
