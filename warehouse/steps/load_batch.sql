-- One batch's rows and its ledger rows. Runs inside one transaction; `batch_*` are the batch's Arrow tables.

insert into document by name
select
    document_key,
    media_type,
    payload_bytes,
    $run::bigint as first_run
from batch_work
where document_key not in (select document_key from document);

-- 1. The ledger: a new row for a step ends the document's other rows of that step, and of steps it no longer reaches.
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
                (batch_ledger.step = ledger.step and batch_ledger.ledger_digest <> ledger.ledger_digest)
                or (
                    batch_ledger.outcome <> 'loaded'
                    and list_position(['clean', 'sign', 'extract'], ledger.step)
                    > list_position(['clean', 'sign', 'extract'], batch_ledger.step)
                )
            )
    );

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
    ledger.ledger_digest
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

update mention as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update quantity as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update attribution as old
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (select document_key from batch_work)
    and not exists (
        select 1 from batch_current as live
        where live.document_key = old.document_key and live.ledger_digest = old.ledger_digest
    );

update claim as old
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

insert into mention by name
select *
from batch_mention as new
where not exists (
    select 1 from mention as old
    where old.valid_to_run is null and old.mention_key = new.mention_key
);

insert into quantity by name
select *
from batch_quantity as new
where not exists (
    select 1 from quantity as old
    where old.valid_to_run is null and old.quantity_key = new.quantity_key
);

insert into attribution by name
select *
from batch_attribution as new
where not exists (
    select 1 from attribution as old
    where old.valid_to_run is null and old.attribution_key = new.attribution_key
);

insert into claim by name
select *
from batch_claim as new
where not exists (
    select 1 from claim as old
    where old.valid_to_run is null and old.claim_key = new.claim_key
);

-- 4. Quarantine, with the number of times the input has failed.
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

-- 5. The sightings of the batch's documents, with the outcome of the item that carries it.
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
    select
        document_key,
        first(reason order by list_position(['clean', 'sign', 'extract'], stage)) as reason
    from batch_quarantine
    group by document_key
) as failure on staged_item.document_key = failure.document_key;
