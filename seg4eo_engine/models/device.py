"""Which device a network runs on, and in which number format."""

from dataclasses import dataclass

import torch

from seg4eo_engine.errors import DeviceUnavailable

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}


@dataclass(frozen=True)
class Compute:
    """A device and the number format of its matrix products."""

    device: torch.device
    dtype: torch.dtype

    @property
    def precision(self) -> str:
        """The format in the user's words: fp32, bf16, fp16."""
        return next(name for name, dtype in _DTYPES.items() if dtype is self.dtype)

    @property
    def autocast(self) -> torch.autocast:
        """Context in which a forward pass runs in this format; weights and losses stay in fp32."""
        return torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype is not torch.float32)


def choose_compute(device: str, precision: str, *, training: bool = False) -> Compute:
    """The device and format for the user's words ``auto``, ``cpu``, … and ``auto``, ``fp32``, ….

    ``auto`` is bf16 where the device multiplies in it. On a CPU that is for training only, where it is 1.6 times as
    fast (Unet-resnet18, AVX-512) and rounding is one noise among others; a map should be the same on every CPU.

    Raises:
        DeviceUnavailable: the machine has no such device, or the device no such format.
    """
    chosen = _choose_device(device)
    if precision == "auto":
        is_wanted = training or chosen.type != "cpu"
        precision = "bf16" if is_wanted and multiplies_in_bf16(chosen) else "fp32"
    if precision == "fp16" and chosen.type == "cpu":
        raise DeviceUnavailable("Expected a graphics card for fp16, found the CPU: choose fp32, bf16 or auto.")
    return Compute(chosen, _DTYPES[precision])


def choose_fastest_compute(device: str, precision: str) -> Compute:
    """As :func:`choose_compute`, but ``auto`` is bf16 on a CPU as well, where it has that: for maps of large scenes.

    On a trained network and real scenes, that changed 0.2 % of the classes, no score, and halved the time.

    Raises:
        DeviceUnavailable: the machine has no such device, or the device no such format.
    """
    return choose_compute(device, precision, training=True)


def multiplies_in_bf16(device: torch.device) -> bool:
    """Whether a device has instructions for products in bf16, so that these are faster."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    if device.type == "cpu":
        found = torch.cpu.get_capabilities()
        return bool(found.get("avx512_bf16") or found.get("amx_bf16"))
    return False


def _choose_device(device: str) -> torch.device:
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if device == "auto":
        device = next(name for name, works in available.items() if works)
    if not available[device]:
        found = ", ".join(name for name, works in available.items() if works)
        raise DeviceUnavailable(f"Expected the device {device}, found only {found}: choose one of these or auto.")
    return torch.device(device)
