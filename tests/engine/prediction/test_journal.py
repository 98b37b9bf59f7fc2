"""The journal of a run that may end anywhere."""

import pytest

from seg4eo_engine.prediction.journal import NAME, FinishedBlock, Journal, differences

IDENTITY, CHOICES = {"window_px": 256}, {"backend": "torch"}


@pytest.fixture
def folder(tmp_path):
    journal = Journal.begin(tmp_path, IDENTITY, CHOICES)
    journal.add(FinishedBlock(0, 100))
    journal.add(FinishedBlock(3, 0))
    return tmp_path


def test_what_was_noted_is_found_again(folder):
    journal, identity = Journal.find(folder)
    assert identity == IDENTITY
    assert journal.choices == CHOICES
    assert journal.finished == {0: FinishedBlock(0, 100), 3: FinishedBlock(3, 0)}


def test_a_journal_cut_anywhere_has_the_blocks_whose_lines_are_whole_and_goes_on(folder):
    path = folder / NAME
    content = path.read_bytes()
    first_line = content.index(b"\n") + 1
    for length in range(len(content)):
        path.write_bytes(content[:length])
        found = Journal.find(folder)
        if length < first_line:
            assert found is None
            continue
        journal, _ = found
        assert set(journal.finished) <= {0, 3}
        journal.add(FinishedBlock(7, 5))
        again, _ = Journal.find(folder)
        assert again.finished == journal.finished


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[1]\n", b"not json\n", b'{"format": 99}\n', b"\xff\n", b"1\n"])
def test_something_else_is_no_journal(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    assert Journal.find(tmp_path) is None


def test_without_a_file_there_is_no_journal(tmp_path):
    assert Journal.find(tmp_path) is None


def test_differences_are_told_in_words():
    earlier = {"window_px": 256, "raster": "a.tif", "model_1_sha256": "12", "same": 1, "gone": 2}
    present = {"window_px": None, "raster": "a.tif", "model_1_sha256": "13", "same": 1, "new": [1]}
    assert differences(earlier, present) == [
        "window_px was 256, is null",
        "model_1 has changed",
        "new was null, is [1]",
        "gone was 2, is null",
    ]
    assert differences(earlier, earlier) == []


def test_blocks_are_noted_together_in_any_order_and_once(tmp_path):
    journal = Journal.begin(tmp_path, IDENTITY, CHOICES)
    journal.add(FinishedBlock(5000, 7), FinishedBlock(2, 0), FinishedBlock(5000, 7))
    again, _ = Journal.find(tmp_path)
    assert list(again.finished) == [2, 5000]
    assert (len(again.finished), again.finished.valid_pixels) == (2, 7)
    assert again.finished == journal.finished
    assert 3 not in again.finished
    assert 10**9 not in again.finished


@pytest.mark.parametrize("line", ['{"block": -1, "valid_pixels": 3}', '{"block": 1, "valid_pixels": -1}', "[]"])
def test_a_journal_with_lines_that_are_no_blocks_is_none(folder, line):
    with (folder / NAME).open("a") as file:
        file.write(line + "\n")
    assert Journal.find(folder) is None
