"""A network: a vector for each word, read one after the other."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence

from tokens import Vocabulary


class Net(nn.Module):
    """Numbers of words in, a score for each queue out. It reads word after word, and keeps in 32 numbers what it has read."""

    def __init__(self, words, queues):
        super().__init__()
        self.embed = nn.Embedding(words, 24, padding_idx=0)
        self.read = nn.GRU(24, 32, batch_first=True)
        self.out = nn.Linear(32, queues)

    def forward(self, ids, lengths):
        words = pack_padded_sequence(self.embed(ids), lengths, batch_first=True, enforce_sorted=False)
        _, last = self.read(words)
        return self.out(last[0])


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
        torch.manual_seed(seed)
        rows = self.rows([message['text'] for message in messages])
        self.queues = sorted({message['queue'] for message in messages})
        answers = torch.tensor([self.queues.index(message['queue']) for message in messages])
        self.net = Net(len(self.vocabulary.words), len(self.queues))
        optimizer = torch.optim.Adam(self.net.parameters(), lr=0.01)
        counts = torch.bincount(answers)
        loss = nn.CrossEntropyLoss(weight=len(answers) / (len(counts) * counts))
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
