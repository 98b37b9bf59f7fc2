"""In which order places are worked on: neighbours together, so that the tiles of an image are decoded once."""

from collections.abc import Sequence

from seg4eo_engine.patches.candidates import Candidate

NEIGHBOURHOOD_PX = 1024
MOST_TOGETHER = 8  # cancel and progress wait for them


def neighbourhoods(candidates: Sequence[Candidate]) -> list[list[int]]:
    """Groups of indexes into ``candidates``: each the places in one square of one image, image after image."""
    squares: dict[tuple[int, ...], list[int]] = {}
    for index, candidate in enumerate(candidates):
        window = candidate.place.window
        # what is resampled comes in the order of its polygons, which are neighbours more often than not
        square = (
            (-1, index // MOST_TOGETHER)
            if window is None
            else (int(window.row_off) // NEIGHBOURHOOD_PX, int(window.col_off) // NEIGHBOURHOOD_PX)
        )
        squares.setdefault((candidate.source, *square), []).append(index)
    groups = [squares[square] for square in sorted(squares)]
    return [group[start : start + MOST_TOGETHER] for group in groups for start in range(0, len(group), MOST_TOGETHER)]
