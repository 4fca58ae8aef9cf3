#!/usr/bin/env python3
"""JSON in, JSON out: the model's own probabilities."""
from answers import as_json, check, some
from hosting import Server
from scoring import require_probabilities
from watched import WatchedModel

KIND = 'application/json'


def hidden_model():
    """With a model that the learner has never seen."""
    with WatchedModel() as model, Server(model.path) as server:
        server.require_healthy()
        for count, criterion in ((1, 'JSON with one instance'), (40, 'JSON with forty instances')):
            rows = some(count, criterion)
            if not check(criterion, server.invoke(as_json(rows), KIND), KIND, model.probabilities(rows), server):
                return False
    return True


def own_model():
    """With the learner's, found where the hosting service puts it."""
    rows = some(20, 'own')
    [right] = require_probabilities(['model/model.joblib'], rows, 'Your model in model/ loads')
    with Server() as server:
        server.require_healthy('Without MODEL_DIR it serves the model in /opt/ml/model')
        check('Your own model, from /opt/ml/model', server.invoke(as_json(rows), KIND), KIND, right, server)


if hidden_model():
    own_model()
