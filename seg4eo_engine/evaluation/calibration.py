"""The temperature by which logits become probabilities that are right as often as they say."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

FEWEST_PIXELS = 100
BOUNDS = (0.1, 10.0)  # beyond these, the pixels tell of themselves only


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> float:
    """The temperature T for which ``logits / T`` give the labels the smallest cross-entropy.

    Guo et al. (2017), On Calibration of Modern Neural Networks. The cross-entropy is convex in 1/T, so there is one
    minimum. T > 1 makes a model less sure of itself, T < 1 surer; no class changes.

    Args:
        logits: (n, C), or (n, 1) with the logit of the second of two classes.
        labels: (n,), class indexes.

    Returns:
        the temperature, from 0.1 to 10; 1 where nothing can be learned: from fewer than 100 pixels, or from pixels that
        are all right, since these ask for a model that never doubts.
    """
    below_best, below_of_truth = _below_best(logits.astype(np.float64).T, labels.astype(np.intp))
    if len(labels) < FEWEST_PIXELS or not below_of_truth.any():
        return 1.0

    def cross_entropy(log_temperature: float) -> float:
        scale = np.exp(-log_temperature)
        return float(np.mean(np.log(np.exp(below_best * scale).sum(0))) - below_of_truth.mean() * scale)

    found = minimize_scalar(cross_entropy, bounds=np.log(BOUNDS), method="bounded")
    return float(np.exp(found.x))


def _below_best(
    logits: NDArray[np.float64], labels: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Logits less the largest one of their pixel, so that no exponential overflows: of all classes (C, n), and (n,) of
    the true one.
    """
    if len(logits) == 1:
        logits = np.concatenate([np.zeros_like(logits), logits])
    below = logits - logits.max(0)
    return below, below[labels, np.arange(len(labels))]
