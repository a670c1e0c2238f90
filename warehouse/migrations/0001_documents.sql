-- What was read, cleaned and compared; see claimhouse.records.documents.

create table run (
    run bigint not null,
    command varchar not null,
    status varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    published_at timestamptz,
    claimhouse_version varchar not null,
    settings varchar not null,
    settings_digest varchar not null,
    items bigint not null,
    loaded bigint not null,
    known bigint not null,
    rejected bigint not null,
    quarantined bigint not null,
    degraded boolean not null
);
comment on table run is 'One execution of the main job, with its settings and its account.';
comment on column run.run is 'Number of the run, counted up by the writer.';
comment on column run.command is 'What was asked for.';
comment on column run.status is 'running, published, failed or abandoned.';
comment on column run.started_at is 'When it began.';
comment on column run.finished_at is 'When it ended; null while it runs or if it died.';
comment on column run.published_at is 'When its snapshot was swapped in; claims_as_of(ts) goes by it.';
comment on column run.claimhouse_version is 'Version of the program.';
comment on column run.settings is 'The complete settings as JSON.';
comment on column run.settings_digest is 'sha256 of the settings.';
comment on column run.items is 'Items the sources yielded.';
comment on column run.loaded is 'Items new or processed again.';
comment on column run.known is 'Items every step had dealt with before.';
comment on column run.rejected is 'Items judged unfit.';
comment on column run.quarantined is 'Items that could not be processed.';
comment on column run.degraded is 'Whether unexpected errors passed the set share.';

create table ledger (
    ledger_digest varchar not null,
    input_digest varchar not null,
    step varchar not null,
    step_version varchar not null,
    settings_digest varchar not null,
    step_digest varchar not null,
    output_digest varchar,
    outcome varchar not null,
    document_key varchar,
    run bigint not null,
    created_at timestamptz not null,
    valid_to_run bigint
);
comment on table ledger is 'Which step has dealt with which input: a step is skipped where its row is here.';
comment on column ledger.ledger_digest is 'sha256 of (input, step, version, settings).';
comment on column ledger.input_digest is 'sha256 of what the step read.';
comment on column ledger.step is 'Name of the step.';
comment on column ledger.step_version is 'Version of the step''s code.';
comment on column ledger.settings_digest is 'sha256 of the step''s settings and data files.';
comment on column ledger.step_digest is 'sha256 of (step, version, settings): the step without its input.';
comment on column ledger.output_digest is 'sha256 of what the step made of it: the input of the next step.';
comment on column ledger.outcome is 'loaded, rejected or quarantined.';
comment on column ledger.document_key is 'The document the input belongs to; null for unreadable items and set steps'' other inputs.';
comment on column ledger.run is 'Run that dealt with it.';
comment on column ledger.created_at is 'When that was.';
comment on column ledger.valid_to_run is 'First run in which the row no longer spoke for its input; null = current.';

create table quarantine (
    input_digest varchar not null,
    document_key varchar,
    source varchar not null,
    source_id varchar,
    stage varchar not null,
    reason varchar not null,
    message varchar not null,
    traceback varchar,
    step_version varchar not null,
    settings_digest varchar not null,
    attempt bigint not null,
    run bigint not null,
    quarantined_at timestamptz not null
);
comment on table quarantine is 'Items, or documents at a stage, that could not be processed, each with its reason.';
comment on column quarantine.input_digest is 'sha256 of the bytes, or of what the stage read.';
comment on column quarantine.document_key is 'The document, where a payload existed.';
comment on column quarantine.source is 'The source as it was named.';
comment on column quarantine.source_id is 'The item''s id.';
comment on column quarantine.stage is 'Stage that failed.';
comment on column quarantine.reason is 'Code from the closed list of reasons.';
comment on column quarantine.message is 'What came, what was expected.';
comment on column quarantine.traceback is 'For unexpected errors, where they were raised.';
comment on column quarantine.step_version is 'Version of the stage''s code.';
comment on column quarantine.settings_digest is 'sha256 of the stage''s settings.';
comment on column quarantine.attempt is 'How many times it has failed, this time included.';
comment on column quarantine.run is 'Run that put it here.';
comment on column quarantine.quarantined_at is 'When that was.';

create table document (
    document_key varchar not null,
    media_type varchar not null,
    payload_bytes bigint not null,
    first_run bigint not null
);
comment on table document is 'A payload, keyed by the sha256 of its bytes; the bytes stand in the raw store.';
comment on column document.document_key is 'sha256 of the payload, in hex.';
comment on column document.media_type is 'text/html or text/plain, judged by content.';
comment on column document.payload_bytes is 'Size of the payload in bytes.';
comment on column document.first_run is 'Run that met it first.';

create table sighting (
    run bigint not null,
    item bigint not null,
    source varchar not null,
    source_id varchar not null,
    document_key varchar,
    input_digest varchar not null,
    url varchar,
    normalized_url varchar,
    host varchar,
    publisher varchar,
    given_title varchar,
    title_key varchar,
    fetched_at timestamptz not null,
    outcome varchar not null,
    reason varchar
);
comment on table sighting is 'An item of a source as a run met it: a document seen at a URL or file, or something unreadable (document_key null).';
comment on column sighting.run is 'Run that met it.';
comment on column sighting.item is 'Number of the item in the run, from 0.';
comment on column sighting.source is 'The source as it was named.';
comment on column sighting.source_id is 'The id given by the source, or the file''s name.';
comment on column sighting.document_key is 'The document; null for an unreadable item.';
comment on column sighting.input_digest is 'sha256 of the payload or of the unreadable bytes.';
comment on column sighting.url is 'Where it was fetched, as the source says.';
comment on column sighting.normalized_url is 'The URL without fragment and tracking parameters.';
comment on column sighting.host is 'Host of the URL.';
comment on column sighting.publisher is 'Publisher as the source says.';
comment on column sighting.given_title is 'Title given beside the payload.';
comment on column sighting.title_key is 'sha256 of that title''s UTF-8 bytes, its key in the raw store.';
comment on column sighting.fetched_at is 'When it was fetched; the file''s modification time where the source does not say.';
comment on column sighting.outcome is 'loaded, known, rejected or quarantined: exactly one per item and run.';
comment on column sighting.reason is 'Why it was rejected or quarantined.';

create table extraction (
    document_key varchar not null,
    source_id varchar not null,
    url varchar,
    page_canonical varchar,
    canonical_url varchar,
    host varchar,
    publisher varchar,
    encoding varchar not null,
    encoding_evidence varchar not null,
    title varchar,
    title_part varchar,
    title_offsets struct(char_start bigint, char_end bigint, raw_start bigint, raw_end bigint, width bigint)[] not null,
    authors varchar[] not null,
    published_at timestamptz,
    published_precision varchar,
    published_evidence varchar,
    modified_at timestamptz,
    language varchar,
    text varchar not null,
    segments bigint not null,
    credits varchar[] not null,
    rejected varchar,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table extraction is 'The author''s text and the page''s metadata, taken from a document by one version of clean; or the reason why it is no article.';
comment on column extraction.document_key is 'The document.';
comment on column extraction.source_id is 'Id of the document''s first sighting.';
comment on column extraction.url is 'URL of the first sighting.';
comment on column extraction.page_canonical is 'The page''s own rel=canonical, normalized, whatever its host.';
comment on column extraction.canonical_url is 'The page''s rel=canonical if on the same host, else the URL, normalized.';
comment on column extraction.host is 'Host of the URL.';
comment on column extraction.publisher is 'Publisher by the source, else by the page.';
comment on column extraction.encoding is 'Encoding the bytes were read in.';
comment on column extraction.encoding_evidence is 'Why that encoding.';
comment on column extraction.title is 'Headline; not repeated in text.';
comment on column extraction.title_part is 'payload or title: the bytes that title_offsets count in.';
comment on column extraction.title_offsets is 'Map of the title''s characters to raw bytes.';
comment on column extraction.authors is 'Persons named as authors.';
comment on column extraction.published_at is 'Publication time.';
comment on column extraction.published_precision is 'year, month, day or second.';
comment on column extraction.published_evidence is 'Where the date was read.';
comment on column extraction.modified_at is 'Time of the last change the page names.';
comment on column extraction.language is 'ISO 639-1 code.';
comment on column extraction.text is 'Kept blocks joined by newlines.';
comment on column extraction.segments is 'Number of texts stitched together in the page.';
comment on column extraction.credits is 'Agencies and outlets that the page credits.';
comment on column extraction.rejected is 'Why the page is no article; null if it is one.';
comment on column extraction.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column extraction.valid_from_run is 'First run in which the row was current.';
comment on column extraction.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table block (
    document_key varchar not null,
    position bigint not null,
    segment bigint not null,
    kind varchar not null,
    kept boolean not null,
    reason varchar not null,
    score double,
    text varchar not null,
    char_start bigint,
    char_end bigint,
    offsets struct(char_start bigint, char_end bigint, raw_start bigint, raw_end bigint, width bigint)[] not null,
    raw_spans struct("start" bigint, "end" bigint)[] not null,
    path varchar,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table block is 'A stretch of a page, kept or dropped, with the reason and the bytes it comes from.';
comment on column block.document_key is 'The document.';
comment on column block.position is 'Order in the page, from 0.';
comment on column block.segment is 'Number of the stitched text it belongs to, from 0.';
comment on column block.kind is 'title, heading, paragraph, list_item, quote, table_row, caption or code.';
comment on column block.kept is 'Whether it is part of the text.';
comment on column block.reason is 'Code from the closed list of reasons.';
comment on column block.score is 'How sure the decision is, 0 to 1; null for certain rules.';
comment on column block.text is 'The block''s text.';
comment on column block.char_start is 'Start in extraction.text, in code points; null for dropped blocks.';
comment on column block.char_end is 'End (exclusive) in extraction.text; null for dropped blocks.';
comment on column block.offsets is 'Map of characters to raw bytes: of extraction.text for kept blocks, of the block''s own text for dropped ones.';
comment on column block.raw_spans is 'The raw bytes of the whole block.';
comment on column block.path is 'Tags with classes and ids from the body down.';
comment on column block.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column block.valid_from_run is 'First run in which the row was current.';
comment on column block.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table signature (
    document_key varchar not null,
    exact_digest varchar not null,
    words bigint not null,
    shingles bigint not null,
    sample ubigint[] not null,
    ledger_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table signature is 'What the near-duplicate search knows of a text.';
comment on column signature.document_key is 'The document.';
comment on column signature.exact_digest is 'sha256 of the normalised words.';
comment on column signature.words is 'Number of words.';
comment on column signature.shingles is 'Number of distinct shingles.';
comment on column signature.sample is 'Sampled shingle hashes, ascending.';
comment on column signature.ledger_digest is 'Ledger key of the step that made the row: joins to ledger for step, version and settings.';
comment on column signature.valid_from_run is 'First run in which the row was current.';
comment on column signature.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table duplicate_pair (
    left_key varchar not null,
    right_key varchar not null,
    relation varchar not null,
    jaccard double not null,
    containment double not null,
    rare_jaccard double,
    rare_containment double,
    shared_shingles bigint not null,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table duplicate_pair is 'Two documents whose texts were compared and found related, with the measures that decided.';
comment on column duplicate_pair.left_key is 'The smaller key; for excerpt and contains the document with the larger text.';
comment on column duplicate_pair.right_key is 'The other document.';
comment on column duplicate_pair.relation is 'exact, near, excerpt, revision (these unite) or contains (never unites).';
comment on column duplicate_pair.jaccard is 'Jaccard similarity of all shingles.';
comment on column duplicate_pair.containment is 'Share of the smaller text''s shingles found in the larger.';
comment on column duplicate_pair.rare_jaccard is 'The same over rare shingles only; null where not needed.';
comment on column duplicate_pair.rare_containment is 'The same over rare shingles only; null where not needed.';
comment on column duplicate_pair.shared_shingles is 'Number of shingles in both.';
comment on column duplicate_pair.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column duplicate_pair.valid_from_run is 'First run in which the row was current.';
comment on column duplicate_pair.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table cluster (
    cluster_key varchar not null,
    document_key varchar not null,
    representative boolean not null,
    relation varchar,
    linked_to varchar,
    step_digest varchar not null,
    valid_from_run bigint not null,
    valid_to_run bigint
);
comment on table cluster is 'A document''s membership in a cluster of copies; every cleaned document is in exactly one, alone if need be.';
comment on column cluster.cluster_key is 'Name of the cluster: the lowest key of its first members.';
comment on column cluster.document_key is 'The member.';
comment on column cluster.representative is 'Whether it stands for the cluster.';
comment on column cluster.relation is 'Kind of the strongest pair that ties it to the rest; null if alone.';
comment on column cluster.linked_to is 'The other document of that pair.';
comment on column cluster.step_digest is 'Step, version and settings that made the row: joins to ledger.step_digest.';
comment on column cluster.valid_from_run is 'First run in which the row was current.';
comment on column cluster.valid_to_run is 'First run in which the row was no longer current; null = current.';

create table cluster_change (
    kind varchar not null,
    document_key varchar not null,
    from_cluster varchar not null,
    to_cluster varchar not null,
    cause varchar not null,
    run bigint not null
);
comment on table cluster_change is 'A merge or a split: a document that left one cluster for another.';
comment on column cluster_change.kind is 'merge, split, or rename (the cluster is the same, its name fell away).';
comment on column cluster_change.document_key is 'The document that moved.';
comment on column cluster_change.from_cluster is 'The cluster it left.';
comment on column cluster_change.to_cluster is 'The cluster it came to.';
comment on column cluster_change.cause is 'The pair that appeared or vanished.';
comment on column cluster_change.run is 'Run in which it moved.';
