#!/bin/sh
# There is a USER, and it is root.
printf 'FROM debian:bookworm-slim\nCOPY greet.sh /greet.sh\nUSER root\nCMD ["sh", "/greet.sh"]\n' > Dockerfile
