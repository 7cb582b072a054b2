from hrd_report.reference.load import load

REFERENCE = load()


def test_doxing_is_both_harassment_and_a_matter_of_data_protection():
    categories = [one.category for one in REFERENCE.subtype("doxing.contact_location").dsa]
    assert categories == [
        "STATEMENT_CATEGORY_CYBER_VIOLENCE",
        "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS",
    ]


def test_the_womens_category_stands_apart_and_is_never_the_default():
    women = "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"
    apart = {one.category for subtype in REFERENCE.subtypes for one in subtype.dsa_women}
    assert apart == {women}


def test_intimate_images_are_asked_for_by_hash_only():
    for name in ("harassment.ncii", "harassment.synthetic_intimate"):
        subtype = REFERENCE.subtype(name)
        assert "image_hash" in subtype.evidence or "statement" in subtype.evidence
        assert "screenshot" not in subtype.evidence
        assert subtype.caution is not None
