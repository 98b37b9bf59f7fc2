"""The SegFormer of transformers, which SemanticSeg4EO wraps, gives the same logits here."""

import pytest
import torch
import torch.nn.functional as F

from seg4eo_engine.models.registry import build_network
from seg4eo_engine.models.semanticseg4eo.reading import LegacyCheckpoint
from seg4eo_engine.models.semanticseg4eo.recognition import recognise


class Segformer:
    """The smallest SegFormer of transformers as operations on its weights, which it makes up."""

    STAGES = ((32, 1, 8, 7, 4), (64, 2, 4, 3, 2), (160, 5, 2, 3, 2), (256, 8, 1, 3, 2))

    def __init__(self, bands, outputs):
        self.weights = {}
        below = bands
        for stage, (width, _, ratio, kernel, _) in enumerate(self.STAGES):
            self._add(f"encoder.patch_embeddings.{stage}.proj", (width, below, kernel, kernel))
            for name in (f"patch_embeddings.{stage}.layer_norm", f"layer_norm.{stage}"):
                self._add(f"encoder.{name}", (width,))
            for layer in range(2):
                self._add_layer(f"encoder.block.{stage}.{layer}", width, ratio)
            self._add(f"linear_c.{stage}.proj", (256, width))
            below = width
        self._add("linear_fuse", (256, 1024, 1, 1))
        del self.weights["model.decode_head.linear_fuse.bias"]
        self._add("batch_norm", (256,))
        self.weights["model.decode_head.batch_norm.running_mean"] = torch.randn(256) * 0.1
        self.weights["model.decode_head.batch_norm.running_var"] = torch.rand(256) + 0.5
        self.weights["model.decode_head.batch_norm.num_batches_tracked"] = torch.tensor(7)
        self._add("classifier", (outputs, 256, 1, 1))

    def _add_layer(self, prefix, width, ratio):
        for name in ("layer_norm_1", "layer_norm_2"):
            self._add(f"{prefix}.{name}", (width,))
        for name in ("self.query", "self.key", "self.value", "output.dense"):
            self._add(f"{prefix}.attention.{name}", (width, width))
        if ratio > 1:
            self._add(f"{prefix}.attention.self.sr", (width, width, ratio, ratio))
            self._add(f"{prefix}.attention.self.layer_norm", (width,))
        self._add(f"{prefix}.mlp.dense1", (4 * width, width))
        self._add(f"{prefix}.mlp.dwconv.dwconv", (4 * width, 1, 3, 3))
        self._add(f"{prefix}.mlp.dense2", (width, 4 * width))

    def _add(self, name, shape):
        name = f"model.segformer.{name}" if name.startswith("encoder") else f"model.decode_head.{name}"
        fan_in = max(1, torch.Size(shape[1:]).numel())
        self.weights[f"{name}.weight"] = torch.randn(shape) / fan_in**0.5 + (len(shape) == 1)
        self.weights[f"{name}.bias"] = torch.randn(shape[0]) * 0.1

    def _get(self, name):
        part = "segformer" if name.startswith("encoder") else "decode_head"
        return self.weights[f"model.{part}.{name}.weight"], self.weights.get(f"model.{part}.{name}.bias")

    def _norm(self, name, tokens):
        weight, bias = self._get(name)
        return F.layer_norm(tokens, weight.shape, weight, bias)

    def _linear(self, name, tokens):
        return F.linear(tokens, *self._get(name))

    def __call__(self, x):
        size, features = x.shape[-2:], []
        for stage, (_, heads, ratio, kernel, stride) in enumerate(self.STAGES):
            weight, bias = self._get(f"encoder.patch_embeddings.{stage}.proj")
            x = F.conv2d(x, weight, bias, stride, kernel // 2)
            shape = x.shape
            tokens = self._norm(f"encoder.patch_embeddings.{stage}.layer_norm", x.flatten(2).mT)
            for layer in range(2):
                tokens = self._layer(f"encoder.block.{stage}.{layer}", tokens, shape, heads, ratio)
            x = self._norm(f"encoder.layer_norm.{stage}", tokens).mT.reshape(shape)
            projected = self._linear(f"linear_c.{stage}.proj", x.flatten(2).mT).mT.unflatten(2, shape[2:])
            features.append(
                F.interpolate(projected, size=features[0].shape[-2:] if features else shape[2:], mode="bilinear")
            )
        x = F.conv2d(torch.cat(features[::-1], 1), self._get("linear_fuse")[0])
        statistics = [self.weights[f"model.decode_head.batch_norm.running_{name}"] for name in ("mean", "var")]
        x = F.conv2d(F.relu(F.batch_norm(x, *statistics, *self._get("batch_norm"))), *self._get("classifier"))
        return F.interpolate(x, size=size, mode="bilinear")

    def _layer(self, prefix, tokens, shape, heads, ratio):
        normed = self._norm(f"{prefix}.layer_norm_1", tokens)
        seen = normed
        if ratio > 1:
            weight, bias = self._get(f"{prefix}.attention.self.sr")
            seen = F.conv2d(normed.mT.reshape(shape), weight, bias, ratio).flatten(2).mT
            seen = self._norm(f"{prefix}.attention.self.layer_norm", seen)
        query, key, value = (
            self._linear(f"{prefix}.attention.self.{name}", one).unflatten(2, (heads, -1)).transpose(1, 2)
            for name, one in (("query", normed), ("key", seen), ("value", seen))
        )
        attended = F.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)
        tokens = tokens + self._linear(f"{prefix}.attention.output.dense", attended)
        hidden = self._linear(f"{prefix}.mlp.dense1", self._norm(f"{prefix}.layer_norm_2", tokens))
        weight, bias = self._get(f"{prefix}.mlp.dwconv.dwconv")
        mixed = F.conv2d(hidden.mT.unflatten(2, shape[2:]), weight, bias, padding=1, groups=len(weight))
        return tokens + self._linear(f"{prefix}.mlp.dense2", F.gelu(mixed.flatten(2).mT))


@torch.inference_mode()
@pytest.mark.parametrize(("bands", "outputs"), [(3, 1), (4, 5)])
def test_logits_are_those_of_transformers(bands, outputs):
    torch.manual_seed(0)
    theirs = Segformer(bands, outputs)
    recognised = recognise(LegacyCheckpoint(theirs.weights, model_name="segformer-b2"))
    network = build_network(recognised.info).eval()
    network.core.load_state_dict(recognised.weights, strict=True)
    images = torch.rand(2, bands, 64, 96)
    expected = theirs(images)
    assert expected.std() > 0.1
    torch.testing.assert_close(network(images), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("depths", "encoder"), [((3, 4, 6, 3), "mit_b2"), ((3, 4, 18, 3), "mit_b3"), ((2, 2, 2, 2), "mit_b1")]
)
def test_the_variant_is_told_by_the_weights(depths, encoder):
    weights = {"model.segformer.encoder.patch_embeddings.0.proj.weight": torch.zeros(64, 4, 7, 7)}
    for stage, depth in enumerate(depths):
        for layer in range(depth):
            weights[f"model.segformer.encoder.block.{stage}.{layer}.layer_norm_1.weight"] = torch.zeros(1)
    weights["model.decode_head.linear_fuse.weight"] = torch.zeros(768, 8, 1, 1)
    weights["model.decode_head.classifier.weight"] = torch.zeros(2, 768, 1, 1)
    assert recognise(LegacyCheckpoint(weights, model_name="segformer-b0")).info.encoder_name == encoder
