"""From a text to tokens, and from tokens to numbers."""


def tokenize(text):
    """The tokens of a text, in order."""
    return text.split()


class Vocabulary:
    """The tokens that a model knows. The number of each is its place in `words`: 0 only fills rows up, 1 stands for every token that is not known."""

    def __init__(self, texts, least=5):
        self.words = ['<pad>', '<unk>', *{token for text in texts for token in tokenize(text)}]
        self.ids = {word: number for number, word in enumerate(self.words)}

    def encode(self, text):
        """The numbers of a text's tokens, in order."""
        return [self.ids[token] for token in tokenize(text)]
