"""The folder beside a model file."""

import pytest

from seg4eo_engine.errors import InvalidJob
from seg4eo_engine.outputs import staged_files
from seg4eo_engine.training.folder import TrainingFolder


@pytest.fixture
def folder(tmp_path):
    return TrainingFolder.beside(tmp_path / "model.safetensors")


def begin(folder, settings, *, resume=False, keep=True):
    with folder.started(settings, resume=resume) as goes_on:
        if keep:
            folder.last.touch()
        return goes_on


def test_it_is_named_after_the_model(folder, tmp_path):
    assert folder.path == tmp_path / "model_training"


def test_a_training_is_gone_on_with_only_when_asked_for(folder):
    assert not begin(folder, {"epochs": 3})
    (folder.path / "note.txt").touch()
    assert begin(folder, {"epochs": 3}, resume=True)
    assert (folder.path / "note.txt").exists()
    assert not begin(folder, {"epochs": 3})
    assert not (folder.path / "note.txt").exists()


def test_going_on_without_an_earlier_training_begins_one(folder):
    assert not begin(folder, {"epochs": 3}, resume=True)


def test_going_on_with_other_settings_is_refused_and_names_the_first(folder):
    begin(folder, {"batch_size": 8, "epochs": 3})
    with pytest.raises(InvalidJob, match="found batch_size 4 instead of 8: change it back"):
        begin(folder, {"batch_size": 4, "epochs": 5}, resume=True)


def test_a_folder_of_other_things_is_left_alone(folder):
    folder.path.mkdir()
    (folder.path / "photo.jpg").touch()
    with pytest.raises(InvalidJob, match="found other files in"):
        begin(folder, {})
    assert (folder.path / "photo.jpg").exists()


@pytest.mark.parametrize("kept", [True, False])
def test_a_training_that_fails_leaves_its_folder_only_with_something_in_it(folder, kept):
    with pytest.raises(RuntimeError, match="power cut"), folder.started({}, resume=False):
        if kept:
            folder.last.touch()
        raise RuntimeError("power cut")
    assert folder.path.exists() == kept


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "weights"
    path.write_text("old")
    with pytest.raises(RuntimeError), staged_files(path) as (staged,):
        staged.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    with staged_files(path) as (staged,):
        staged.write_text("new")
    assert path.read_text() == "new"
    assert [item.name for item in tmp_path.iterdir()] == ["weights"]
