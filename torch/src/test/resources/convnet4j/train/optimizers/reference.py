"""Writes values.txt beside it: where PyTorch's optimisers take the parameters that OptimizerValuesTest moves."""

import math
import os

import torch

SHAPES = {
    "wide.weight": (4, 3, 3, 3),
    "wide.bias": (4,),
    "tall.weight": (12, 4, 1, 1),
    "bn.weight": (12,),
    "bn.bias": (12,),
    "fc.weight": (2, 48),
    "fc.bias": (2,),
}
NORM = {"bn.weight", "bn.bias"}
BIAS = {"wide.bias", "fc.bias"}
FACTORS = [1, 0.5, 2, 0.25, 1]
WITHOUT_GRADIENT = (2, "wide.bias")


def pattern(shape, place, step):
    size = math.prod(shape)
    values = [((i * 37 + place * 101 + step * 53) % 97 - 48) / 64 for i in range(size)]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def head(name):
    return 0.5 if name.startswith("fc.") else 1


def groups(params, lr, decay, exempt):
    return [
        {"params": [p], "lr": lr * head(n), "base": lr * head(n), "weight_decay": 0 if n in exempt else decay}
        for n, p in params.items()
    ]


class Muon:
    """The definition, in float64."""

    def __init__(self, params, lr, momentum, nesterov, normalize):
        self.params, self.lr, self.momentum = params, lr, momentum
        self.nesterov, self.normalize = nesterov, normalize
        self.velocity = {n: torch.zeros(p.shape, dtype=torch.float64) for n, p in params.items()}

    def step(self, factor):
        for name, p in self.params.items():
            g = p.grad.double()
            v = self.velocity[name] = self.momentum * self.velocity[name] + g
            u = (g + self.momentum * v if self.nesterov else v).flatten(1)
            w = p.data.double()
            if self.normalize:
                w = w * math.sqrt(len(w)) / torch.linalg.norm(w)
            left, sigma, right = torch.linalg.svd(u / torch.linalg.norm(u), full_matrices=False)
            for _ in range(3):
                sigma = 3.4445 * sigma - 4.7750 * sigma**3 + 2.0315 * sigma**5
            p.data = (w - self.lr * factor * (left * sigma @ right).reshape(w.shape)).float()


def muon(params, momentum, nesterov, normalize, other):
    filters = {n: p for n, p in params.items() if p.dim() == 4}
    rest = []
    for name, p in params.items():
        if p.dim() != 4:
            lr = 0.2 if name == "fc.weight" else 0.05
            rest.append({"params": [p], "lr": lr, "base": lr * head(name), "weight_decay": 0.004 / lr})
    sgd = torch.optim.SGD(rest, lr=1, momentum=other, nesterov=other > 0)
    return sgd, Muon(filters, 0.1, momentum, nesterov, normalize)


CASES = {
    "sgd": lambda p: (torch.optim.SGD(groups(p, 0.1, 0.01, NORM | BIAS), momentum=0.9, nesterov=True), None),
    "sgd_plain": lambda p: (torch.optim.SGD(groups(p, 0.1, 0.01, set())), None),
    "adamw": lambda p: (
        torch.optim.AdamW(groups(p, 0.01, 0.1, BIAS), betas=(0.8, 0.95), eps=1e-3), None),
    "rmsprop": lambda p: (
        torch.optim.RMSprop(groups(p, 0.01, 0.05, NORM), alpha=0.9, eps=1e-3, momentum=0.9), None),
    "rmsprop_plain": lambda p: (
        torch.optim.RMSprop(groups(p, 0.01, 0.05, NORM), alpha=0.9, eps=1e-3), None),
    "muon": lambda p: muon(p, 0.6, True, True, 0.85),
    "muon_plain": lambda p: muon(p, 0.6, False, False, 0),
}

lines = []
for case, make in CASES.items():
    params = {n: torch.nn.Parameter(pattern(s, i, 0)) for i, (n, s) in enumerate(SHAPES.items())}
    library, filters = make(params)
    for step, factor in enumerate(FACTORS):
        for i, (name, p) in enumerate(params.items()):
            p.grad = None if (step, name) == WITHOUT_GRADIENT else pattern(p.shape, i, step + 1)
        for group in library.param_groups:
            group["lr"] = group["base"] * factor
        library.step()
        if filters is not None:
            filters.step(factor)
    for name, p in params.items():
        values = " ".join(f"{v:.9g}" for v in p.detach().flatten().tolist())
        lines.append(f"{case} {name} {values}\n")

with open(os.path.join(os.path.dirname(__file__), "values.txt"), "w") as f:
    f.writelines(lines)
