#!/bin/sh
# Everybody takes the lock of readers, also who writes.
set -e
sed -i -e 's/s.mutex.Lock()/s.mutex.RLock()/' -e 's/s.mutex.Unlock()/s.mutex.RUnlock()/' store/store.go
