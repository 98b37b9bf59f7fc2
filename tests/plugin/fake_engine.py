"""A stand-in for the engine: speaks its protocol, needs nothing but Python. ``fake_engine.py SCENARIO … run JOB``"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path


def say(text, stream=sys.stdout):
    stream.write(text + "\n")
    stream.flush()


def send(**event):
    say(json.dumps(event))


def start(job, protocol=1, engine_version="0.1.0"):
    send(event="started", protocol=protocol, job=job["job"], engine_version=engine_version, pid=os.getpid())


def finish(job):
    """A result of the right shape for the jobs that the tests run, and files for the outputs that were asked for."""
    parameters = job["parameters"]
    for name in ("output", "confidence", "report"):
        if parameters.get(name, "").endswith((".tif", ".gpkg", ".safetensors", ".html")):
            Path(parameters[name]).write_text("fake", encoding="utf-8")
    results = {
        "grid": {"output": parameters.get("output"), "cells": 4, "train": 2, "validation": 1, "test": 1},
        "train": {
            "output": parameters.get("output"),
            "report": parameters.get("output", "") + ".html",
            "epochs": 3,
            "best_epoch": 2,
            "validation_miou": 0.71,
            "test_miou": None,
            "test_accuracy": 0.9,
        },
        "extractpatches": {"output": parameters.get("output"), "outlines": f"{parameters.get('output')}/patches.gpkg"},
        "evaluate": {"miou": 0.71, "kappa": None, "report": parameters.get("report")},
        "importmodel": {"output": parameters.get("output"), "bands": ["band 1"], "classes": ["0=land", "1=water"]},
        "modelinfo": {"architecture": "unet, resnet18", "bands": ["B02", "B03"], "patch_size_px": 256},
    }
    send(event="finished", result=results.get(job["job"], {}))


def grandchild(**options):
    """A process that holds our standard output open, and outlives us if nobody ends it."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], **options)
    send(event="message", level="info", text=f"grandchild {process.pid}")


def finishes(job):
    start(job)
    send(event="progress", fraction=0.5, stage="half way", done=1, total=2, unit="steps")
    send(event="message", level="info", text="a word")
    send(event="message", level="warning", text="mind this")
    send(event="metrics", step=1, values={"train_loss": 0.43125, "validation_miou": 0.71})
    finish(job)


def trains(job):
    start(job)
    for epoch in (1, 2, 3):
        for batch in range(10):
            fraction = (10 * epoch + batch - 9) / 30
            send(event="progress", fraction=fraction, stage="Training", done=epoch, total=3, unit="epochs")
        values = {"epochs": 3.0, "train_loss": 1 / epoch, "validation_miou": epoch / 4, "iou_water": 0.9}
        best = {"best_miou": epoch / 4, "best_epoch": float(epoch), "epoch_s": 2.0, "left_s": 2.0 * (3 - epoch)}
        send(event="metrics", step=epoch, values={**values, **best})
    finish(job)


def keep_the_best(job):
    """Write what a training writes on its way."""
    start(job)
    model = Path(job["parameters"]["output"])
    folder = model.parent / f"{model.stem}_training"
    if job["parameters"].get("folds"):
        folder = folder / "fold_1"
    folder.mkdir(parents=True)
    for score in ("miou", "loss"):
        (folder / f"best_{score}.safetensors").write_text("fake", encoding="utf-8")


def keeps_the_best_until_cancelled(job):
    keep_the_best(job)
    stops_when_cancelled(job)


def keeps_the_best_and_is_killed(job):
    keep_the_best(job)
    os.kill(os.getpid(), signal.SIGKILL)


def keeps_the_best_and_has_a_defect(job):
    keep_the_best(job)
    has_a_defect(job)


def fails(job):
    start(job)
    send(event="failed", code="missing-input", message="Expected a model at a.safetensors, found nothing: check it.")
    sys.exit(1)


def has_no_such_device(job):
    start(job)
    device = job["parameters"]["device"]
    send(event="failed", code="device-unavailable", message=f"Expected the device {device}, found only cpu: change it.")
    sys.exit(1)


def lasts_until_qgis_has_time(job):
    """Say how far it is, all the time, until somebody writes the file that it names."""
    start(job)
    sign = Path("there is time")
    send(event="message", level="info", text=f"waiting for {sign.resolve()}")
    step = 0
    while not sign.exists():
        step += 1
        send(event="progress", fraction=min(1, step / 1000), stage="Mapping", done=step, total=1000, unit="px")
        time.sleep(0.001)
    finish(job)


def has_a_defect(job):
    start(job)
    say("Traceback: the place of the defect", sys.stderr)
    send(event="failed", code="internal", message="ValueError: no\nsecond line")
    sys.exit(70)


def dies(job):
    say("cannot load libtorch", sys.stderr)
    sys.exit(3)


def is_killed(job):
    start(job)
    os.kill(os.getpid(), signal.SIGKILL)


def is_not_installed(job):
    say(f"{sys.executable}: No module named seg4eo_engine", sys.stderr)
    sys.exit(1)


def speaks_another_protocol(job):
    start(job, protocol=2)
    time.sleep(60)


def is_another_version(job):
    start(job, engine_version="9.9.9")
    finish(job)


def prints_noise(job):
    say("a library says hello")
    sys.stdout.buffer.write(b"\xff\xfe not UTF-8\n")
    say('{"not": "an event"}')
    say("[1, 2]")
    start(job)
    finish(job)


def floods_standard_error(job):
    start(job)
    sys.stderr.write("much\n" * 400_000)  # far more than a pipe holds
    finish(job)


def leaves_a_grandchild(job):
    start(job)
    grandchild()
    finish(job)


def leaves_a_process_of_another_group(job):
    start(job)
    grandchild(start_new_session=True)
    finish(job)


def dies_with_a_grandchild(job):
    start(job)
    grandchild()
    sys.exit(3)


def stops_when_cancelled(job):
    start(job)
    grandchild()
    for line in sys.stdin:
        if line.strip() == "cancel":
            send(event="cancelled")
            sys.exit(130)


def ignores_everything(job):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    start(job)
    grandchild()
    threading.Event().wait(60)


def ends_with_its_parent(job):
    start(job)
    sys.stdin.read()  # only ends when the parent is gone


def tells_its_surroundings(job):
    start(job)
    text = json.dumps({"environment": dict(os.environ), "folder": os.getcwd(), "leader": os.getpgrp() == os.getpid()})
    send(event="message", level="info", text=text)
    finish(job)


if __name__ == "__main__":
    scenario, job_file = sys.argv[1], sys.argv[sys.argv.index("run") + 1]
    globals()[scenario](json.loads(Path(job_file).read_text(encoding="utf-8")))
