"""Manifests from YAML and from Python mean the same, and only what was written is in them."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from giban.errors import Mistakes, UsageError
from giban.manifest import Manifest, Service, json_schema, load, load_all, loads
from giban.system import resolve_all

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "hospital-erp" / "giban.yaml"
PYTHON = ROOT / "examples" / "hospital-erp" / "giban.py"


def test_nothing_is_filled_in() -> None:
    """The tree holds what was written and no more, short forms made long."""
    manifest = loads("services: {app: {health: /up, uses: [main]}, worker: null}\nwaf: false\n")
    assert manifest.tree() == {
        "services": {
            "app": {"health": {"path": "/up"}, "uses": [{"name": "main"}]},
            "worker": None,
        },
        "waf": None,
    }


def test_example_is_short() -> None:
    """Three environments fit into fewer than 60 lines."""
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 60
    assert list(load(EXAMPLE).environments or ()) == ["dev", "staging", "production"]


def test_python_means_the_same() -> None:
    """The same system written as a program gives the same System of every environment."""
    from_yaml, from_python = resolve_all(load(EXAMPLE)), resolve_all(load(PYTHON))
    for name, system in from_yaml.items():
        other = from_python[name]
        for field in system.__struct_fields__:
            if field != "layers":
                assert getattr(system, field) == getattr(other, field), field


def test_python_places() -> None:
    """A value given through a name stands where it was written."""
    written = load(PYTHON, shown="giban.py").written
    place = written and written.exact(("services", "app", "port"))
    assert place
    assert str(place.span) == "giban.py:21:10"


def test_schema_accepts_the_example() -> None:
    """The schema for editors agrees with the models, and refuses what they refuse."""
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    data = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    validator.validate(data)
    data["services"]["app"]["prot"] = 1
    assert [e.path[0] for e in validator.iter_errors(data)] == ["services"]


def _mappings(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in _mappings(item)]
    if not isinstance(node, dict):
        return []
    own = [node] if "properties" in node and "type" in node else []
    return own + [found for item in node.values() for found in _mappings(item)]


def test_schema_is_closed_and_described() -> None:
    """Every mapping refuses unknown keys and every key says what it means."""
    for mapping in _mappings(json_schema()):
        assert mapping["additionalProperties"] is False
        for name, key in mapping["properties"].items():
            assert "description" in key, name


def test_a_foundation_of_several_is_read_once(tmp_path: Path) -> None:
    """A Python foundation says each time that it is read; its mistakes would come once as well."""
    said = tmp_path / "said"
    (tmp_path / "foundation.py").write_text(
        f"from pathlib import Path\nfrom giban.manifest import Manifest\n"
        f"with Path({str(said)!r}).open('a') as file:\n    file.write('read')\n"
        "manifest = Manifest(project='shared', exports='/shared')\n"
    )
    files = {tmp_path / f"{name}.yaml": f"{name}.yaml" for name in ("one", "two")}
    for path in files:
        path.write_text(f"project: {path.stem}\nfoundation: {{manifest: foundation.py}}\n")

    one, two = load_all(files)

    assert ("one", "two") == (one.project, two.project)
    assert one.base is two.base is not None
    assert "read" == said.read_text()


def test_missing_file() -> None:
    """A file that is not there is the command line's fault."""
    with pytest.raises(UsageError, match=r"There is no manifest at nowhere\.yaml\."):
        load("nowhere.yaml")


def test_overlays_are_checked() -> None:
    """A wrong key inside an environment is found, with its whole path."""
    with pytest.raises(Mistakes) as caught:
        loads("environments: {dev: {services: {app: {scale: {mn: 1}}}}}")
    (mistake,) = caught.value.mistakes
    assert mistake.path == "environments.dev.services.app.scale.mn"


def test_manifest_in_memory() -> None:
    """A manifest needs no file."""
    manifest = Manifest(
        project="erp", region="eu-west-1", services={"app": Service(port=80)}, environments={}
    )
    assert manifest.written is None
