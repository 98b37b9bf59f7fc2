"""Water runs downhill."""

import numpy as np
import pytest

from seg4eo_engine.landscape.noise import smooth_field
from seg4eo_engine.landscape.rivers import route_water


@pytest.fixture
def elevation() -> np.ndarray:
    return smooth_field(np.random.default_rng(2), 40, 12, 2.5)


def test_all_cells_drain_to_the_lowest_cell_of_the_border(elevation: np.ndarray) -> None:
    drainage = route_water(elevation)
    reached = np.arange(elevation.size)
    for _ in range(elevation.size):
        reached = drainage.receiver[reached]
    [outlet] = set(reached.tolist())
    border = np.concatenate([elevation[0], elevation[-1], elevation[:, 0], elevation[:, -1]])
    assert elevation.ravel()[outlet] == border.min()
    assert drainage.catchment[outlet] == elevation.size


def test_water_never_runs_up_a_filled_surface(elevation: np.ndarray) -> None:
    drainage = route_water(elevation)
    filled = drainage.filled.ravel()
    assert (filled[drainage.receiver] <= filled).all()
    assert (filled >= elevation.ravel()).all()


def test_hollow_is_filled_to_its_rim() -> None:
    elevation = np.array([[9, 9, 9, 9], [9, 2, 3, 4], [9, 9, 9, 9]], dtype=np.float32)
    assert route_water(elevation).filled[1].tolist() == [9, 4, 4, 4]


def test_catchments_grow_by_what_flows_in(elevation: np.ndarray) -> None:
    drainage = route_water(elevation)
    cells = np.arange(elevation.size)
    inland = drainage.receiver != cells
    inflow = np.bincount(drainage.receiver[inland], weights=drainage.catchment[inland], minlength=elevation.size)
    np.testing.assert_array_equal(drainage.catchment, 1 + inflow)
