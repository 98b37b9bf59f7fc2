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
    def autocast(self) -> torch.autocast:
        """Context in which a forward pass runs in this format; weights and losses stay in fp32."""
        return torch.autocast(self.device.type, dtype=self.dtype, enabled=self.dtype is not torch.float32)


def choose_compute(device: str, precision: str) -> Compute:
    """The device and format for the user's words ``auto``, ``cpu``, … and ``auto``, ``fp32``, ….

    Raises:
        DeviceUnavailable: the machine has no such device, or the device no such format.
    """
    chosen = _choose_device(device)
    if precision == "auto":
        precision = "bf16" if chosen.type == "cuda" and torch.cuda.is_bf16_supported() else "fp32"
    if precision == "fp16" and chosen.type == "cpu":
        raise DeviceUnavailable("Expected a graphics card for fp16, found the CPU: choose fp32, bf16 or auto.")
    return Compute(chosen, _DTYPES[precision])


def _choose_device(device: str) -> torch.device:
    available = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if device == "auto":
        device = next(name for name, works in available.items() if works)
    if not available[device]:
        found = ", ".join(name for name, works in available.items() if works)
        raise DeviceUnavailable(f"Expected the device {device}, found only {found}: choose one of these or auto.")
    return torch.device(device)
