"""Bodies for a program's request, made from what OpenAPI says of it. Knows no route by name."""

import re
from collections.abc import Callable
from typing import Any

Words = Callable[[str], str]


class Described:
    """A description, and a way to fill what it asks for with words nobody else uses."""

    def __init__(self, spec: dict[str, Any], word: Words) -> None:
        self._spec = spec
        self._word = word

    def body(self, path: str, method: str) -> Any:
        """Return a body for an operation, every field of it filled, or nothing."""
        content = self._operation(path, method).get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return (
            None
            if schema is None
            else self._filled(schema, self._operation(path, method)["operationId"])
        )

    def is_form(self, path: str, method: str) -> bool:
        """Tell whether an operation takes a file."""
        content = self._operation(path, method).get("requestBody", {}).get("content", {})
        return "multipart/form-data" in content

    def _operation(self, path: str, method: str) -> dict[str, Any]:
        pattern = re.sub("<(?:[^:>]*:)?([^>]*)>", r"{\1}", path)
        found: dict[str, Any] = self._spec["paths"][pattern][method.lower()]
        return found

    def _filled(self, schema: dict[str, Any], name: str) -> Any:
        if "$ref" in schema:
            schema = self._spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        if "enum" in schema:
            return next(one for one in schema["enum"] if one is not None)
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object" and "properties" in schema:
            inner = schema["properties"].items()
            return {one: self._filled(about, f"{name} {one}") for one, about in inner}
        if kind == "array":
            return [self._filled(schema.get("items", {"type": "string"}), name)]
        if kind == "object":
            return {self._word(f"{name} key"): self._word(name)}
        plain = {"integer": 1, "number": 1, "boolean": True}
        return plain[kind] if kind in plain else self._word(name)
