"""Make the environment of this checkout, or find it made, and print its folder.

Needs nothing but Python 3.11 or newer.  On a Debian machine where it may (root, or sudo), it installs
the three system packages that are missing; where it may not, it goes on without the CAD kernel and
says what is left out.  Run again, it looks at a stamp and is done.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KERNEL_LIBRARIES = {"libGL.so.1": "libgl1", "libX11.so.6": "libx11-6"}
INTERPRETER = (
    "linuxcnc-uspace",
    "libboost-python1.74.0",
    "libpython3.11",
    "libedit2",
    "libbsd0",
    "libmd0",
    "libtirpc3",
)
"""Debian packages that hold LinuxCNC's own G-code interpreter and what it links with."""


def main() -> int:
    """Set up and print the folder of the environment."""
    words = argparse.ArgumentParser(prog="sh scripts/setup", description=(__doc__ or "").split("\n")[0])
    words.add_argument("--dev", action="store_true", help="tools and tests too")
    words.add_argument("--lean", action="store_true", help="without the CAD kernel: no STEP, 1.3 GB less")
    words.add_argument("--python", metavar="NAME", help="another interpreter, in an environment of its own")
    asked = words.parse_args()
    if asked.python:
        return again_with(asked.python)
    own = os.environ.pop("MOBILIER_OWN_ENVIRONMENT", "")
    environment = ROOT / (f".venv-{sys.version_info.major}.{sys.version_info.minor}" if own else ".venv")
    with (ROOT / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = set_up(environment, dev=asked.dev, lean=asked.lean)
    if done:
        print(environment)
    return 0 if done else 1


def again_with(python: str) -> int:
    """Run this file with another interpreter."""
    path = shutil.which(python)
    if path is None:
        say(f"there is no {python} on this machine.")
        return 1
    rest = [word for word in sys.argv[1:] if word not in ("--python", python, f"--python={python}")]
    os.environ["MOBILIER_OWN_ENVIRONMENT"] = "yes"
    return subprocess.run([path, __file__, *rest]).returncode


def say(line: str) -> None:
    """Tell the reader, beside the output."""
    print(f"mobilier setup: {line}", file=sys.stderr, flush=True)


def set_up(environment: Path, *, dev: bool, lean: bool) -> bool:
    """Make the environment if its stamp is not that of the project as it stands."""
    stamp = environment / "mobilier-stamp"
    wanted = wanted_stamp()
    holds = stamp.read_text().split() if stamp.exists() else []
    if holds[:1] != [wanted]:
        holds = []
    if enough(set(holds), dev=dev, lean=lean):
        return True
    kind = "asked-lean" if lean else "full" if may_have_kernel(environment) else "lean"
    dev = dev or "dev" in holds
    if not environment_made(environment):
        return False
    size = "2 GB" if kind == "full" else "0.6 GB"
    say(f"installing the packages (the first time a minute or two, about {size}) …")
    if not install(environment, dev=dev, kernel=kind == "full"):
        say("pip did not finish; its message is above.  Run the same command again once it can.")
        return False
    if dev:
        fetch_interpreter(environment)
    stamp.write_text(" ".join([wanted, kind, "dev"] if dev else [wanted, kind]))
    return True


def enough(holds: set[str], *, dev: bool, lean: bool) -> bool:
    """Tell whether an environment that holds this serves what is asked."""
    if not holds or (dev and "dev" not in holds):
        return False
    return lean or "lean" not in holds or bool(missing_libraries())


def wanted_stamp() -> str:
    """Return a name for what the environment must hold."""
    known = hashlib.sha256((ROOT / "pyproject.toml").read_bytes() + Path(__file__).read_bytes())
    known.update(home().encode())
    return known.hexdigest()


def home() -> str:
    """Return the checkout and the interpreter that an environment belongs to."""
    return f"{ROOT} {sys.executable} {sys.version_info.major}.{sys.version_info.minor}"


def missing_libraries() -> list[str]:
    """Return the Debian packages of the kernel's system libraries that do not load."""
    missing = []
    for library, package in KERNEL_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def may_have_kernel(environment: Path) -> bool:
    """Install what Debian packages are missing in one go; say what is left out where that cannot be."""
    missing = missing_libraries()
    if missing:
        apt_install([*missing, *missing_venv(environment)])
        missing = missing_libraries()
    if missing:
        say(
            f"without {' and '.join(missing)} there is no CAD kernel: STEP is left out, all else works."
            f"  To have it: apt-get install {' '.join(missing)}, then the same command again."
        )
    return not missing


def missing_venv(environment: Path) -> list[str]:
    """Return the Debian package that the venv module lacks, if it does."""
    return [] if environment.exists() or importlib.util.find_spec("ensurepip") else ["python3-venv"]


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages where this user may; say so before."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        before = []
    elif shutil.which("sudo"):
        before = ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
    else:
        return False
    say(f"installing system packages: {' '.join(packages)}")
    install = [*before, "apt-get", "install", "-y", "--no-install-recommends", "-qq", *packages]
    if quietly(install):
        return True
    return quietly([*before, "apt-get", "update", "-qq"]) and quietly(install)


def quietly(command: list[str], *, where: Path | None = None) -> bool:
    """Run a command; show what it said only when asked to."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        command, cwd=where, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if run.returncode and os.environ.get("MOBILIER_VERBOSE"):
        sys.stderr.write(run.stdout)
    return run.returncode == 0


def environment_made(environment: Path) -> bool:
    """Make the virtual environment, afresh when its interpreter is gone or moved."""
    python = environment / "bin" / "python"
    belongs = environment / "mobilier-home"
    if python.exists() and belongs.exists() and belongs.read_text() == home():
        return True
    missing = missing_venv(environment)
    if missing:
        apt_install(missing)
        importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is not None:
        made = quietly([sys.executable, "-m", "venv", "--clear", str(environment)])
    elif shutil.which("uv"):
        made = quietly(["uv", "venv", "--seed", "--clear", "--python", sys.executable, str(environment)])
    else:
        made = False
    if made:
        belongs.write_text(home())
    else:
        say(
            "cannot make a Python environment: the venv module is not complete on this machine."
            "  As root: apt-get install python3-venv, then the same command again."
        )
    return made


def install(environment: Path, *, dev: bool, kernel: bool) -> bool:
    """Install the project (editable) and what it needs with pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = [*project["project"]["dependencies"]]
    if kernel:
        needed += project["project"]["optional-dependencies"]["cad"]
    if dev:
        needed += project["dependency-groups"]["dev"]
    pip = [str(environment / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    pip += ["--root-user-action=ignore", "--use-pep517"]
    return all(
        subprocess.run([*pip, *words], stdout=sys.stderr).returncode == 0
        for words in (needed, ["--no-deps", "-e", str(ROOT)])
    )


def fetch_interpreter(environment: Path) -> None:
    """Unpack LinuxCNC's interpreter beside the environment, for the tests; no root needed."""
    folder = environment / "linuxcnc"
    if shutil.which("rs274") or (folder / "usr" / "bin" / "rs274").exists():
        return
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        return
    packed = environment / "linuxcnc-packed"
    packed.mkdir(exist_ok=True)
    download = ["apt-get", "download", *INTERPRETER]
    if not quietly(download, where=packed):
        if os.geteuid() == 0:
            quietly(["apt-get", "update", "-qq"])
        quietly(download, where=packed)
    archives = sorted(packed.glob("*.deb"))
    if len(archives) == len(INTERPRETER):
        for archive in archives:
            quietly(["dpkg-deb", "-x", str(archive), str(folder)])
        shutil.rmtree(folder / "usr" / "share", ignore_errors=True)
    else:
        say("LinuxCNC's interpreter is not to be had here: the tests that need it are skipped.")
    shutil.rmtree(packed)


if __name__ == "__main__":
    sys.exit(main())
