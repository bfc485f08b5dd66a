"""The package works from a wheel and from a checkout, in any folder: what it needs comes along."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Whoever names a checkout by PYTHONPATH would get that one instead of what is installed.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    (path,) = folder.glob("policy_kg-*.whl")
    return path


def environment(folder: Path, *install: str | Path) -> Path:
    """Return the programs of a new environment that sees our dependencies but not our own package, `install`ed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    site = next(folder.glob("lib/python*/site-packages"))
    # Named by path only: the .pth of the editable install in there is not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    flags = ("--quiet", "--no-deps", "--no-index", "--ignore-installed", "--no-build-isolation")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", folder, "install", *flags, *install], check=True, capture_output=True
    )
    return folder / "bin"


def test_a_wheel_holds_what_the_package_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "kg/_data/ontology/policy.ttl",
        "kg/_data/ontology/shapes.ttl",
        "kg/_data/ontology/lexicon/programme.toml",
        "kg/_data/queries/report/programmes.rq",
        "kg/_data/data/sample/zhejiang-opinion-2021.txt",
        "kg/view/templates/page.html.jinja",
        "kg/cli/zh.toml",
    ):
        assert name in names
    assert not [name for name in names if name.startswith(("tests/", "kg/_data/data/graph"))]


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_the_demo_runs_in_any_folder(kind: str, wheel: Path, tmp_path: Path) -> None:
    programs = environment(tmp_path / "env", *([wheel] if kind == "wheel" else ["--editable", ROOT]))
    (tmp_path / "elsewhere").mkdir()
    where = subprocess.run(
        [programs / "python", "-c", "import kg.resources as r; print(r.__file__, r.resource('queries'))"],
        cwd=tmp_path / "elsewhere", check=True, capture_output=True, encoding="utf-8", env=ENVIRONMENT,
    ).stdout  # fmt: skip
    assert (str(tmp_path) in where) == (kind == "wheel")
    done = subprocess.run(
        [programs / "kg", "demo"],
        cwd=tmp_path / "elsewhere", check=False, capture_output=True, encoding="utf-8", env=ENVIRONMENT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "浙食链" in done.stdout
    assert {path.name for path in (tmp_path / "elsewhere").iterdir()} == {".kg-demo", "graph.html"}
    assert "浙食链" in (tmp_path / "elsewhere" / "graph.html").read_text(encoding="utf-8")
