from hrd_report.reference.load import load

REFERENCE = load()
# The first line of the sheet of 2022 as published.
HEADER = """
start_date_type, start_date, country, geo_scope, area_name, shutdown_type, affected_network,
shutdown_extent, ordered_by, decision_maker, actual_cause, actual_cause_details, info_source,
info_source_link, shutdown_status, end_date, duration, gov_justification, gov_just_details,
gov_ack, legal_just, legal_method, gov_ack_source, gov_ack_quote, facebook_affected,
twitter_affected, whatsapp_affected, instagram_affected, telegram_affected, other_affected,
sms_affected, phonecall_affected, telcos_involved, telco_ack, telco_ack_source,
telco_ack_quote, election, violence, hr_abuse_reported, users_targeted, users_target_detail,
users_notified, econ_impact, event, an_link
"""


def test_the_columns_are_those_of_the_published_sheet_in_its_order():
    published = [name.strip() for name in HEADER.replace("\n", " ").split(",")]
    assert [field.name for field in REFERENCE.stop_fields] == published
    assert len(published) == 45


def test_every_shutdown_has_its_words_in_the_data_set():
    for subtype in REFERENCE.subtypes_of("internet_shutdown"):
        assert subtype.crosswalk.stop is not None


def test_our_shutdowns_use_values_that_were_seen():
    seen = {field.name: field.seen for field in REFERENCE.stop_fields}
    for kind in REFERENCE.stop_kinds:
        for column, value in kind.values.items():
            assert not seen[column] or value in seen[column]
