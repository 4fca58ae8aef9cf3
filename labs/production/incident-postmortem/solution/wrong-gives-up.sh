#!/bin/sh
# A store that is busy for a moment costs a customer the score.
set -e
sed -i '/^    except model.Busy as error:/,/put_aside/d' worker.py
