"""SemanticSeg4EO's networks, written again from what is known of their layers, with the names its files have."""

import pytest
import segmentation_models_pytorch as smp
import timm
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models.segmentation import deeplabv3_resnet50


def block(inputs, outputs, activation=nn.ReLU, dropout=True, bias=True):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1, bias=bias), nn.BatchNorm2d(outputs), activation()]
    return nn.Sequential(*layers[:3], *[nn.Dropout2d(0.5)] * dropout, *layers[3:])


class ToolboxUNet(nn.Module):
    """unet-dropout of the toolbox; there 32 filters and 3 levels (binary), or 64 and 4 (several classes)."""

    def __init__(self, bands, outputs, filters=4, levels=3):
        super().__init__()
        self.levels = levels

        def double(inputs, width):
            return nn.ModuleDict({"double_conv": block(inputs, width)})

        widths = [filters * 2**level for level in range(levels + 1)]
        for level, (inputs, width) in enumerate(zip([bands, *widths], widths[:-1], strict=False), start=1):
            setattr(self, f"enc{level}", double(inputs, width))
            setattr(self, f"dec{level}", double(3 * width, width))
        self.center = double(widths[-2], widths[-1])
        self.final = nn.Conv2d(filters, outputs, 1)

    def forward(self, x):
        skips = []
        for level in range(1, self.levels + 1):
            x = getattr(self, f"enc{level}").double_conv(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        x = self.center.double_conv(x)
        for level in range(self.levels, 0, -1):
            x = F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)
            x = getattr(self, f"dec{level}").double_conv(torch.cat([x, skips[level - 1]], 1))
        return self.final(x)


class PluginUNet(nn.Module):
    """unet-dropout of the QGIS plugin; there with 64 filters."""

    def __init__(self, bands, outputs, filters=4):
        super().__init__()
        for level in range(1, 5):
            width = filters * 2 ** (level - 1)
            setattr(self, f"enc{level}", block(bands if level == 1 else width // 2, width, dropout=False))
            setattr(self, f"up{level}", nn.ConvTranspose2d(2 * width, width, 2, stride=2))
            setattr(self, f"dec{level}", block(2 * width, width, dropout=False))
        self.bridge = block(8 * filters, 16 * filters, dropout=False)
        self.out = nn.Conv2d(filters, outputs, 1)

    def forward(self, x):
        first = self.enc1(x)
        second = self.enc2(F.max_pool2d(first, 2))
        third = self.enc3(F.max_pool2d(second, 2))
        fourth = self.enc4(F.max_pool2d(third, 2))
        x = self.bridge(F.max_pool2d(fourth, 2))
        x = self.dec4(torch.cat([self.up4(x), fourth], 1))
        x = self.dec3(torch.cat([self.up3(x), third], 1))
        x = self.dec2(torch.cat([self.up2(x), second], 1))
        return self.out(self.dec1(torch.cat([self.up1(x), first], 1)))


class ConvNextUNet(nn.Module):
    def __init__(self, bands, outputs):
        super().__init__()
        self.encoder = timm.create_model("convnext_atto", features_only=True, in_chans=bands)
        a, b, c, d = self.encoder.feature_info.channels()
        self.center = block(d, 256, bias=False)
        sizes = [(256 + c, 128), (128 + b, 64), (64 + a, 32), (32, 32)]
        self.decoder_blocks = nn.ModuleList(block(*size, bias=False) for size in sizes)
        self.final = nn.Conv2d(32, outputs, 1)

    def forward(self, x):
        a, b, c, d = self.encoder(x)
        x = self.center(d)
        for skip, layers in zip((c, b, a, None), self.decoder_blocks, strict=True):
            x = F.interpolate(x, scale_factor=2, mode="bilinear")
            x = layers(x if skip is None else torch.cat([x, skip], 1))
        return self.final(F.interpolate(x, scale_factor=2, mode="bilinear"))


class UNetFormer(nn.Module):
    def __init__(self, bands, outputs):
        super().__init__()
        self.encoder = timm.create_model("resnet10t", features_only=True, in_chans=bands)
        a, b, c, d, e = self.encoder.feature_info.channels()
        sizes = [(e + d, 256), (256 + c, 128), (128 + b, 64), (64 + a, 64)]
        self.decoder = nn.ModuleList(block(*size, activation=nn.GELU) for size in sizes)
        self.final_conv = nn.Conv2d(64, outputs, 1)

    def forward(self, x):
        a, b, c, d, e = self.encoder(x)
        for skip, layers in zip((d, c, b, a), self.decoder, strict=True):
            e = layers(torch.cat([F.interpolate(e, scale_factor=2, mode="bilinear"), skip], 1))
        return F.interpolate(self.final_conv(e), scale_factor=2, mode="bilinear")


class HighResolutionNet(nn.Module):
    def __init__(self, bands, outputs):
        super().__init__()
        self.backbone = timm.create_model("hrnet_w18_small", features_only=True, in_chans=bands)
        channels = sum(self.backbone.feature_info.channels())
        layers = nn.Conv2d(channels, 256, 1), nn.BatchNorm2d(256), nn.ReLU(), nn.Dropout2d(0.3)
        self.head = nn.Sequential(*layers, nn.Conv2d(256, outputs, 1))

    def forward(self, x):
        features = self.backbone(x)
        same = [F.interpolate(one, size=features[0].shape[-2:], mode="bilinear") for one in features]
        return F.interpolate(self.head(torch.cat(same, 1)), size=x.shape[-2:], mode="bilinear")


class TorchvisionDeepLab(nn.Module):
    def __init__(self, bands, outputs):
        super().__init__()
        network = deeplabv3_resnet50(weights=None, weights_backbone=None, num_classes=outputs)
        network.backbone.conv1 = nn.Conv2d(bands, 64, 7, 2, 3, bias=False)
        self.backbone, self.classifier = network.backbone, network.classifier

    def forward(self, x):
        logits = self.classifier(self.backbone(x)["out"])
        return F.interpolate(logits, size=x.shape[-2:], mode="bilinear", align_corners=False)


class EarlierDeepLab(nn.Module):
    """DeepLabV3 with the names that segmentation-models-pytorch 0.3 gave to the layers of its decoder."""

    def __init__(self, bands, outputs):
        super().__init__()
        network = smp.DeepLabV3("resnet18", encoder_weights=None, in_channels=bands, classes=outputs)
        decoder = network.decoder
        self.encoder = network.encoder
        self.decoder = nn.Sequential(decoder.aspp, decoder.conv, decoder.bn, nn.ReLU())
        self.segmentation_head = network.segmentation_head

    def forward(self, x):
        return self.segmentation_head(self.decoder(self.encoder(x)[-1]))


NETWORKS = {
    "toolbox unet": (ToolboxUNet, {"model_name": "unet-dropout", "encoder_name": "resnet34"}),
    "plugin unet": (PluginUNet, {"model_name": "unet-dropout", "encoder_name": "resnet34"}),
    "plugin unet instead of another": (PluginUNet, {"model_name": "unet++", "encoder_name": "no-such-encoder"}),
    "convnext": (ConvNextUNet, {"model_name": "unet", "encoder_name": "convnext_atto"}),
    "unetformer": (UNetFormer, {"model_name": "unetformer", "encoder_name": "resnet10t"}),
    "hrnet": (HighResolutionNet, {"model_name": "hrnet-w18-small", "encoder_name": "resnet34"}),
    "torchvision": (TorchvisionDeepLab, {"model_name": "deeplabv3", "encoder_name": "resnet34"}),
    "unet": (
        lambda bands, outputs: smp.Unet("resnet18", encoder_weights=None, in_channels=bands, classes=outputs),
        {"model_name": "unet", "encoder_name": "resnet18"},
    ),
    "earlier deeplabv3": (EarlierDeepLab, {"model_name": "deeplabv3", "encoder_name": "resnet18"}),
    "deeplabv3+": (
        lambda bands, outputs: smp.DeepLabV3Plus(
            "mobilenet_v2", encoder_weights=None, in_channels=bands, classes=outputs
        ),
        {"model_name": "DeepLabV3Plus", "encoder_name": "mobilenet_v2"},
    ),
}


@pytest.fixture
def seed_network():
    """Make a network of SemanticSeg4EO with random weights and statistics, and what its file says of it."""

    def make(name, bands, outputs):
        torch.manual_seed(0)
        build, metadata = NETWORKS[name]
        network = build(bands, outputs).eval()
        for module in network.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.running_mean.normal_(0, 0.2)
                module.running_var.uniform_(0.5, 1.5)
        return network, dict(metadata)

    return make
