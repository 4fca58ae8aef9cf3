#!/bin/sh
# A connection that is refused is an error for the client.
set -e
sed -i -e '/option redispatch/d' haproxy.cfg
