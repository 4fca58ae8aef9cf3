#!/bin/sh
# Refuses in words for people, where programs ask.
set -e
sed -i '/^func refuse/,/^}/s/answer(w, status, .*)/http.Error(w, reason, status)/' main.go
