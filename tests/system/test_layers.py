"""Layers: who wins, what is removed, and who is remembered."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from giban.manifest import loads
from giban.system import Layer, Layers, layers
from giban.system.layers import Default

MANIFEST = """\
project: erp
region: ap-northeast-2
services:
  app: {port: 3000, scale: {min: 1}, environment: {A: 1, B: 2}}
  old: {}
environments:
  production:
    availability: high
    services: {app: {scale: {min: 3}, environment: {A: null}}, old: null}
"""


def test_precedence_and_origin() -> None:
    """The overlay beats the manifest, which beats the preset; losers are listed in order."""
    merged = layers(loads(MANIFEST), "production")
    (found,) = merged.explain("services.app.scale.min")
    assert (found.value, found.won.source) == (3, "giban.yaml:9:35 (environments.production)")
    assert [lost.source.partition(":")[0] for lost in found.lost] == [
        "giban.yaml",
        "preset availability",
    ]
    assert [lost.value for lost in found.lost] == [1, 2]


def test_origin_of_a_default_is_what_surrounds_it() -> None:
    """A value nobody wrote answers to the nearest thing somebody wrote."""
    merged = layers(loads(MANIFEST), "production")
    origin = merged.origin("services.app.scale.cooldown_in")
    assert (origin.path, str(origin.span)) == ("services.app.scale.cooldown_in", "giban.yaml:4:21")
    assert merged.origin("encryption").span is None


def test_null_removes() -> None:
    """Null takes a thing away from one environment, and a key out of a mapping."""
    merged = layers(loads(MANIFEST), "production")
    assert merged.names("services") == ("app",)
    assert merged.names("services.app.environment") == ("B",)


def test_null_of_a_preset_means_off_unless_written() -> None:
    """A template's null gives way to anything written, and defaults then fill that in."""
    low = Layer("low", {"waf": {"rate": Default(1, "r")}}, template=True)
    off = Layer("off", {"waf": Default(None, "r")}, template=True)
    assert Layers([off, low]).value("waf") is None
    assert Layers([Layer("top", {"waf": {}}), off, low]).value("waf") == {"rate": 1}
    assert Layers([Layer("top", {"waf": None}), low]).value("waf") is None


def test_keys_with_dots() -> None:
    """Server parameters hold dots; their paths are still found."""
    merged = Layers([Layer("m", {"parameters": {"rds.force_ssl": "1"}})])
    assert merged.value("parameters.rds.force_ssl") == "1"


def test_what_a_null_won_against_is_told_bare() -> None:
    """A whole mapping of defaults that was switched off is shown as its values."""
    low = Layer("default", {"waf": {"rate": Default(10, "enough"), "rules": {"a": Default(1, "")}}})
    (found,) = Layers([Layer("m", {"waf": None}), low]).explain("waf")
    assert [lost.value for lost in found.lost] == [{"rate": 10, "rules": {"a": 1}}]


TREES = st.recursive(
    st.integers() | st.lists(st.integers(), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from("abc"), TREES, max_size=3)


def _merged(high: Any, low: Any) -> Any:
    if not (isinstance(high, dict) and isinstance(low, dict)):
        return high
    return {
        key: _merged(high[key], low[key])
        if key in high and key in low
        else (high | low)[key]
        if key not in high
        else high[key]
        for key in {**low, **high}
    }


@given(MAPPINGS, MAPPINGS)
def test_merging_is_what_it_says(high: dict[str, Any], low: dict[str, Any]) -> None:
    """Mappings merge key by key, everything else replaces."""
    assert Layers([Layer("h", high), Layer("l", low)]).value("") == _merged(high, low)


@given(MAPPINGS)
def test_one_layer_is_itself(tree: dict[str, Any]) -> None:
    """A single layer comes out as it went in, every leaf explained by it."""
    merged = Layers([Layer("m", tree)])
    assert merged.value("") == tree
    assert all(e.won.layer == "m" and not e.lost for e in merged.explain(""))


EVERY = """\
project: shop
region: ap-northeast-2
services:
  "*": {size: {cpu: 512}, environment: {A: all, B: all}}
  app: {port: 3000, environment: {B: own}}
  web: {port: 80, path: /w/*, size: {cpu: 1024}}
environments:
  dev:
    services: {"*": {scale: {max: 3}}, web: {environment: {A: dev}}}
"""


def test_what_all_have() -> None:
    """`*` yields to a name in its own layer, and beats the layers below; it is no name itself."""
    merged = layers(loads(EVERY), "dev")
    assert merged.names("services") == ("app", "web")
    cpus = [merged.value(f"services.{name}.size.cpu") for name in ("app", "web")]
    assert [512, 1024] == cpus
    assert {"A": "all", "B": "own"} == merged.value("services.app.environment")
    assert {"A": "dev", "B": "all"} == merged.value("services.web.environment")
    assert 3 == merged.value("services.app.scale.max")


def test_what_all_have_stands_where_it_was_written() -> None:
    """Its place and path are its own; a thing still stands at its name."""
    merged = layers(loads(EVERY), "dev")
    path, span = merged.place("services.app.size.cpu")
    assert ("services.*.size.cpu", 4) == (path, span.line if span else 0)
    (found,) = merged.explain("services.app.scale.max")
    assert "giban.yaml:9:35 (environments.dev)" == found.won.source
    where = merged.key_span("services.app")
    assert 5 == (where.line if where else 0)
