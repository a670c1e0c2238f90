"""Check-worthiness across genres: what a reader could look up gives a claim, what nobody could look up gives none."""

from __future__ import annotations

import pytest

from claimhouse.extractors import extract_document
from claimhouse.records import FoundClaim, Modality, TextDocument
from claimhouse.settings import ExtractSettings

CHECKABLE = (
    # on somebody's word
    "Farmers complain that the subsidy arrives too late.",
    "The governor rejected claims that the reservoir was polluted.",
    "She denied any wrongdoing.",
    "Residents fear that the slope could slide again.",
    "Investigators believe the driver fell asleep.",
    "The tunnel is safe, the inspectors insisted.",
    "An internal report found that the brakes had failed.",
    "The airline says the pilot was rested.",
    "His wife said that he had left the house at noon.",
    "Police suspect arson.",
    # denied or negated
    "The vaccine does not contain mercury.",
    "None of the hostages were freed.",
    "No survivors have been found.",
    "The factory has never passed an inspection.",
    "There is no evidence of a leak.",
    # events and findings without a name or a number
    "The landslide buried the school.",
    "The bridge has been closed since Monday.",
    "Three ministers resigned.",
    "Half of the lakes were frozen.",
    "The jury acquitted both men.",
    "Smokers who quit early had fewer strokes than those who did not.",
    "The cargo of the ferry had not been secured.",
    "The comet passes the Earth every 71 years.",
    # still to come, or possible
    "The inquest will open on 9 May.",
    "Voting is scheduled to end at 8 p.m. on Sunday.",
    "The court could overturn the verdict.",
    "The ministry is reportedly preparing a ban on diesel cars.",
    # rates and prices
    "A ticket costs between 4 and 9 euros.",
    "The clinic treats up to 80 patients a day.",
    "Nurses start at $21 an hour.",
)

UNCHECKABLE = (
    # verdicts
    "The new stadium is a marvel.",
    "The film is a tedious mess.",
    "Her second novel is even better than the first.",
    "This is a scandal of the worst kind.",
    "The reform was a terrible mistake.",
    "It was a magical evening.",
    "The outcome is a bitter disappointment.",
    "The city has a charm of its own.",
    # advice and address
    "Do not leave the stove unattended.",
    "Parents should talk to their children about money.",
    "You can save a lot by booking early.",
    "Patients need to be patient with themselves.",
    "Choose a shoe that fits.",
    "Bring a warm coat and good boots.",
    "We all need a little more sleep.",
    # questions
    "How long can the coalition last?",
    "Who will pay for the repairs?",
    "Is cheap meat worth it?",
    # generalities and predictions about nobody
    "Technology is changing the way we live.",
    "Success comes to those who wait.",
    "The industry will never be the same again.",
    "Companies that embrace change could thrive in the years ahead.",
    "The future of farming looks bright.",
    "Trust may be the most valuable currency of all.",
    "Such stories remind us what matters.",
    "This could open the door to new possibilities.",
    "Time will tell.",
    "Leaders must adapt to a changing world.",
    # exclamations and wishes
    "How wonderful to see them together again!",
    "May the best team win.",
)


def claims(text: str) -> list[FoundClaim]:
    """Return the claims of a sentence."""
    found = extract_document(TextDocument(text=text, language="en"), ExtractSettings())
    return [claim for sentence in found.sentences for claim in sentence.claims]


@pytest.mark.parametrize("text", CHECKABLE)
def test_what_can_be_looked_up_gives_a_claim(text: str) -> None:
    """Somebody's word, a denial, an event with a definite participant, a date, a finding, a rate."""
    assert claims(text)


@pytest.mark.parametrize("text", UNCHECKABLE)
def test_what_nobody_could_look_up_gives_none(text: str) -> None:
    """Verdicts, advice, questions, generalities and wishes state nothing that has an answer."""
    assert [claim for claim in claims(text) if claim.modality is not Modality.OPINION] == []


@pytest.mark.parametrize(
    ("title", "states"),
    [
        ("Two sailors rescued off Varn Point", True),
        ("Cracked rail blamed for derailment", True),
        ("Bakery chain to close nine shops", True),
        ("Six reasons to love autumn", False),
        ("Seven tips for a quieter home", False),
        ("Nine habits to drop before you turn forty", False),
    ],
)
def test_headlines_tell_or_list(title: str, states: bool) -> None:  # noqa: FBT001  # a table of truths
    """A headline with a participle tells an event; one that counts tips or speaks with the reader tells none."""
    found = extract_document(TextDocument(text="", title=title, language="en"), ExtractSettings())
    assert any(sentence.claims for sentence in found.sentences) is states


@pytest.mark.parametrize(
    ("text", "subject", "object_"),
    [
        ("A dose costs between $12 and $18.", "A dose", "between $12 and $18"),
        ("A ticket costs between 4 and 9 euros.", "A ticket", "between 4 and 9 euros"),
    ],
)
def test_a_price_is_read_where_the_tagger_sees_a_plural(text: str, subject: str, object_: str) -> None:
    """A verb of measure before an amount is a verb, whatever its tag."""
    assert (subject, object_) in [(claim.subject, claim.object) for claim in claims(text)]
