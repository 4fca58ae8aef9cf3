"""A network: a vector for each word, learned, and what they say together."""
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

from tokens import Vocabulary


class Net(nn.Module):
    """Numbers of words in, a score for each queue out. So far it takes the mean of the words' vectors."""

    def __init__(self, words, queues):
        super().__init__()
        self.embed = nn.Embedding(words, 24, padding_idx=0)
        self.out = nn.Linear(24, queues)

    def forward(self, ids, lengths):
        return self.out(self.embed(ids).mean(1))


def batch(rows):
    """One table of all rows, short ones filled up with 0 at their end, and how long each really is."""
    return pad_sequence(rows, batch_first=True), torch.tensor([len(row) for row in rows])


class Network:
    def __init__(self, vocabulary):
        self.vocabulary = vocabulary

    def rows(self, texts):
        return [torch.tensor(self.vocabulary.encode(text)) for text in texts]

    def fit(self, messages, seed, epochs=10):
        """Learns, in so many rounds."""
        rows = self.rows([message['text'] for message in messages])
        self.queues = sorted({message['queue'] for message in messages})
        answers = torch.tensor([self.queues.index(message['queue']) for message in messages])
        self.net = Net(len(self.vocabulary.words), len(self.queues))
        optimizer = torch.optim.Adam(self.net.parameters(), lr=0.01)
        loss = nn.CrossEntropyLoss()
        self.net.train()
        for _ in range(epochs):
            for some in torch.randperm(len(rows)).split(32):
                optimizer.zero_grad()
                loss(self.net(*batch([rows[n] for n in some])), answers[some]).backward()
                optimizer.step()

    def predict(self, texts):
        """A queue and its probability for each text."""
        self.net.eval()
        told = []
        with torch.no_grad():
            for some in range(0, len(texts), 200):
                told += self.net(*batch(self.rows(texts[some:some + 200]))).softmax(1).tolist()
        return [(self.queues[row.index(max(row))], max(row)) for row in told]

    def save(self, path):
        torch.save({'words': self.vocabulary.words, 'queues': self.queues, 'weights': self.net.state_dict()}, path)

    @staticmethod
    def load(path):
        saved = torch.load(path)
        network = Network(Vocabulary([]))
        network.vocabulary.words = saved['words']
        network.vocabulary.ids = {word: number for number, word in enumerate(saved['words'])}
        network.queues = saved['queues']
        network.net = Net(len(saved['words']), len(saved['queues']))
        network.net.load_state_dict(saved['weights'])
        return network
