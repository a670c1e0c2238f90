-- Items whose every step has a final outcome already, and further items with a payload met in this run.
create or replace temp table item_place as
select
    staged_item.item,
    planned_document.document_key is not null
    and (planned_document.clean_due or planned_document.sign_due or planned_document.extract_due)
    and row_number() over (
        partition by staged_item.document_key
        order by staged_item.fetched_at, staged_item.source_id, staged_item.item
    ) = 1 as carries_outcome
from staged_item
left join planned_document using (document_key)
where staged_item.document_key is not null;

insert into sighting by name
select
    $run::bigint as run,
    staged_item.item,
    source,
    source_id,
    document_key,
    input_digest,
    url,
    normalized_url,
    host,
    publisher,
    given_title,
    title_key,
    given_date,
    fetched_at,
    'known' as outcome,
    null as reason
from staged_item
inner join item_place using (item)
where not carries_outcome;

-- Unreadable items: quarantined the first time, known after that.
create or replace temp table unreadable_item as
select
    staged_item.*,
    sha256('["' || staged_item.input_digest || '","ingest","' || $version || '","' || $settings_digest || '"]')
        as ledger_digest,
    row_number() over (partition by staged_item.input_digest order by staged_item.item) as place,
    exists (
        select 1
        from ledger
        where ledger.valid_to_run is null
        and ledger.requeued_at is null
        and ledger.step = 'ingest'
        and ledger.step_digest = $step_digest
        and ledger.input_digest = staged_item.input_digest
    ) as met_before
from staged_item
where staged_item.document_key is null;

insert into sighting by name
select
    $run::bigint as run,
    item,
    source,
    source_id,
    document_key,
    input_digest,
    url,
    normalized_url,
    host,
    publisher,
    given_title,
    title_key,
    given_date,
    fetched_at,
    case when place = 1 and not met_before then 'quarantined' else 'known' end as outcome,
    reason
from unreadable_item;

insert into quarantine by name
select
    input_digest,
    null as document_key,
    source,
    source_id,
    'ingest' as stage,
    reason,
    message,
    null as traceback,
    $version as step_version,
    $settings_digest as settings_digest,
    1 + (
        select count(*)
        from quarantine as old
        where old.input_digest = unreadable_item.input_digest and old.stage = 'ingest'
    ) as attempt,
    $run::bigint as run,
    $now as quarantined_at
from unreadable_item
where place = 1 and not met_before;

update ledger
set valid_to_run = $run
where
    valid_to_run is null
    and step = 'ingest'
    and (step_digest <> $step_digest or requeued_at is not null)
    and input_digest in (select input_digest from unreadable_item);

insert into ledger by name
select
    ledger_digest,
    input_digest,
    'ingest' as step,
    $version as step_version,
    $settings_digest as settings_digest,
    $step_digest as step_digest,
    null as output_digest,
    'quarantined' as outcome,
    null as document_key,
    $run::bigint as run,
    $now as created_at,
    null as valid_to_run
from unreadable_item
where place = 1 and not met_before;
