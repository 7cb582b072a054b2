"""In a zone only its doors speak HTTP: everything else can be called by jobs, commands and tests.

The contract covers `actions`; here every other module of a zone is held to the same rule.
"""

import grimp
import pytest
from source_tree import ZONES, is_edge

HTTP = ("flask", "flask_login", "flask_smorest", "hrd_report.web", "webargs", "werkzeug")


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(
        "hrd_report", include_external_packages=True, exclude_type_checking_imports=True
    )


def inner_modules(graph: grimp.ImportGraph) -> list[str]:
    zones = tuple(f"hrd_report.{zone}." for zone in ZONES)
    return sorted(name for name in graph.modules if name.startswith(zones) and not is_edge(name))


def test_only_doors_reach_http(graph: grimp.ImportGraph):
    found = {
        name: chain
        for name in inner_modules(graph)
        for http in HTTP
        if http in graph.modules
        and (chain := graph.find_shortest_chain(name, http, as_packages=http == "hrd_report.web"))
    }
    assert not found


def test_every_zone_has_something_behind_its_doors(graph: grimp.ImportGraph):
    zones = {name.split(".")[1] for name in inner_modules(graph)}
    assert zones == set(ZONES)
