"""From a text to tokens, and from tokens to numbers."""
import re
import unicodedata
from collections import Counter

TOKEN = re.compile(r"(?P<ref>kl-\d+)|(?P<num>\d[\d.,:/-]*)|[^\W\d_]+(?:'[^\W\d_]+)*")


def tokenize(text):
    """The tokens of a text, in order: words in one spelling, <ref> for an order, <num> for any other number."""
    text = unicodedata.normalize('NFKC', text).casefold().replace('\u2019', "'")
    return ['<ref>' if found['ref'] else '<num>' if found['num'] else found[0] for found in TOKEN.finditer(text)]


class Vocabulary:
    """The tokens that a model knows. The number of each is its place in `words`: 0 only fills rows up, 1 stands for every token that is not known."""

    def __init__(self, texts, least=5):
        counts = Counter(token for text in texts for token in set(tokenize(text)))
        known = [token for token, count in counts.items() if count >= least]
        self.words = ['<pad>', '<unk>', *sorted(known, key=lambda token: (-counts[token], token))]
        self.ids = {word: number for number, word in enumerate(self.words)}

    def encode(self, text):
        """The numbers of a text's tokens, in order; never an empty list."""
        return [self.ids.get(token, 1) for token in tokenize(text)] or [1]
