"""Puts the sentence encoder and ONNX Runtime into the cache: once, checked, and then never again.

usage: python3 infra/model/setup.py [CACHE_DIR]        (default: .cache/valorize in the repository)

Writes CACHE_DIR/model/, CACHE_DIR/onnxruntime/ and CACHE_DIR/manifest.json. Everything comes from Python packages
through the ordinary pip client; every file is compared with the SHA-256 in pins.json, and a second run finds
everything in place and does nothing.
"""

import glob
import hashlib
import json
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
PINS = json.loads((HERE / "pins.json").read_text())


def say(text):
    print(f"model: {text}", flush=True)


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verified(folder, pins):
    """Every pinned file is there with its checksum."""
    return all((folder / name).is_file() and sha256(folder / name) == want for name, want in pins.items())


def require(folder, pins):
    """Stops with the first file that differs from its pin."""
    for name, want in pins.items():
        found = sha256(folder / name) if (folder / name).is_file() else "nothing"
        if found != want:
            raise SystemExit(f"model: {name} is not what is pinned: {found} instead of {want}")


def run(command, **options):
    """Runs quietly; shows the program's own words only when it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise SystemExit(f"model: `{' '.join(map(str, command))}` failed:\n{done.stdout[-4000:]}")


def replace(new, old):
    """Puts a finished folder in place, so that an interrupted run leaves no half-written one."""
    shutil.rmtree(old, ignore_errors=True)
    shutil.move(new, old)


def environment(work):
    """A throw-away virtual environment with the pinned packages; the path of its Python."""
    folder = work / "venv"
    try:
        run([sys.executable, "-m", "venv", folder])
    except SystemExit as error:
        raise SystemExit(f"{error}\nmodel: Python cannot make virtual environments: apt-get install python3-venv python3-pip") from None
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    say("installing the converter (about 200 MB, thrown away afterwards)")
    run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps", "-r", HERE / "requirements.txt"])
    return python


def build_model(python, work, target):
    """Weights -> checked, quantised model in `target`."""
    out = work / "model"
    say("converting and quantising the weights")
    run([python, HERE / "convert.py", out])
    shutil.copy(HERE / "LICENSE-all-MiniLM-L6-v2", out / "LICENSE")
    require(out, PINS["model"])
    replace(out, target)


def runtime_platform():
    """The pinned row of this machine; `None` where no build of the runtime exists."""
    name = f"{platform.system().lower()}-{platform.machine().lower()}"
    return PINS["onnxruntime"]["platforms"].get(name)


def fetch_runtime(python, work, row, target):
    """Takes the shared library and its notices out of the runtime's wheel."""
    tag, inner, name, _ = row
    version, wheels, out = PINS["onnxruntime"]["version"], work / "wheels", work / "onnxruntime"
    say(f"fetching ONNX Runtime {version}")
    run([python, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:",
         "--platform", tag, "--python-version", "3.11", "--implementation", "cp", "-d", wheels, f"onnxruntime=={version}"])
    out.mkdir()
    with zipfile.ZipFile(glob.glob(f"{wheels}/*.whl")[0]) as wheel:
        for source, file in ((f"capi/{inner}", name), ("LICENSE", "LICENSE"), ("ThirdPartyNotices.txt", "ThirdPartyNotices.txt")):
            (out / file).write_bytes(wheel.read(f"onnxruntime/{source}"))
    (out / name).chmod(0o755)
    require(out, {name: row[3]})
    replace(out, target)


def main():
    default = HERE.parent.parent / ".cache" / "valorize"
    cache = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default).resolve()
    model, runtime, row = cache / "model", cache / "onnxruntime", runtime_platform()
    need_model = not verified(model, PINS["model"])
    need_runtime = row is not None and not verified(runtime, {row[2]: row[3]})
    if row is None:
        say("no ONNX Runtime is built for this machine; the categoriser works without embeddings")
    if need_model or need_runtime:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            work = pathlib.Path(folder)
            python = environment(work)
            if need_model:
                build_model(python, work, model)
            if need_runtime:
                fetch_runtime(python, work, row, runtime)
    manifest = {"model": PINS["model"], "onnxruntime": {row[2]: row[3]} if row else {}}
    text = json.dumps(manifest, indent=2, sort_keys=True) + "\n"
    if not (cache / "manifest.json").is_file() or (cache / "manifest.json").read_text() != text:
        (cache / "manifest.json").write_text(text)
    say(f"ready in {cache}")


if __name__ == "__main__":
    main()
