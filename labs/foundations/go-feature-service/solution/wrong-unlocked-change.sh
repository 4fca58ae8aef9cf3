#!/bin/sh
# The map of customers is guarded, and the features of each are not.
set -e
sed -i -e '/^func (s \*Store) Update/,/^}/{/defer s.mutex.Unlock()/d;s/^\tchange(features)/\ts.mutex.Unlock()\n\tchange(features)/}' store/store.go
