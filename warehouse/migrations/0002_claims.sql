-- What is claimed and what the claims come to; see claimhouse.records.claims.

create table mention (
    mention_key varchar not null,
    document_key varchar not null,
    field varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    text varchar not null,
    name varchar not null,
    kind varchar not null,
    segment bigint not null,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table mention is 'A span that names something.';
comment on column mention.mention_key is 'sha256 of (document, field, span, text).';
comment on column mention.document_key is 'The document.';
comment on column mention.field is 'text or title.';
comment on column mention.char_start is 'Start in that field, in code points.';
comment on column mention.char_end is 'End (exclusive).';
comment on column mention.text is 'The name as written there.';
comment on column mention.name is 'The fullest form the document uses for it.';
comment on column mention.kind is 'person, organisation, place or other.';
comment on column mention.segment is 'Number of the stitched text.';
comment on column mention.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column mention.valid_from_run is 'First run in which the row was current.';
comment on column mention.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table quantity (
    quantity_key varchar not null,
    document_key varchar not null,
    field varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    raw varchar not null,
    kind varchar not null,
    value decimal(38, 9),
    value_min decimal(38, 9),
    value_max decimal(38, 9),
    bound varchar not null,
    unit varchar,
    concept varchar,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table quantity is 'A number with its unit in a normal form, with its span.';
comment on column quantity.quantity_key is 'sha256 of (document, field, span, kind, values, unit).';
comment on column quantity.document_key is 'The document.';
comment on column quantity.field is 'text or title.';
comment on column quantity.char_start is 'Start in that field, in code points.';
comment on column quantity.char_end is 'End (exclusive).';
comment on column quantity.raw is 'As written.';
comment on column quantity.kind is 'money, percent, count, date, duration, age, ordinal, ratio or physical.';
comment on column quantity.value is 'The value; null for ranges.';
comment on column quantity.value_min is 'Lower end of a range.';
comment on column quantity.value_max is 'Upper end of a range.';
comment on column quantity.bound is '= exact, >= at least, <= at most, ~ about.';
comment on column quantity.unit is 'ISO 4217 code, percent, singular noun, year, rank, …';
comment on column quantity.concept is 'What it measures, where the text says so plainly.';
comment on column quantity.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column quantity.valid_from_run is 'First run in which the row was current.';
comment on column quantity.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table attribution (
    attribution_key varchar not null,
    document_key varchar not null,
    field varchar not null,
    speaker varchar,
    speaker_kind varchar not null,
    speaker_start bigint,
    speaker_end bigint,
    cue varchar,
    cue_start bigint,
    cue_end bigint,
    content struct("start" bigint, "end" bigint)[] not null,
    direct boolean not null,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table attribution is 'Somebody''s word: who, by which cue, for which content.';
comment on column attribution.attribution_key is 'sha256 of (document, field, spans).';
comment on column attribution.document_key is 'The document.';
comment on column attribution.field is 'text or title.';
comment on column attribution.speaker is 'Who says it, as written.';
comment on column attribution.speaker_kind is 'named, unnamed, document or pronoun.';
comment on column attribution.speaker_start is 'Start of the speaker in the field; null if not in it.';
comment on column attribution.speaker_end is 'End (exclusive).';
comment on column attribution.cue is 'The word that attributes.';
comment on column attribution.cue_start is 'Start of the cue.';
comment on column attribution.cue_end is 'End (exclusive).';
comment on column attribution.content is 'What is attributed, as spans of the field.';
comment on column attribution.direct is 'Whether it is quoted word for word.';
comment on column attribution.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column attribution.valid_from_run is 'First run in which the row was current.';
comment on column attribution.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table claim (
    claim_key varchar not null,
    document_key varchar not null,
    segment bigint not null,
    field varchar not null,
    char_start bigint not null,
    char_end bigint not null,
    quote varchar not null,
    part varchar not null,
    raw_spans struct("start" bigint, "end" bigint)[] not null,
    subject varchar,
    subject_name varchar,
    predicate varchar,
    object varchar,
    object_name varchar,
    arguments varchar[] not null,
    negated boolean not null,
    quantity_key varchar,
    quantity_keys varchar[] not null,
    attribution_key varchar,
    speaker varchar,
    speaker_name varchar,
    modality varchar not null,
    hedge_cues varchar[] not null,
    event_time timestamptz,
    event_precision varchar,
    published_at timestamptz,
    extractor varchar not null,
    extractor_version varchar not null,
    confidence double not null,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table claim is 'One checkable statement, with its sentence as evidence down to the raw bytes.';
comment on column claim.claim_key is 'sha256 of (document, part, raw spans, subject, predicate, object, quantity, negated, speaker).';
comment on column claim.document_key is 'The document.';
comment on column claim.segment is 'Number of the stitched text.';
comment on column claim.field is 'text or title: where char_start and char_end count.';
comment on column claim.char_start is 'Start of the sentence, in code points.';
comment on column claim.char_end is 'End (exclusive).';
comment on column claim.quote is 'The sentence.';
comment on column claim.part is 'payload or title: the bytes that raw_spans count in.';
comment on column claim.raw_spans is 'The sentence in the raw bytes.';
comment on column claim.subject is 'Surface form.';
comment on column claim.subject_name is 'What the document resolves it to, where certain.';
comment on column claim.predicate is 'Surface form.';
comment on column claim.object is 'Surface form.';
comment on column claim.object_name is 'What the document resolves it to, where certain.';
comment on column claim.arguments is 'Further arguments: time, place, means.';
comment on column claim.negated is 'Whether the statement is denied or negated.';
comment on column claim.quantity_key is 'The claim''s main quantity.';
comment on column claim.quantity_keys is 'All quantities of the claim, the main one first.';
comment on column claim.attribution_key is 'On whose word, where the text says so.';
comment on column claim.speaker is 'Speaker as written.';
comment on column claim.speaker_name is 'What the document resolves the speaker to, where certain.';
comment on column claim.modality is 'asserted, reported, rumored, predicted, hypothetical or opinion.';
comment on column claim.hedge_cues is 'The words that make it so.';
comment on column claim.event_time is 'When it happened, where the sentence says so.';
comment on column claim.event_precision is 'year, month, day or second.';
comment on column claim.published_at is 'Publication time of the document.';
comment on column claim.extractor is 'Extractor that found it.';
comment on column claim.extractor_version is 'Its version.';
comment on column claim.confidence is '0 to 1.';
comment on column claim.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column claim.valid_from_run is 'First run in which the row was current.';
comment on column claim.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table entity (
    entity_key varchar not null,
    name varchar not null,
    kind varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table entity is 'A thing that names refer to, across documents.';
comment on column entity.entity_key is 'Name of the entity''s member set, stable over runs.';
comment on column entity.name is 'Most used full form.';
comment on column entity.kind is 'person, organisation, place or other.';
comment on column entity.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column entity.valid_from_run is 'First run in which the row was current.';
comment on column entity.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table entity_member (
    entity_key varchar not null,
    document_key varchar not null,
    name varchar not null,
    reason varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table entity_member is 'A document''s name for an entity, and why it was taken for it.';
comment on column entity_member.entity_key is 'The entity.';
comment on column entity_member.document_key is 'The document.';
comment on column entity_member.name is 'The name, as mention.name.';
comment on column entity_member.reason is 'Why they are the same.';
comment on column entity_member.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column entity_member.valid_from_run is 'First run in which the row was current.';
comment on column entity_member.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table claim_value (
    claim_key varchar not null,
    document_key varchar not null,
    subject_key varchar,
    subject varchar not null,
    attribute varchar not null,
    rule varchar not null,
    single_valued boolean not null,
    value_kind varchar not null,
    value varchar not null,
    number decimal(38, 9),
    value_min decimal(38, 9),
    value_max decimal(38, 9),
    unit varchar,
    counts boolean not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table claim_value is 'A claim brought to (subject, attribute, value), so that claims of several documents compare.';
comment on column claim_value.claim_key is 'The claim.';
comment on column claim_value.document_key is 'The document.';
comment on column claim_value.subject_key is 'Entity of the subject, where resolved.';
comment on column claim_value.subject is 'Canonical form of the subject.';
comment on column claim_value.attribute is 'What is said of it.';
comment on column claim_value.rule is 'Lexicon rule that named the attribute, or open.';
comment on column claim_value.single_valued is 'Whether two values exclude each other.';
comment on column claim_value.value_kind is 'number, date, class or text.';
comment on column claim_value.value is 'The value as text.';
comment on column claim_value.number is 'The value as a number.';
comment on column claim_value.value_min is 'Least value that the written precision and the bound allow.';
comment on column claim_value.value_max is 'Greatest value that they allow.';
comment on column claim_value.unit is 'Unit of the number.';
comment on column claim_value.counts is 'Whether it may corroborate and contradict: asserted or reported.';
comment on column claim_value.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column claim_value.valid_from_run is 'First run in which the row was current.';
comment on column claim_value.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table claim_group (
    group_key varchar not null,
    claim_key varchar not null,
    subject varchar not null,
    attribute varchar not null,
    value varchar not null,
    reason varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table claim_group is 'A claim''s membership in a group of claims that say the same thing.';
comment on column claim_group.group_key is 'Name of the group, stable over runs.';
comment on column claim_group.claim_key is 'The claim.';
comment on column claim_group.subject is 'Canonical form of the subject.';
comment on column claim_group.attribute is 'What is said of it.';
comment on column claim_group.value is 'The value they share.';
comment on column claim_group.reason is 'Why the claim is in the group.';
comment on column claim_group.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column claim_group.valid_from_run is 'First run in which the row was current.';
comment on column claim_group.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table conflict (
    conflict_key varchar not null,
    type varchar not null,
    open boolean not null,
    subject varchar not null,
    attribute varchar not null,
    left_group varchar not null,
    right_group varchar not null,
    explanation varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table conflict is 'Two groups that give one attribute of one subject different values, and how they differ.';
comment on column conflict.conflict_key is 'sha256 of the pair of groups, stable over runs.';
comment on column conflict.type is 'contradiction, reported_vs_confirmed, different_scope, different_date, rounding_compatible or superseded_by_revision.';
comment on column conflict.open is 'Whether the sources truly disagree.';
comment on column conflict.subject is 'Canonical form of the subject.';
comment on column conflict.attribute is 'What they disagree on.';
comment on column conflict.left_group is 'One group.';
comment on column conflict.right_group is 'The other.';
comment on column conflict.explanation is 'What was compared and why it is of this type.';
comment on column conflict.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column conflict.valid_from_run is 'First run in which the row was current.';
comment on column conflict.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table independence_edge (
    left_key varchar not null,
    right_key varchar not null,
    kind varchar not null,
    evidence varchar not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table independence_edge is 'Why one document does not count as an origin beside another.';
comment on column independence_edge.left_key is 'The document that does not count beside the other one; for same_bytes both keys are the same.';
comment on column independence_edge.right_key is 'The document it does not count beside; for agency_credit the name of the agency.';
comment on column independence_edge.kind is 'same_bytes, near_duplicate, same_url, agency_credit, same_quote or cites.';
comment on column independence_edge.evidence is 'What shows it.';
comment on column independence_edge.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column independence_edge.valid_from_run is 'First run in which the row was current.';
comment on column independence_edge.valid_to_run is 'First run in which the row was no longer current; null = current.';
