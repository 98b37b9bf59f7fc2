"""A training that torchrun begins, as docs/how_to/train_on_many_devices.md has it: two machines with a process each."""

import json
import os
import socket
import subprocess
import sys

import pytest


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_two_machines_of_torchrun_learn_what_one_does(train, tmp_path):
    common = {"epochs": 5, "batch_size": 8, "network_options": ["base_filters=8", "depth=3", "norm=group"]}
    common |= {"augmentation": "none", "loss": "ce"}
    alone = train(output=tmp_path / "alone.safetensors", **common).run()
    shared = train(output=tmp_path / "shared.safetensors", nodes=2, **common)
    words = ["train", "--dataset", str(shared.dataset), "--output", str(shared.output), "--device", "cpu"]
    words += ["--nodes", "2", "--architecture", shared.architecture, "--learning-rate", str(shared.learning_rate)]
    for name, value in common.items():
        for one in value if isinstance(value, list) else [value]:
            words += [f"--{name.replace('_', '-')}", str(one)]
    place = ["--nnodes", "2", "--nproc-per-node", "1", "--rdzv-endpoint", f"127.0.0.1:{free_port()}"]
    machines = [
        subprocess.Popen(
            [sys.executable, "-m", "torch.distributed.run", *place, "--node-rank", str(rank),
             "-m", "seg4eo_engine", *words],
            stdout=subprocess.PIPE, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        for rank in (0, 1)
    ]  # fmt: skip
    try:
        first, second = (machine.communicate(timeout=500)[0] for machine in machines)
    finally:
        for machine in machines:
            machine.kill()
    assert [machine.returncode for machine in machines] == [0, 0]
    assert second == "", "one reports, the other keeps quiet"
    assert json.loads(first)["test_miou"] == pytest.approx(alone.test_miou, abs=0.02)
