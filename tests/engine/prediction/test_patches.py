"""Patches through a model whose answer is known."""

import numpy as np
import pytest
import rasterio
import torch
from sklearn import metrics

from seg4eo_engine.errors import BandMismatch, Cancelled, UnknownClass
from seg4eo_engine.models.checkpoint import Member, ModelManifest, TrainingSummary
from seg4eo_engine.models.device import choose_compute
from seg4eo_engine.models.model import SegmentationModel
from seg4eo_engine.models.normalization import Normalization
from seg4eo_engine.models.registry import NetworkInfo
from seg4eo_engine.patches.manifest import DatasetManifest
from seg4eo_engine.prediction.patches import PatchRunner
from seg4eo_engine.progress import SilentReporter
from seg4eo_engine.raster.classes import default_class

CPU = choose_compute("cpu", "fp32")
SUMMARY = TrainingSummary(epochs=1, best_epoch=1, chosen_by="last", seed=0, loss="ce", minutes=0, validation_miou=None)


class FirstBand(torch.nn.Module):
    """The first band, less its middle, is the logit of the second class: bright is likely class 7."""

    def __init__(self, slope: float) -> None:
        super().__init__()
        self.slope = slope

    def forward(self, images):
        return (images[:, :1] - 1050) * self.slope


def first_band_model(dataset, *slopes, temperatures=None, threshold=0.5, **changes):
    """A model with one such network for each slope."""
    info = NetworkInfo(architecture="unet", encoder_name="resnet18", in_channels=3, out_channels=1)
    normalization = Normalization(scheme="none", offset=(0.0,) * 3, scale=(1.0,) * 3)
    manifest = ModelManifest(
        engine_version="0",
        bands=tuple(band.name for band in dataset.bands),
        dtype="uint16",
        classes=dataset.classes,
        ground_resolution=10.0,
        patch_size_px=32,
        threshold=threshold,
        splits_hash="0",
        members=tuple(
            Member(network=info, normalization=normalization, training=SUMMARY, temperature=temperature)
            for temperature in temperatures or [1.0] * len(slopes)
        ),
    )
    return SegmentationModel(manifest.model_copy(update=changes), [FirstBand(slope) for slope in slopes])


@pytest.fixture
def dataset(easy_dataset):
    return DatasetManifest.read(easy_dataset)


def runner(folder, dataset, batch_size=4):
    return PatchRunner(folder, dataset, CPU, batch_size)


def read_patch(folder, record):
    """Image (3, 32, 32) and class indexes, −1 where there is none, read by rasterio alone."""
    with rasterio.open(folder / record.split / "images" / f"{record.name}.tif") as file:
        image, valid = file.read().astype(np.float64), file.dataset_mask() > 0
    with rasterio.open(folder / record.split / "labels" / f"{record.name}.tif") as file:
        label = file.read(1)
    return image, np.where(valid, np.select([label == 3, label == 7], [0, 1], -1), -1)


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def answers(folder, records, probability):
    """The truth of all labelled pixels and what ``probability`` makes of their first band."""
    read = [read_patch(folder, record) for record in records]
    truth = np.concatenate([label[label >= 0] for _, label in read])
    return truth, probability(np.concatenate([image[0][label >= 0] for image, label in read]))


def test_every_patch_comes_back_in_its_order_with_its_pixels_and_probabilities(easy_dataset, dataset, reporter):
    model = first_band_model(dataset, 0.04, temperatures=[2.0])
    records = dataset.patches
    predicted = list(runner(easy_dataset, dataset).predict(model, records, reporter))
    assert [patch.record for patch in predicted] == list(records)
    for patch in predicted:
        image, label = read_patch(easy_dataset, patch.record)
        second = sigmoid((image[0] - 1050) * 0.02)
        assert (patch.image == image).all()
        assert (np.where(patch.label == 255, -1, patch.label.astype(int)) == label).all()
        assert patch.probabilities.shape == (2, 32, 32)
        assert patch.probabilities[1][patch.valid_mask] == pytest.approx(second[patch.valid_mask], abs=1e-5)
        assert patch.probabilities.sum(0) == pytest.approx(1)
        assert (patch.class_indexes(0.3) == (patch.probabilities[1] >= 0.3)).all()
    assert reporter.fractions[-1] == 1
    assert sorted(reporter.fractions) == reporter.fractions


def test_an_ensemble_says_the_mean_of_its_calibrated_networks(easy_dataset, dataset):
    model = first_band_model(dataset, 0.04, -0.01, temperatures=[2.0, 0.5])
    record = dataset.of_split("test")[0]
    (patch,) = runner(easy_dataset, dataset).predict(model, [record], SilentReporter())
    band = read_patch(easy_dataset, record)[0][0] - 1050
    expected = (sigmoid(band * 0.02) + sigmoid(band * -0.02)) / 2
    assert patch.probabilities[1][patch.valid_mask] == pytest.approx(expected[patch.valid_mask], abs=1e-5)


@pytest.mark.parametrize("batch_size", [1, 5, 64])
def test_what_is_measured_is_what_scikit_learn_measures(easy_dataset, dataset, batch_size):
    model = first_band_model(dataset, 0.04, temperatures=[2.0], threshold=0.7)
    records = dataset.of_split("train")
    measured = runner(easy_dataset, dataset, batch_size).measure(model, records, SilentReporter())
    truth, probability = answers(easy_dataset, records, lambda band: sigmoid((band - 1050) * 0.02))
    _, sharper = answers(easy_dataset, records, lambda band: sigmoid((band - 1050) * 0.04))
    tally = measured.tally
    assert tally.confusion.counts.tolist() == metrics.confusion_matrix(truth, probability >= 0.7).tolist()
    assert tally.cross_entropy == pytest.approx(metrics.log_loss(truth, probability), rel=1e-4)
    assert measured.uncalibrated.cross_entropy == pytest.approx(metrics.log_loss(truth, sharper), rel=1e-4)
    assert measured.uncalibrated.confusion.accuracy == metrics.accuracy_score(truth, sharper >= 0.5)
    assert tally.threshold == 0.7
    assert (sum(score.confusion.counts for score in measured.patch_scores) == tally.confusion.counts).all()


def test_each_patch_has_its_own_score(easy_dataset, dataset):
    model = first_band_model(dataset, 0.04)
    measured = runner(easy_dataset, dataset).measure(model, dataset.patches, SilentReporter())
    assert [score.record for score in measured.patch_scores] == list(dataset.patches)
    for score in measured.patch_scores:
        truth, probability = answers(easy_dataset, [score.record], lambda band: sigmoid((band - 1050) * 0.04))
        assert score.pixels == len(truth) == sum(score.record.class_counts)
        if len(truth):
            assert score.right == metrics.accuracy_score(truth, probability >= 0.5)
            assert score.miou == pytest.approx(metrics.jaccard_score(truth, probability >= 0.5, average="macro"))
        else:
            assert np.isnan([score.right, score.miou]).all()
    assert sum(score.pixels for score in measured.patch_scores) == measured.tally.confusion.total


def test_measurements_of_several_parts_add_up(easy_dataset, dataset):
    model = first_band_model(dataset, 0.04)
    parts = [dataset.patches[:7], dataset.patches[7:], ()]
    first, second, nothing = (runner(easy_dataset, dataset).measure(model, part, SilentReporter()) for part in parts)
    whole = runner(easy_dataset, dataset).measure(model, dataset.patches, SilentReporter())
    total = first + second + nothing
    assert (total.tally.confusion.counts == whole.tally.confusion.counts).all()
    assert total.tally.cross_entropy == pytest.approx(whole.tally.cross_entropy)
    assert [score.name for score in total.patch_scores] == [record.name for record in dataset.patches]
    assert np.isnan(nothing.tally.confusion.miou)


def test_the_user_can_stop_between_batches(easy_dataset, dataset, cancelling):
    patches = runner(easy_dataset, dataset).predict(first_band_model(dataset, 1), dataset.patches, cancelling(2))
    assert [next(patches).record for _ in range(8)] == list(dataset.patches[:8])
    with pytest.raises(Cancelled):
        next(patches)


def test_bands_are_found_by_name_and_labels_are_the_indexes_of_the_model(easy_dataset, dataset):
    names = [band.name for band in dataset.bands]
    extra = default_class(9, 2)
    model = first_band_model(
        dataset, 1, bands=(names[2], names[0]), classes=(dataset.classes[1], extra, dataset.classes[0])
    )
    record = dataset.of_split("train")[0]
    (patch,) = runner(easy_dataset, dataset).predict(_three_logits(model), [record], SilentReporter())
    image, label = read_patch(easy_dataset, record)
    assert (patch.image == image[[2, 0]]).all()
    assert (patch.label == np.select([label == 0, label == 1], [2, 0], 255)).all()


def _three_logits(model):
    class Three(torch.nn.Module):
        def forward(self, images):
            return torch.cat([images, images[:, :1]], dim=1)

    normalization = Normalization(scheme="none", offset=(0.0,) * 2, scale=(1.0,) * 2)
    member = model.manifest.members[0].model_copy(update={"normalization": normalization})
    return SegmentationModel(model.manifest.model_copy(update={"members": (member,)}), [Three()])


def test_a_dataset_with_other_bands_is_refused(easy_dataset, dataset):
    model = first_band_model(dataset, 1, bands=("nir", "swir"))
    with pytest.raises(BandMismatch, match=r"Expected the model's 2 bands \(nir, swir\), found 3 in the dataset"):
        runner(easy_dataset, dataset).measure(model, dataset.patches, SilentReporter())


def test_a_dataset_with_a_class_that_the_model_does_not_know_is_refused(easy_dataset, dataset):
    model = first_band_model(dataset, 1, classes=(dataset.classes[0], default_class(9, 1)))
    with pytest.raises(UnknownClass, match=r"found 7 class 7 in the dataset too"):
        runner(easy_dataset, dataset).measure(model, dataset.patches, SilentReporter())


class Doubtful(torch.nn.Module):
    """Tells the classes apart by their bands, as far as noise allows, and is too sure of itself.

    First and second band are 1000 ± 100 y + noise of 10, so their sum is 2000 and noise: with five times that, the
    first band has a signal of 100 and noise of √(60² + 50²). ``sureness`` times the log odds that follow is the logit.
    """

    def __init__(self, sureness: float) -> None:
        super().__init__()
        self.slope = sureness * 100 / (60**2 + 50**2)

    def forward(self, images):
        signal = images[:, :1] - 1050
        return self.slope * (signal + 5 * (images[:, :1] + images[:, 1:2] - 2000))


def test_calibration_makes_a_model_as_sure_as_it_is_right(easy_dataset, dataset):
    model = SegmentationModel(first_band_model(dataset, 0, 0).manifest, [Doubtful(6), Doubtful(0.5)])
    train, test = dataset.of_split("train"), dataset.of_split("test")
    calibrated = runner(easy_dataset, dataset).calibrate(model, train, SilentReporter())
    temperatures = [member.temperature for member in calibrated.manifest.members]
    assert temperatures == pytest.approx([6, 0.5], rel=0.1)
    before = runner(easy_dataset, dataset).measure(model, test, SilentReporter())
    after = runner(easy_dataset, dataset).measure(calibrated, test, SilentReporter())
    assert after.tally.reliability.ece < 0.03 < before.tally.reliability.ece
    assert after.tally.cross_entropy < before.tally.cross_entropy
    assert after.uncalibrated.cross_entropy == before.tally.cross_entropy


def test_the_threshold_is_the_best_on_the_patches_and_nothing_else_of_the_model_changes(easy_dataset, dataset):
    model = SegmentationModel(first_band_model(dataset, 0).manifest, [Doubtful(1)])
    train = dataset.of_split("train")
    calibrated = runner(easy_dataset, dataset).calibrate(model, train, SilentReporter())
    measured = runner(easy_dataset, dataset).measure(calibrated, train, SilentReporter())
    assert calibrated.manifest.threshold != 0.5
    assert measured.tally.confusion.f1[1] == pytest.approx(measured.tally.threshold_curve.f1[1:-1].max(), abs=0.001)
    assert measured.tally.confusion.f1[1] > measured.tally.threshold_curve.f1[500]
    fitted = {"members": (), "threshold": 0}
    assert calibrated.manifest.model_copy(update=fitted) == model.manifest.model_copy(update=fitted)
    assert calibrated.networks is model.networks


def test_nothing_to_calibrate_by_leaves_a_model_as_it_is(easy_dataset, dataset):
    model = first_band_model(dataset, 0.4, temperatures=[3.0], threshold=0.2)
    calibrated = runner(easy_dataset, dataset).calibrate(model, (), SilentReporter())
    assert calibrated.manifest.members[0].temperature == 1
    assert calibrated.manifest.threshold == 0.5


def test_a_sample_is_the_same_pixels_of_each_network_and_about_as_many_as_wanted(easy_dataset, dataset):
    model = first_band_model(dataset, 0.4, 0.1, temperatures=[3.0, 1.0])
    train = dataset.of_split("train")
    labelled = sum(sum(record.class_counts) for record in train)

    def sample(member, batch_size, **options):
        return runner(easy_dataset, dataset, batch_size).sample_logits(
            model, member, train, SilentReporter(), **options
        )

    logits, labels = sample(0, 4)
    assert logits.shape == (labelled, 1)
    truth, band = answers(easy_dataset, train, lambda band: band)
    assert (labels == truth).all()
    assert logits[:, 0] == pytest.approx((band - 1050) * 0.4, abs=1e-2)  # as the network says, not calibrated
    few, few_labels = sample(0, 4, most_px=2000)
    assert len(few) == pytest.approx(2000, rel=0.1)
    other, other_labels = sample(1, 7, most_px=2000)
    assert other * 4 == pytest.approx(few, abs=1e-2)
    assert (other_labels == few_labels).all()
    assert sample(0, 4, most_px=2000, seed=1)[0].tolist() != few.tolist()
