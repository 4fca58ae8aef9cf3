#!/bin/sh
# The whole object is saved, class and all.
set -e
sed -i -e "s/'weights': net.state_dict()/'weights': net/" train.py
sed -i -e "s/load_state_dict(saved\['weights'\])/load_state_dict(saved['weights'].state_dict())/" predict.py
