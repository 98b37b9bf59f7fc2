"""A training run through Processing, with a stand-in for the engine: what is told of it, and what is left of it."""

import pytest
from qgis.core import QgsProcessingException, QgsProcessingOutputHtml


def test_the_report_of_a_training_is_shown_among_the_results_of_qgis(provider, run, use_fake_engine, tmp_path):
    use_fake_engine("trains")
    definition = provider.algorithm("train").outputDefinition("REPORT")
    assert isinstance(definition, QgsProcessingOutputHtml)
    output = str(tmp_path / "a.safetensors")
    assert run("train", DATASET=str(tmp_path), OUTPUT=output)["REPORT"] == f"{output}.html"


def test_an_epoch_is_a_line_in_the_log_and_above_the_bar(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("trains")
    feedback = make_log()
    run("train", feedback, DATASET=str(tmp_path), OUTPUT=str(tmp_path / "a.safetensors"))
    assert feedback.stages == [
        "Starting the engine",
        "Training",
        "Epoch 1 of 3: loss 1.000, mIoU 0.250, best 0.250 (epoch 1), 2 s an epoch, about 4 s left",
        "Epoch 2 of 3: loss 0.500, mIoU 0.500, best 0.500 (epoch 2), 2 s an epoch, about 2 s left",
        "Epoch 3 of 3: loss 0.333, mIoU 0.750, best 0.750 (epoch 3), 2 s an epoch",
    ]
    assert not [line for line in feedback.lines if "poch " in line and "of 3" in line]


def stopped(run, tmp_path, feedback=None, **values):
    with pytest.raises(QgsProcessingException) as caught:
        run("train", feedback, DATASET=str(tmp_path), OUTPUT=str(tmp_path / "a.safetensors"), **values)
    return str(caught.value)


def test_a_stopped_training_says_where_the_best_model_so_far_is(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("keeps_the_best_until_cancelled")
    best = tmp_path / "a_training" / "best_loss.safetensors"
    assert stopped(run, tmp_path, make_log(cancel_on="grandchild"), KEEP="loss") == (
        f"The job was cancelled. The best model so far is {best}; run it again with 'Go on with a stopped training' "
        "ticked to go on from there."
    )


def test_a_stopped_training_in_folds_says_where_they_are(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("keeps_the_best_until_cancelled")
    message = stopped(run, tmp_path, make_log(cancel_on="grandchild"), FOLDS=3)
    assert f"The folds so far are in {tmp_path / 'a_training'};" in message


@pytest.mark.parametrize(("how", "said"), [("is_killed", "ended by signal 9"), ("has_a_defect", "a defect")])
def test_a_training_that_died_says_where_the_best_model_so_far_is(run, use_fake_engine, tmp_path, how, said):
    use_fake_engine(f"keeps_the_best_and_{how}")
    message = stopped(run, tmp_path)
    assert said in message
    assert f"The best model so far is {tmp_path / 'a_training' / 'best_miou.safetensors'};" in message


def test_a_training_that_was_stopped_before_it_kept_anything_promises_nothing(run, use_fake_engine, tmp_path, make_log):
    use_fake_engine("stops_when_cancelled")
    assert stopped(run, tmp_path, make_log(cancel_on="grandchild")) == "The job was cancelled."
