"""Open two-paths by the groups of their three actors: how many there are, and how many chance makes. Arrays only.

A two-path from i over j to k is open where i has no tie to k. Whether it has one must be known, so that i must have answered.
"""

from __future__ import annotations

import numpy as np

from govmetrics.numerics.arrays import Array, Bools, Ints

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


def role_masks(groups: int) -> Array:
    """Return which groups of senders and receivers make which role of a broker in a group, (roles, groups, groups, groups).

    The axes behind the role are the groups of the broker, of the sender and of the receiver.
    """
    same = np.eye(groups, dtype=bool)
    broker_sender, broker_receiver, ends = same[:, :, None], same[:, None, :], same[None]
    found = (
        broker_sender & broker_receiver,
        ends & ~broker_sender & ~broker_receiver,
        broker_sender & ~broker_receiver & ~ends,
        broker_receiver & ~broker_sender & ~ends,
        ~broker_sender & ~broker_receiver & ~ends,
    )
    return np.stack([np.broadcast_to(one, (groups,) * 3) for one in found]).astype(float)


def open_two_paths(ties: Array, known: Bools, codes: Ints, masks: Array) -> Array:
    """Return how many open two-paths go over every actor in every role, (actors, roles)."""
    groups = masks.shape[1]
    absent = known & (ties == 0)
    one_hot = np.eye(groups)[codes]
    found = np.zeros((len(ties), len(masks)))
    for sender in range(groups):
        mine = codes == sender
        by_receiver = (ties[mine].T @ absent[mine] * ties) @ one_hot  # broker x group of the receiver
        found += np.einsum("rjl,jl->jr", masks[:, codes, sender], by_receiver)
    return found


def by_chance(answered: Bools, codes: Ints, masks: Array, density: float) -> tuple[Array, Array]:
    """Return mean and standard deviation of `open_two_paths` where each tie is there with the same probability.

    Two open two-paths over the same broker depend on each other only where they share the sender or the receiver: they
    then share one tie, and their covariance is d^3 (1 - d)^3. The mean of each is p = d^2 (1 - d), its variance p (1 - p).
    """
    groups = masks.shape[1]
    actors, senders = np.bincount(codes, minlength=groups), np.bincount(codes[answered], minlength=groups)
    own = np.eye(groups)[codes]
    s = senders - own * answered[:, None]  # who may send over each broker, by group
    t = actors - own
    allowed = masks[:, codes]  # roles x brokers x senders' group x receivers' group
    same = np.eye(groups)
    of_sender = np.einsum("rjhl,jl->rjh", allowed, t) - np.einsum("rjhl,hl->rjh", allowed, same)
    every = np.einsum("rjhl,jh->rjl", allowed, s)
    of_answering = every - np.einsum("rjhl,hl->rjl", allowed, same)
    pairs = (s * np.maximum(of_sender, 0)).sum(axis=2)
    shared = (s * _pairs(of_sender)).sum(axis=2) + (s * _pairs(of_answering) + (t - s) * _pairs(every)).sum(
        axis=2
    )
    p = density**2 * (1 - density)
    variance = pairs * p * (1 - p) + shared * (density * (1 - density)) ** 3
    return (pairs * p).T, np.sqrt(variance).T


def _pairs(count: Array) -> Array:
    return np.maximum(count, 0) * np.maximum(count - 1, 0)
