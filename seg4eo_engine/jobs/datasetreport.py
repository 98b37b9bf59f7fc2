"""The job ``datasetreport``."""

from pathlib import Path
from typing import ClassVar

from seg4eo_engine.errors import UnwritableOutput
from seg4eo_engine.jobs.job import Group, Job, Result
from seg4eo_engine.jobs.parameters import parameter
from seg4eo_engine.outputs import check_file_output, staged_files
from seg4eo_engine.patches.manifest import MANIFEST_NAME
from seg4eo_engine.progress import Reporter, SilentReporter


class DatasetReportResult(Result):
    """The report, and its most important numbers."""

    output: Path = parameter(kind="file", title="Dataset report", help="The page.")
    json_file: Path = parameter(kind="file", title="Report as JSON", help="The same in numbers, beside the page.")
    patches: int = parameter(kind="integer", title="Patches", help="Patches of the dataset.")
    problems: int = parameter(kind="integer", title="Problems", help="What should be mended before training.")
    nearest_test_m: float | None = parameter(
        kind="number",
        title="Nearest test patch",
        unit="m",
        help="Smallest distance between a training and a test patch; none where they share no map.",
    )
    nearest_test_patches: float | None = parameter(
        kind="number", title="Nearest test patch in patch widths", help="The same distance in widths of a patch."
    )


class DatasetReport(Job):
    """Say whether a dataset is fit to train on, what is wrong with it, and what is in it.

    The page shows the classes and bands of each split, some images beside their labels, and where the patches lie. It
    finds splits that share ground, copies, labels that are empty or do not lie on their image, missing classes, and
    bands that tell nothing or are in another unit.
    """

    id: ClassVar[str] = "datasetreport"
    title: ClassVar[str] = "Dataset report"
    group: ClassVar[Group] = "data"
    result_type: ClassVar[type[Result]] = DatasetReportResult

    dataset: Path = parameter(kind="folder", title="Dataset", help="Folder with a dataset.")
    output: Path = parameter(
        kind="file_output",
        title="Dataset report",
        suffixes=(".html",),
        help="The page to write; a JSON file with the same numbers is written beside it.",
    )

    def run(self, reporter: Reporter = SilentReporter()) -> DatasetReportResult:  # noqa: B008 - it has no state
        from seg4eo_engine.reports.dataset.report import make_report  # imported late: a job describes itself instantly

        json_file = self.output.with_suffix(".json")
        if json_file.resolve() == (self.dataset / MANIFEST_NAME).resolve():
            raise UnwritableOutput(
                f"Expected new files for the report, found that {json_file} is the dataset's own: change the name."
            )
        check_file_output(self.output, (".html",))
        check_file_output(json_file, (".json",))
        report = make_report(self.dataset, reporter)
        facts = report.facts
        for finding in facts.findings:
            (reporter.warning if finding.severity == "problem" else reporter.info)(finding.sentence)
        reporter.info(facts.summary)
        with staged_files(self.output, json_file) as (staged_page, staged_json):
            staged_page.write_text(report.page, encoding="utf-8")
            staged_json.write_text(facts.model_dump_json(indent=1) + "\n", encoding="utf-8")
        [test] = [pair for pair in facts.separations if (pair.first, pair.second) == ("train", "test")]
        return DatasetReportResult(
            output=self.output,
            json_file=json_file,
            patches=sum(split.patches for split in facts.splits.values()),
            problems=sum(finding.severity == "problem" for finding in facts.findings),
            nearest_test_m=test.metres,
            nearest_test_patches=test.patch_widths,
        )
