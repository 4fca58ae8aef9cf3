#!/bin/sh
# Where the hosting service unpacks a model, learners find theirs.
mkdir -p /opt/ml
ln -sfn /workspace/model /opt/ml/model
