"""Golden files are rewritten on purpose only: ``pytest tests/contract/test_plugin_golden.py --write-golden``."""


def pytest_addoption(parser):
    parser.addoption("--write-golden", action="store_true", help="write the golden jobs instead of comparing with them")
