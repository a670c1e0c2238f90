-- What resolve keeps from run to run, so that a run costs by what is new: names and how they are joined, what documents
-- tell each other (deals, events, founders) and asked, and what of every reading groups and conflicts are made of. All of
-- it follows from the current rows of other tables; emptied, it is made again by the next run.

create table resolve_run (
    step_digest varchar not null,
    run bigint not null
);
comment on table resolve_run is 'State of resolve: which step made it, and in which run.';
comment on column resolve_run.step_digest is 'Step, version and settings that made the state; another step makes it anew.';
comment on column resolve_run.run is 'Run of the last change: rows of earlier runs are known.';

create table resolve_document (
    document_key varchar not null,
    rows_digest ubigint not null,
    cluster_key varchar not null,
    superseded boolean not null,
    article boolean not null
);
comment on table resolve_document is 'State of resolve: a document that took part in the last run.';
comment on column resolve_document.document_key is 'The document.';
comment on column resolve_document.rows_digest is 'Digest of its current mentions, claims and quantities.';
comment on column resolve_document.cluster_key is 'Its cluster of copies; itself where it is in none.';
comment on column resolve_document.superseded is 'Whether a later revision of its page replaced it.';
comment on column resolve_document.article is 'Whether it had a current extraction.';

create table resolve_name (
    document_key varchar not null,
    name varchar not null,
    member_key varchar not null,
    written varchar not null,
    normal varchar not null,
    kind varchar not null,
    forms varchar[] not null,
    mentions bigint not null,
    cluster_key varchar not null,
    capitals boolean not null,
    surname varchar,
    initials varchar,
    bracketed varchar,
    alias varchar,
    atom varchar not null
);
comment on table resolve_name is 'State of resolve: a name as one document uses it.';
comment on column resolve_name.document_key is 'The document.';
comment on column resolve_name.name is 'The name, as mention.name.';
comment on column resolve_name.member_key is 'sha256 of (document, name): what an entity is named after.';
comment on column resolve_name.written is 'The name without white space at its ends.';
comment on column resolve_name.normal is 'The name in comparable form.';
comment on column resolve_name.kind is 'Kind that most of its mentions have.';
comment on column resolve_name.forms is 'Comparable forms that the document uses for it.';
comment on column resolve_name.mentions is 'Number of its mentions.';
comment on column resolve_name.cluster_key is 'Cluster of copies of the document.';
comment on column resolve_name.capitals is 'Whether it is written in capitals.';
comment on column resolve_name.surname is 'The last name of a person''s full name.';
comment on column resolve_name.initials is 'Initials of a name of several words.';
comment on column resolve_name.bracketed is 'The acronym that the name gives in brackets.';
comment on column resolve_name.alias is 'The entity that the alias file names for it.';
comment on column resolve_name.atom is 'What it is one thing with for certain: names are joined atom by atom.';

create table resolve_longer (
    longer varchar not null,
    shorter varchar not null,
    acronym boolean not null
);
comment on table resolve_longer is 'State of resolve: a longer name that a shorter one may stand for, if it is the only one.';
comment on column resolve_longer.longer is 'A comparable name of several words.';
comment on column resolve_longer.shorter is 'Its first words, or its initials.';
comment on column resolve_longer.acronym is 'Whether the shorter one is made of initials.';

create table resolve_link (
    normal varchar not null,
    source varchar not null,
    target varchar not null,
    reason varchar not null
);
comment on table resolve_link is 'State of resolve: two atoms that are one thing.';
comment on column resolve_link.normal is 'The comparable name by which the link was found.';
comment on column resolve_link.source is 'The atom of that name.';
comment on column resolve_link.target is 'The other atom.';
comment on column resolve_link.reason is 'Why, as in entity_member.reason.';

create table resolve_atom (
    atom varchar not null,
    entity_key varchar not null
);
comment on table resolve_atom is 'State of resolve: the entity of an atom.';
comment on column resolve_atom.atom is 'The atom.';
comment on column resolve_atom.entity_key is 'Its entity.';

create table resolve_pair (
    document_key varchar not null,
    segment bigint not null,
    in_title boolean not null,
    pair_key varchar not null,
    buyer_key varchar not null,
    buyer varchar not null,
    buyer_kind varchar not null,
    buyer_party varchar not null,
    target_key varchar not null,
    target varchar not null,
    target_kind varchar not null,
    target_party varchar not null
);
comment on table resolve_pair is 'State of resolve: a pair of parties to a deal that a sentence names in full.';
comment on column resolve_pair.document_key is 'The document.';
comment on column resolve_pair.segment is 'Number of the stitched text.';
comment on column resolve_pair.in_title is 'Whether it stands in the title.';
comment on column resolve_pair.pair_key is 'Key of the deal.';
comment on column resolve_pair.buyer_key is 'Entity of the buyer.';
comment on column resolve_pair.buyer is 'Name of that entity.';
comment on column resolve_pair.buyer_kind is 'Kind of that entity.';
comment on column resolve_pair.buyer_party is 'Its name in comparable form.';
comment on column resolve_pair.target_key is 'Entity of the target.';
comment on column resolve_pair.target is 'Name of that entity.';
comment on column resolve_pair.target_kind is 'Kind of that entity.';
comment on column resolve_pair.target_party is 'Its name in comparable form.';

create table resolve_told (
    document_key varchar not null,
    segment bigint not null,
    event_class varchar not null,
    anchors varchar[] not null,
    shown varchar[] not null,
    published_at timestamptz,
    subject_key varchar not null,
    subject varchar not null
);
comment on table resolve_told is 'State of resolve: the main event of a segment of a document.';
comment on column resolve_told.document_key is 'The document.';
comment on column resolve_told.segment is 'Number of the stitched text.';
comment on column resolve_told.event_class is 'Class of the event.';
comment on column resolve_told.anchors is 'Comparable names that tie it down.';
comment on column resolve_told.shown is 'The same names to show.';
comment on column resolve_told.published_at is 'Publication time of the document.';
comment on column resolve_told.subject_key is 'Key of the event that it is joined to.';
comment on column resolve_told.subject is 'That event for people.';

create table resolve_foundation (
    document_key varchar not null,
    person_key varchar not null,
    person varchar not null,
    organisation_key varchar not null,
    organisation varchar not null,
    organisation_kind varchar not null
);
comment on table resolve_foundation is 'State of resolve: a person with an organisation that a document says the person founded.';
comment on column resolve_foundation.document_key is 'The document.';
comment on column resolve_foundation.person_key is 'Entity of the person.';
comment on column resolve_foundation.person is 'Name of that entity.';
comment on column resolve_foundation.organisation_key is 'Entity of the organisation.';
comment on column resolve_foundation.organisation is 'Name of that entity.';
comment on column resolve_foundation.organisation_kind is 'Kind of that entity.';

create table resolve_question (
    document_key varchar not null,
    topic bigint not null
);
comment on table resolve_question is 'State of resolve: what a document''s claims were read by: it is read again where the answer changes.';
comment on column resolve_question.document_key is 'The document.';
comment on column resolve_question.topic is 'Number of the question: the first 60 bits of its digest.';

create table resolve_reading (
    claim_key varchar not null,
    document_key varchar not null,
    member_key varchar not null,
    scope varchar not null,
    subject_key varchar,
    subject varchar not null,
    attribute varchar not null,
    value varchar not null,
    value_kind varchar not null,
    number decimal(38, 9),
    value_min decimal(38, 9),
    value_max decimal(38, 9),
    unit varchar,
    written varchar not null,
    may_conflict boolean not null,
    witness varchar,
    group_key varchar not null
);
comment on table resolve_reading is 'State of resolve: a claim brought to a value, as far as later runs compare with it.';
comment on column resolve_reading.claim_key is 'The claim.';
comment on column resolve_reading.document_key is 'The document.';
comment on column resolve_reading.member_key is 'Key of the reading as a member of its group.';
comment on column resolve_reading.scope is 'What values of one subject are compared within.';
comment on column resolve_reading.subject_key is 'As in claim_value.';
comment on column resolve_reading.subject is 'As in claim_value.';
comment on column resolve_reading.attribute is 'As in claim_value.';
comment on column resolve_reading.value is 'As in claim_value.';
comment on column resolve_reading.value_kind is 'As in claim_value.';
comment on column resolve_reading.number is 'As in claim_value.';
comment on column resolve_reading.value_min is 'As in claim_value.';
comment on column resolve_reading.value_max is 'As in claim_value.';
comment on column resolve_reading.unit is 'As in claim_value.';
comment on column resolve_reading.written is 'The value as written, in lower case.';
comment on column resolve_reading.may_conflict is 'Whether the attribute has one value of a known subject.';
comment on column resolve_reading.witness is 'What the claim has to say in a conflict, as JSON; null where it has nothing to say.';
comment on column resolve_reading.group_key is 'Its group.';
