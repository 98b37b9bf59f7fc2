"""Parcels are areas side by side."""

import numpy as np

from seg4eo_engine.landscape.parcels import ParcelSize, lay_parcels


def test_parcels_have_about_the_size_that_was_asked_for() -> None:
    parcels = lay_parcels(np.random.default_rng(1), 400, ParcelSize(400, 20, 40, spread=0))
    _, areas_px = np.unique(parcels.number, return_counts=True)
    assert 0.5 * 20 * 40 < np.mean(areas_px) < 1.2 * 20 * 40


def test_parcels_are_in_one_piece_within_a_neighbourhood() -> None:
    """The number changes only where the edge is near."""
    parcels = lay_parcels(np.random.default_rng(1), 300, ParcelSize(5000, 20, 40))
    changes = parcels.number[:, 1:] != parcels.number[:, :-1]
    assert changes.any()
    assert np.minimum(parcels.edge_px[:, 1:], parcels.edge_px[:, :-1])[changes].max() < 1.5


def test_edges_are_within_half_of_a_parcel() -> None:
    parcels = lay_parcels(np.random.default_rng(1), 300, ParcelSize(100, 20, 40, spread=0))
    assert parcels.edge_px.min() >= -1e-3
    assert parcels.edge_px.max() < 20
