#!/bin/sh
# Writes over the file that it has: a kill in the middle leaves neither the old one nor the new one.
set -e
sed -i -e 's/os.WriteFile(path+".new", /os.WriteFile(path, /' -e 's/return os.Rename(.*)/return nil/' main.go
