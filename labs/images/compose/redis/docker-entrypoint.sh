#!/bin/sh
# Options alone are the server's. In a container it is reached from others, so it takes their connections without a password.
case ${1:-} in
  ''|-*) set -- redis-server "$@" ;;
esac
if [ "$1" = redis-server ]; then
  exec "$@" --protected-mode no
fi
exec "$@"
