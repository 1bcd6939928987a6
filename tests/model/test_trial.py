"""Test notices are told from notices about testing."""

import pytest

from model import trial
from model.organisation import Organisation
from model.text import Text
from tests.factories import a_notice


@pytest.mark.parametrize(
    "title",
    [
        "[Test] Rammeavtale for rør",
        "[TEST]Levering av stål",
        "Test notice",
        "This is a TEST notice. Please disregard",
        "Anne PROD Test",
        "Testkunngjøring av nye skjema",
        "TEST 2",
        "Dette er kun en test",
        "Dette er en test. Vennligst se bort fra kunngjøringen",
    ],
)
def test_a_notice_that_calls_itself_a_test_is_one(title: str) -> None:
    found = trial.reason(a_notice(title=Text.plain(title)))

    assert found is not None
    assert found.endswith(title)


@pytest.mark.parametrize(
    "title",
    [
        "Test av brannslanger",
        "Testing av sveiser og trykktesting",
        "Testutstyr til laboratorium",
        "Prøvetaking av drikkevann",
        "Rammeavtale for antibiotika, kits og E-test strips",
        "Kjøp av bistand til test og verifikasjon",
        "Bistand til kjemisk syntese og test",
        "Penetrasjonstest",
        "Kartlegging av test- og piloteringsfasiliteter",
        "Latest notice board system",
        "Product test rig",
    ],
)
def test_testing_is_real_work(title: str) -> None:
    assert trial.reason(a_notice(title=Text.plain(title))) is None


@pytest.mark.parametrize("name", ["[Test][Cloudia]TestOrg6", "TestOrg 12", "TEST MAIN BUYER", "Test kommune"])
def test_a_notice_by_a_test_buyer_is_a_test(name: str) -> None:
    found = trial.reason(a_notice(buyers=(Organisation(name=name),)))

    assert found is not None
    assert name in found


@pytest.mark.parametrize("name", ["Testsenter Nord AS", "Norsk Materialtest", "Attesta kommune", "Testfjord kommune"])
def test_a_buyer_with_testing_in_its_name_is_real(name: str) -> None:
    assert trial.reason(a_notice(buyers=(Organisation(name=name),))) is None


def test_a_real_buyer_beside_a_test_buyer_makes_the_notice_real() -> None:
    buyers = (Organisation(name="TestOrg6"), Organisation(name="Ravnvik kommune"))

    assert trial.reason(a_notice(buyers=buyers)) is None
