"""Outputs appear whole or not at all."""

import threading
from contextlib import suppress

import pytest

from seg4eo_engine.errors import UnwritableOutput
from seg4eo_engine.outputs import (
    check_file_output,
    check_folder_output,
    discard_staging,
    staged_files,
    staged_folder,
    temporary_folder,
)


def test_files_and_their_sidecars_appear_together(tmp_path):
    targets = [tmp_path / "map.tif", tmp_path / "other" / "confidence.tif"]
    targets[1].parent.mkdir()
    with staged_files(*targets) as staged:
        for path in staged:
            path.write_text("pixels")
            path.with_suffix(".qml").write_text("style")
        assert not any(path.is_file() and not path.parent.name.startswith(".") for path in tmp_path.rglob("*"))
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["map.qml", "map.tif", "other/confidence.qml", "other/confidence.tif"]


def test_an_error_leaves_what_was_there(tmp_path):
    target = tmp_path / "map.tif"
    target.write_text("earlier")
    with pytest.raises(RuntimeError), staged_files(target) as (staged,):
        staged.write_text("half")
        raise RuntimeError
    assert [path.name for path in tmp_path.iterdir()] == ["map.tif"]
    assert target.read_text() == "earlier"


def test_a_folder_replaces_the_earlier_one(tmp_path):
    target = tmp_path / "dataset"
    target.mkdir()
    (target / "old").touch()
    with staged_folder(target) as staging:
        (staging / "new").touch()
    assert [path.name for path in target.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]


def test_an_error_leaves_the_earlier_folder(tmp_path):
    target = tmp_path / "dataset"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(RuntimeError), staged_folder(target):
        raise RuntimeError
    assert [path.name for path in target.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]


def test_a_folder_of_other_files_is_refused_and_untouched(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(UnwritableOutput, match=r"found thesis\.docx in .* nothing was touched"):
        check_folder_output(tmp_path, ("dataset.json",))


def test_a_folder_of_ours_and_an_empty_one_are_taken(tmp_path):
    check_folder_output(tmp_path, ("dataset.json", "train"))
    for name in ("dataset.json", "dataset.json.aux.xml", "train"):
        (tmp_path / name).touch()
    check_folder_output(tmp_path, ("dataset.json", "train"))


def test_a_folder_of_ours_with_something_else_in_it_is_refused(tmp_path):
    (tmp_path / "dataset.json").touch()
    (tmp_path / "model.safetensors").touch()
    with pytest.raises(UnwritableOutput, match=r"found model\.safetensors in"):
        check_folder_output(tmp_path, ("dataset.json",))


def test_a_file_in_the_way_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(UnwritableOutput, match="found that it cannot be written"):
        check_file_output(tmp_path / "file" / "map.tif", (".tif",))


def test_a_wrong_ending_is_told_with_the_right_one(tmp_path):
    with pytest.raises(UnwritableOutput, match=r"named \*\.tif, found map\.png"):
        check_file_output(tmp_path / "map.png", (".tif",))


def test_checking_leaves_no_file(tmp_path):
    check_file_output(tmp_path / "map.tif", (".tif",))
    assert not list(tmp_path.iterdir())


def test_a_temporary_folder_is_gone_afterwards(tmp_path):
    with pytest.raises(RuntimeError), temporary_folder(tmp_path) as folder:
        (folder / "copy.tif").touch()
        raise RuntimeError
    assert not list(tmp_path.iterdir())


def test_a_temporary_folder_is_gone_when_the_process_is_told_to_end(tmp_path):
    with temporary_folder(tmp_path) as folder:
        (folder / "copy.tif").touch()
        discard_staging()  # what the runner calls before it ends the process
        assert not list(tmp_path.iterdir())


def test_a_temporary_folder_is_gone_also_where_somebody_still_writes_into_it(tmp_path):
    is_over = threading.Event()

    def write(folder):
        number = 0
        while not is_over.is_set():
            number += 1
            with suppress(OSError):
                (folder / f"{number}").touch()

    with temporary_folder(tmp_path) as folder:
        writer = threading.Thread(target=write, args=(folder,))
        writer.start()
        while not list(folder.iterdir()):
            pass
    is_over.set()
    writer.join()
    assert list(tmp_path.iterdir()) == []
