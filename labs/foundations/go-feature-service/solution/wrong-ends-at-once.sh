#!/bin/sh
# Saves and ends, whoever is being answered.
set -e
sed -i -e 's/late := server.Shutdown(limited)/late := server.Close()\n\t_ = limited/' main.go
