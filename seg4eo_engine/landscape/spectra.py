"""What surfaces reflect, in the ten Sentinel-2 bands of 10 m and 20 m.

Typical surface reflectances of temperate Europe in early summer, rounded from the usual shapes of such spectra (as in
the USGS and ECOSTRESS spectral libraries). They serve a demonstration, not a retrieval.
"""

from enum import IntEnum

import numpy as np

BANDS = ("B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12")
CENTRE_NM = np.array([492, 560, 665, 704, 741, 783, 833, 865, 1614, 2202], dtype=np.float32)
IS_20_M = (False, False, False, True, True, True, False, True, True, True)


class Surface(IntEnum):
    """A surface; its value is its row in :data:`REFLECTANCE`."""

    CLEAR_WATER = 0
    TURBID_WATER = 1
    GREEN_WATER = 2
    CONIFER = 3
    BROADLEAF = 4
    MEADOW = 5
    DRY_GRASS = 6
    CEREAL = 7
    MAIZE = 8
    RAPESEED = 9
    STUBBLE = 10
    DARK_SOIL = 11
    BRIGHT_SOIL = 12
    ASPHALT = 13
    TILE_ROOF = 14
    GREY_ROOF = 15
    METAL_ROOF = 16


REFLECTANCE = np.array(
    [
        [0.045, 0.042, 0.026, 0.023, 0.019, 0.017, 0.015, 0.013, 0.008, 0.006],
        [0.085, 0.118, 0.130, 0.130, 0.112, 0.112, 0.110, 0.092, 0.030, 0.018],
        [0.045, 0.080, 0.048, 0.085, 0.120, 0.130, 0.135, 0.125, 0.045, 0.025],
        [0.024, 0.037, 0.027, 0.058, 0.150, 0.182, 0.200, 0.210, 0.100, 0.050],
        [0.028, 0.050, 0.031, 0.084, 0.250, 0.315, 0.345, 0.365, 0.185, 0.088],
        [0.036, 0.067, 0.045, 0.104, 0.275, 0.345, 0.378, 0.398, 0.215, 0.110],
        [0.060, 0.090, 0.095, 0.140, 0.200, 0.232, 0.260, 0.280, 0.305, 0.205],
        [0.034, 0.065, 0.042, 0.102, 0.283, 0.355, 0.390, 0.410, 0.203, 0.101],
        [0.036, 0.068, 0.046, 0.107, 0.275, 0.345, 0.375, 0.395, 0.235, 0.122],
        [0.055, 0.125, 0.112, 0.160, 0.290, 0.350, 0.385, 0.405, 0.225, 0.115],
        [0.078, 0.112, 0.145, 0.176, 0.208, 0.230, 0.258, 0.278, 0.330, 0.245],
        [0.058, 0.078, 0.098, 0.113, 0.124, 0.134, 0.148, 0.162, 0.220, 0.190],
        [0.100, 0.138, 0.178, 0.198, 0.213, 0.224, 0.240, 0.255, 0.330, 0.300],
        [0.085, 0.098, 0.108, 0.114, 0.119, 0.124, 0.130, 0.136, 0.165, 0.152],
        [0.085, 0.112, 0.168, 0.190, 0.200, 0.210, 0.225, 0.238, 0.285, 0.255],
        [0.140, 0.158, 0.170, 0.176, 0.181, 0.186, 0.195, 0.202, 0.225, 0.205],
        [0.225, 0.240, 0.242, 0.240, 0.236, 0.232, 0.226, 0.222, 0.205, 0.182],
    ],
    dtype=np.float32,
)
"""Reflectance, one row a surface, one column a band."""
