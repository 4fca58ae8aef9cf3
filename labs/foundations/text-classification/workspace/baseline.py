"""A simple model: how much each word of a message tells, and a weight for each word and queue."""
import pickle

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from tokens import tokenize


class Baseline:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    def fit(self, messages, seed, epochs=None):
        """Learns. Nothing is drawn here, so that `seed` changes nothing; it has no `epochs`."""
        self.model = make_pipeline(
            TfidfVectorizer(analyzer=tokenize, lowercase=False, vocabulary=self.vocabulary.words),
            LogisticRegression(max_iter=2000),
        )
        self.model.fit([message['text'] for message in messages], [message['queue'] for message in messages])

    def predict(self, texts):
        """A queue and its probability for each text."""
        return [(self.model.classes_[row.argmax()], float(row.max())) for row in self.model.predict_proba(texts)]

    def save(self, path):
        with open(path, 'wb') as file:
            pickle.dump(self, file)

    @staticmethod
    def load(path):
        with open(path, 'rb') as file:
            return pickle.load(file)
