"""What tests of the desk's API begin with: a case, and a program of whoever has it."""

import pytest
from desk.desk_house import Filed, filing
from house import House
from programs import Program, program


@pytest.fixture
def filed(house: House) -> Filed:
    return filing(house)


@pytest.fixture
def heron(house: House, filed: Filed) -> Program:
    """Take the case, and know its version."""
    found = program(house, "heron")
    found.send(f"/cases/{filed.number}/take")
    found.get(f"/cases/{filed.number}")
    return found
