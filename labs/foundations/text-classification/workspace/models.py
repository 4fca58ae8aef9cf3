"""Which model a file holds: NAME.pkl the baseline, NAME.pt the network."""


def kind(path):
    if path.endswith('.pt'):
        from network import Network   # only now: PyTorch takes seconds to load
        return Network
    from baseline import Baseline
    return Baseline


def load(path):
    return kind(path).load(path)
