"""Random fields, and numbers that depend on a place only."""

import numpy as np
from numpy.typing import NDArray
from scipy import fft

Field = NDArray[np.float32]
Mask = NDArray[np.bool_]


def smooth_field(rng: np.random.Generator, size_px: int, wavelength_px: float, smoothness: float = 2.0) -> Field:
    """A square Gaussian random field of mean 0 and standard deviation 1.

    White noise is filtered by the von Kármán spectrum (1948): amplitude ``(1 + (k·wavelength)²)^(−smoothness/2)`` at
    ``k`` cycles per pixel. Forms are about ``wavelength_px`` across whatever the size of the scene.
    """
    # The transform is periodic: a margin that is cut off keeps opposite sides of the scene from being alike.
    padded_px = fft.next_fast_len(size_px + int(np.ceil(wavelength_px)), real=True)
    spectrum = fft.rfft2(rng.standard_normal((padded_px, padded_px), dtype=np.float32))
    rows = fft.fftfreq(padded_px).astype(np.float32)[:, None] * np.float32(wavelength_px)
    columns = fft.rfftfreq(padded_px).astype(np.float32) * np.float32(wavelength_px)
    spectrum *= (1 + rows**2 + columns**2) ** np.float32(-smoothness / 2)
    field: Field = fft.irfft2(spectrum, s=(padded_px, padded_px), overwrite_x=True)[:size_px, :size_px]
    return (field - field.mean()) / field.std()


def scatter_unit(seed: int, *keys: NDArray[np.integer] | int) -> Field:
    """Numbers in [0, 1), uniform and unrelated from one tuple of integer ``keys`` to the next, equal for equal tuples.

    The mixing steps are the finalizer of MurmurHash3 (Appleby 2011, public domain).
    """
    state: NDArray[np.uint32] = np.asarray(seed & 0xFFFFFFFF, dtype=np.uint32)
    for key in keys:
        state = _mix(state ^ (np.asarray(key).astype(np.int64) & 0xFFFFFFFF).astype(np.uint32))
    return (state >> np.uint32(8)).astype(np.float32) / np.float32(2**24)


def _mix(state: NDArray[np.uint32]) -> NDArray[np.uint32]:
    with np.errstate(over="ignore"):  # to overflow is the point of it
        state = (state ^ (state >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        state = (state ^ (state >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        return (state ^ (state >> np.uint32(16))) + np.uint32(0x9E3779B9)
