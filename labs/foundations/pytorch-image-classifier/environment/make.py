"""Divides scikit-learn's digits, for this learner alone: what is learned from, and what is asked in the end."""
import hashlib
import os
import sys

import numpy
from sklearn.datasets import load_digits

draw = numpy.random.default_rng(int(hashlib.sha256(sys.argv[1].encode()).hexdigest()[:12], 16))
digits = load_digits()
order = draw.permutation(len(digits.target))
images, labels = digits.images[order].astype('float32'), digits.target[order].astype('int64')
os.makedirs('/opt/digits', exist_ok=True)
numpy.savez('/opt/digits/digits.npz', images=images[:1200], labels=labels[:1200])
numpy.save('/opt/digits/new.npy', images[1200:1220])
with open(os.open('/opt/digits/hidden.npz', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as file:
    numpy.savez(file, images=images[1200:], labels=labels[1200:])
