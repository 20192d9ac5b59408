"""Makes google.json: what the Google provider takes, for the resources and data sources that ../ names.

Source: the npm package @cdktf/provider-google (MPL-2.0), whose typings hold every argument and block of the provider. It is the last
one published; the provider's version it describes is the version that versions.tf must pin.

    python3 infra/terraform/schema/make.py              (brings the package with npm)
    python3 infra/terraform/schema/make.py FILE.tgz     (takes a copy that is here already)

Needed only when a resource type is added; infra/xtask says so.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile

PACKAGE = "@cdktf/provider-google"
VERSION = "16.12.1"
SHA256 = "c13e11596542ffb7412d5f4caa9376525fbef88d18cdedac03c9b3c392a1fc80"
HERE = pathlib.Path(__file__).parent
LINK = re.compile(r"/google/([0-9.]+)/docs/(resources|data-sources)/([a-z0-9_]+)#([a-z0-9_]+) ")
USED = re.compile(r'^\s*(resource|data)\s+"(google_[a-z0-9_]+)"', re.M)
# What every resource of the bindings' own has and the provider does not export.
BINDINGS = {"cdktf_stack", "connection", "construct_node_metadata", "count", "depends_on", "for_each", "fqn", "friendly_unique_id",
            "lifecycle", "node", "provider", "provisioners", "raw_overrides", "terraform_generator_metadata",
            "terraform_meta_arguments", "terraform_resource_type", "tf_resource_type"}


def package(arguments):
    """The package's bytes, which must be the pinned ones."""
    if arguments:
        content = pathlib.Path(arguments[0]).read_bytes()
    else:
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
            content = next(pathlib.Path(folder).glob("*.tgz")).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        sys.exit(f"error: {PACKAGE}@{VERSION} has the checksum {found}, not {SHA256}: do not use it")
    return content


def typings(content):
    """Every type the package describes, by its full name."""
    with tempfile.NamedTemporaryFile(suffix=".tgz") as file:
        file.write(content)
        file.flush()
        with tarfile.open(file.name) as archive:
            return json.load(archive.extractfile("package/.jsii"))["types"]


def used():
    """(kind, type) of everything the Terraform files name."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(HERE.parent.rglob("*.tf"))]
    return sorted({match for text in texts for match in USED.findall(text)})


def snake(name):
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def literal(kind):
    """The word for what a value of this type looks like in a file."""
    if "primitive" in kind:
        return kind["primitive"]
    if "collection" in kind:
        return "list" if kind["collection"]["kind"] == "array" else "map"
    words = {literal(part) for part in kind.get("union", {}).get("types", []) if part.get("fqn") != "cdktf.IResolvable"}
    return words.pop() if len(words) == 1 else "any"


def structure(kind):
    """The name of the block's structure, and whether it may stand more than once."""
    if "fqn" in kind:
        return (kind["fqn"], False) if kind["fqn"] != "cdktf.IResolvable" else (None, False)
    if "collection" in kind:
        return structure(kind["collection"]["elementtype"])[0], True
    for part in kind.get("union", {}).get("types", []):
        found = structure(part)
        if found[0]:
            return found
    return None, False


def body(types, name):
    """Arguments and blocks of one structure."""
    arguments, blocks = {}, {}
    for entry in types[name].get("properties", []):
        link = LINK.search(entry["docs"].get("remarks", "") + " ")
        word = link.group(4) if link else snake(entry["name"])
        required = not entry.get("optional", False)
        inner, many = structure(entry["type"])
        if inner and entry["docs"].get("summary", "").endswith("block."):
            blocks[word] = {"required": required, "many": many, **body(types, inner)}
        else:
            arguments[word] = literal(entry["type"]) + ("!" if required else "")
    return {"arguments": arguments, "blocks": blocks}


def text(made):
    """JSON with a line per resource, so that a difference between two versions can be read."""
    parts = []
    for kind in ("resource", "data"):
        lines = [f"{json.dumps(word)}: {json.dumps(made[kind][word], sort_keys=True, separators=(',', ':'))}" for word in sorted(made[kind])]
        parts.append(f'"{kind}": {{\n' + ",\n".join(lines) + "\n}")
    return f'{{"version": {json.dumps(made["version"])},\n' + ",\n".join(parts) + "\n}\n"


def main():
    types = typings(package(sys.argv[1:]))
    configs = {}
    for name, entry in types.items():
        if entry["kind"] != "interface" or not name.endswith("Config"):
            continue
        for found in (LINK.search(part["docs"].get("remarks", "") + " ") for part in entry.get("properties", [])):
            if found:
                key = ("resource" if found.group(2) == "resources" else "data", "google_" + found.group(3))
                # The bindings' own config extends the arguments every resource has; a block that is called so does not.
                if "cdktf.TerraformMetaArguments" in entry.get("interfaces", []):
                    configs[key] = (name, found.group(1))
                break
    made = {"version": None, "resource": {}, "data": {}}
    for kind, word in used():
        if (kind, word) not in configs:
            sys.exit(f"error: the provider has no {kind} {word}")
        name, made["version"] = configs[kind, word]
        exports = {snake(part["name"]) for part in types[name.removesuffix("Config")].get("properties", [])}
        # `X_input` is the bindings' view of an argument X; an argument may itself be called so.
        exports = {part for part in exports if not (part.endswith("_input") and part.removesuffix("_input") in exports)}
        made[kind][word] = {**body(types, name), "exports": sorted(exports - BINDINGS | {"id"})}
    (HERE / "google.json").write_text(text(made), encoding="utf-8")
    print(f"google.json: provider {made['version']}, {len(made['resource'])} resources, {len(made['data'])} data sources")


main()
