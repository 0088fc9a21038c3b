"""The API held against its own document, on the running server, with inputs that schemathesis makes up."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from headnote.web.api_document import document
from headnote.web.app import create_app
from headnote.web.settings import Settings
from tests.web.running import Desk, stored
from tests.web.stories import HOSTILE, plain

#: Inputs made up for each operation: enough to find what breaks at once; `schemathesis run` against a desk tries more.
EXAMPLES = 25

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


def _document() -> dict[str, Any]:
    return document(create_app(None, settings=Settings(tier="fast")).routes)  # type: ignore[arg-type]  # not opened


SCHEMA = schemathesis.openapi.from_dict(_document())
OPERATIONS = {
    f"{found.ok().method.upper()} {found.ok().path}": found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}


@pytest.fixture(scope="module")
def key(desk: Desk) -> str:
    stored(desk.library, HOSTILE)
    return stored(desk.library, plain("Held Against The Document"))


@pytest.mark.parametrize("name", OPERATIONS)
def test_made_up_requests_meet_no_mistake_of_ours(desk: Desk, key: str, name: str) -> None:
    operation = OPERATIONS[name]

    fitting, unfit = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @given(case=fitting | unfit, real=st.booleans())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: schemathesis.Case[Any], real: bool) -> None:
        if real and "key" in case.path_parameters:
            case.path_parameters["key"] = key
        case.call_and_validate(base_url=desk.url, checks=list(CHECKS))

    ask()


def test_the_document_is_openapi(desk: Desk) -> None:
    served = desk.get("/api/v1/openapi.json").json()
    assert served == _document()
    assert served["openapi"] == "3.1.0"
    for schema in served["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_is_documented() -> None:
    assert set(OPERATIONS) == {
        "GET /api/v1/works",
        "GET /api/v1/works/{key}",
        "GET /api/v1/facets",
        "GET /api/v1/facets/{kind}",
        "POST /api/v1/check",
        "GET /api/v1/review",
        "GET /api/v1/review/{key}",
        "POST /api/v1/review/{key}/decisions",
        "POST /api/v1/review/{key}/confirmations",
        "POST /api/v1/review/{key}/undoings",
        "POST /api/v1/review/{key}/notes",
    }
    for operation in _document()["paths"].values():
        for told in operation.values():
            assert told["summary"]
            assert {"400", "401", "403"} <= set(told["responses"])
