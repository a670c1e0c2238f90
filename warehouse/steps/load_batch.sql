-- One batch's rows and its ledger rows. Runs inside one transaction; `batch_*` are the batch's Arrow tables.

insert into document by name
select
    document_key,
    media_type,
    payload_bytes,
    $run::bigint as first_run
from batch_work
where document_key not in (select document_key from document);

-- 0. What was done again, though its ledger row stood, ends first: that row and all that it had made.
create or replace temp table batch_again as
select
    ledger.document_key,
    ledger.ledger_digest
from ledger
inner join batch_ledger
    on ledger.document_key = batch_ledger.document_key
    and ledger.ledger_digest = batch_ledger.ledger_digest
where ledger.valid_to_run is null;

update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update extraction
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update block
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update signature
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update borrowing
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update mention
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update quantity
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update attribution
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

update claim
set valid_to_run = $run
where
    valid_to_run is null
    and (document_key, ledger_digest) in (select (document_key, ledger_digest) from batch_again);

-- 1. The ledger: a new row for a step ends the document's other rows of that step, and of steps it no longer reaches.
-- Each extractor has its own rows; one that runs no more has none.
update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and exists (
        select 1
        from batch_ledger
        where
            batch_ledger.document_key = ledger.document_key
            and (
                (
                    batch_ledger.step = ledger.step
                    and batch_ledger.extractor is not distinct from ledger.extractor
                    and batch_ledger.ledger_digest <> ledger.ledger_digest
                )
                or (
                    batch_ledger.outcome <> 'loaded'
                    and list_position(['clean', 'sign', 'extract'], ledger.step)
                    > list_position(['clean', 'sign', 'extract'], batch_ledger.step)
                )
            )
    );

update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and step = 'extract'
    and extractor not in (select unnest($extractors::varchar[]))
    and document_key in (select document_key from batch_work);

insert into ledger by name
select *
from batch_ledger as new
where not exists (
    select 1
    from ledger as old
    where
        old.valid_to_run is null
        and old.document_key = new.document_key
        and old.ledger_digest = new.ledger_digest
);

-- 2. Derived rows whose ledger row is no longer current end with this run.
create or replace temp table batch_current as
select
    ledger.document_key,
    ledger.ledger_digest,
    ledger.extractor
from ledger
inner join batch_work using (document_key)
where ledger.valid_to_run is null;

update extraction as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update block as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update signature as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update borrowing as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

-- 3. New rows: those whose key is not current already.
insert into extraction by name
select *
from batch_extraction as new
where not exists (
    select 1 from extraction as old
    where old.valid_to_run is null and old.document_key = new.document_key
);

insert into block by name
select *
from batch_block as new
where not exists (
    select 1 from block as old
    where old.valid_to_run is null and old.document_key = new.document_key and old.position = new.position
);

insert into signature by name
select *
from batch_signature as new
where not exists (
    select 1 from signature as old
    where old.valid_to_run is null and old.document_key = new.document_key
);

insert into borrowing by name
select *
from batch_borrowing as new
where not exists (
    select 1 from borrowing as old
    where old.valid_to_run is null and old.document_key = new.document_key and old.ledger_digest = new.ledger_digest
);

-- 4. What extractors found. Where two find the same, the row of the built-in one stands, else that of the first by
-- name; the others are kept with an empty validity, and one of them comes to stand when the first finds it no more. So
-- what is current never depends on the order in which extractors came, and a key is current once.
create or replace temp table standing_mention as
with found as (
    select mention_key, document_key, ledger_digest from batch_mention
    union
    select mention_key, document_key, ledger_digest from mention where document_key in (select document_key from batch_work)
)
select
    found.mention_key,
    min_by(found.ledger_digest, (live.extractor <> 'rules', live.extractor)) as ledger_digest
from found
inner join batch_current as live
    on found.document_key = live.document_key
    and found.ledger_digest = live.ledger_digest
group by found.mention_key;

update mention as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from standing_mention as standing
        where standing.mention_key = old.mention_key and standing.ledger_digest = old.ledger_digest
    );

create or replace temp table known_mention as
select
    mention_key,
    ledger_digest,
    bool_or(valid_to_run is null) as stands
from mention
where document_key in (select document_key from batch_work)
group by
    mention_key,
    ledger_digest;

insert into mention by name
select new.* replace (case when standing.mention_key is null then $run end as valid_to_run)
from batch_mention as new
left join standing_mention as standing
    on new.mention_key = standing.mention_key
    and new.ledger_digest = standing.ledger_digest
left join known_mention as known
    on new.mention_key = known.mention_key
    and new.ledger_digest = known.ledger_digest
where
    known.mention_key is null
    or (standing.mention_key is not null and not known.stands);

insert into mention by name
select old.* replace ($run as valid_from_run, null as valid_to_run)
from mention as old
inner join standing_mention as standing
    on old.mention_key = standing.mention_key
    and old.ledger_digest = standing.ledger_digest
inner join known_mention as known
    on old.mention_key = known.mention_key
    and old.ledger_digest = known.ledger_digest
where
    not known.stands
    and old.ledger_digest not in (select ledger_digest from batch_ledger)
qualify row_number() over (partition by old.mention_key order by old.valid_from_run desc) = 1;

create or replace temp table standing_quantity as
with found as (
    select quantity_key, document_key, ledger_digest from batch_quantity
    union
    select quantity_key, document_key, ledger_digest from quantity where document_key in (select document_key from batch_work)
)
select
    found.quantity_key,
    min_by(found.ledger_digest, (live.extractor <> 'rules', live.extractor)) as ledger_digest
from found
inner join batch_current as live
    on found.document_key = live.document_key
    and found.ledger_digest = live.ledger_digest
group by found.quantity_key;

update quantity as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from standing_quantity as standing
        where standing.quantity_key = old.quantity_key and standing.ledger_digest = old.ledger_digest
    );

create or replace temp table known_quantity as
select
    quantity_key,
    ledger_digest,
    bool_or(valid_to_run is null) as stands
from quantity
where document_key in (select document_key from batch_work)
group by
    quantity_key,
    ledger_digest;

insert into quantity by name
select new.* replace (case when standing.quantity_key is null then $run end as valid_to_run)
from batch_quantity as new
left join standing_quantity as standing
    on new.quantity_key = standing.quantity_key
    and new.ledger_digest = standing.ledger_digest
left join known_quantity as known
    on new.quantity_key = known.quantity_key
    and new.ledger_digest = known.ledger_digest
where
    known.quantity_key is null
    or (standing.quantity_key is not null and not known.stands);

insert into quantity by name
select old.* replace ($run as valid_from_run, null as valid_to_run)
from quantity as old
inner join standing_quantity as standing
    on old.quantity_key = standing.quantity_key
    and old.ledger_digest = standing.ledger_digest
inner join known_quantity as known
    on old.quantity_key = known.quantity_key
    and old.ledger_digest = known.ledger_digest
where
    not known.stands
    and old.ledger_digest not in (select ledger_digest from batch_ledger)
qualify row_number() over (partition by old.quantity_key order by old.valid_from_run desc) = 1;

create or replace temp table standing_attribution as
with found as (
    select attribution_key, document_key, ledger_digest from batch_attribution
    union
    select attribution_key, document_key, ledger_digest from attribution where document_key in (select document_key from batch_work)
)
select
    found.attribution_key,
    min_by(found.ledger_digest, (live.extractor <> 'rules', live.extractor)) as ledger_digest
from found
inner join batch_current as live
    on found.document_key = live.document_key
    and found.ledger_digest = live.ledger_digest
group by found.attribution_key;

update attribution as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from standing_attribution as standing
        where standing.attribution_key = old.attribution_key and standing.ledger_digest = old.ledger_digest
    );

create or replace temp table known_attribution as
select
    attribution_key,
    ledger_digest,
    bool_or(valid_to_run is null) as stands
from attribution
where document_key in (select document_key from batch_work)
group by
    attribution_key,
    ledger_digest;

insert into attribution by name
select new.* replace (case when standing.attribution_key is null then $run end as valid_to_run)
from batch_attribution as new
left join standing_attribution as standing
    on new.attribution_key = standing.attribution_key
    and new.ledger_digest = standing.ledger_digest
left join known_attribution as known
    on new.attribution_key = known.attribution_key
    and new.ledger_digest = known.ledger_digest
where
    known.attribution_key is null
    or (standing.attribution_key is not null and not known.stands);

insert into attribution by name
select old.* replace ($run as valid_from_run, null as valid_to_run)
from attribution as old
inner join standing_attribution as standing
    on old.attribution_key = standing.attribution_key
    and old.ledger_digest = standing.ledger_digest
inner join known_attribution as known
    on old.attribution_key = known.attribution_key
    and old.ledger_digest = known.ledger_digest
where
    not known.stands
    and old.ledger_digest not in (select ledger_digest from batch_ledger)
qualify row_number() over (partition by old.attribution_key order by old.valid_from_run desc) = 1;

create or replace temp table standing_claim as
with found as (
    select claim_key, document_key, ledger_digest from batch_claim
    union
    select claim_key, document_key, ledger_digest from claim where document_key in (select document_key from batch_work)
)
select
    found.claim_key,
    min_by(found.ledger_digest, (live.extractor <> 'rules', live.extractor)) as ledger_digest
from found
inner join batch_current as live
    on found.document_key = live.document_key
    and found.ledger_digest = live.ledger_digest
group by found.claim_key;

update claim as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from standing_claim as standing
        where standing.claim_key = old.claim_key and standing.ledger_digest = old.ledger_digest
    );

create or replace temp table known_claim as
select
    claim_key,
    ledger_digest,
    bool_or(valid_to_run is null) as stands
from claim
where document_key in (select document_key from batch_work)
group by
    claim_key,
    ledger_digest;

insert into claim by name
select new.* replace (case when standing.claim_key is null then $run end as valid_to_run)
from batch_claim as new
left join standing_claim as standing
    on new.claim_key = standing.claim_key
    and new.ledger_digest = standing.ledger_digest
left join known_claim as known
    on new.claim_key = known.claim_key
    and new.ledger_digest = known.ledger_digest
where
    known.claim_key is null
    or (standing.claim_key is not null and not known.stands);

insert into claim by name
select old.* replace ($run as valid_from_run, null as valid_to_run)
from claim as old
inner join standing_claim as standing
    on old.claim_key = standing.claim_key
    and old.ledger_digest = standing.ledger_digest
inner join known_claim as known
    on old.claim_key = known.claim_key
    and old.ledger_digest = known.ledger_digest
where
    not known.stands
    and old.ledger_digest not in (select ledger_digest from batch_ledger)
qualify row_number() over (partition by old.claim_key order by old.valid_from_run desc) = 1;

-- 5. Quarantine, with the number of times the input has failed.
insert into quarantine by name
select
    batch_quarantine.* replace (
        1 + (
            select count(*)
            from quarantine as old
            where old.input_digest = batch_quarantine.input_digest and old.stage = batch_quarantine.stage
        ) as attempt
    )
from batch_quarantine;

-- 6. The sightings of the batch's documents, with the outcome of the item that carries it.
insert into sighting by name
select
    $run::bigint as run,
    staged_item.item,
    staged_item.source,
    staged_item.source_id,
    staged_item.document_key,
    staged_item.input_digest,
    staged_item.url,
    staged_item.normalized_url,
    staged_item.host,
    staged_item.publisher,
    staged_item.given_title,
    staged_item.title_key,
    staged_item.given_date,
    staged_item.fetched_at,
    case
        when failure.reason is not null then 'quarantined'
        when batch_extraction.rejected is not null then 'rejected'
        else 'loaded'
    end as outcome,
    coalesce(failure.reason, batch_extraction.rejected) as reason
from staged_item
inner join item_place on staged_item.item = item_place.item and item_place.carries_outcome
inner join batch_work on staged_item.document_key = batch_work.document_key
left join batch_extraction on staged_item.document_key = batch_extraction.document_key
left join (
    -- an extractor that fails costs its own rows; the document is in quarantine if no other reads its language and did
    select
        document_key,
        first(reason order by list_position(['clean', 'sign', 'extract'], stage), extractor) as reason
    from batch_quarantine
    where
        stage <> 'extract'
        or document_key not in (
            select document_key
            from ledger
            where
                valid_to_run is null
                and step = 'extract'
                and outcome = 'loaded'
                and note is null
                and document_key in (select document_key from batch_work)
        )
    group by document_key
) as failure on staged_item.document_key = failure.document_key;
