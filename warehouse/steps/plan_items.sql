-- The items of this run, kept until their batch is loaded.
create or replace temp table staged_item as
select *
from incoming_item;

-- Of every document met in this run the first sighting ever: lowest fetched_at, then source_id; where these are equal
-- the other fields decide, so that the order of arrival does not. Its date is that of the first sighting that gave one.
-- All that becomes a column of the extraction is in the digest, and so is the pinned profile of the host.
create or replace temp table first_sighting as
with met as (
    select distinct document_key
    from staged_item
    where document_key is not null
),
sightings as (
    select
        document_key,
        source,
        source_id,
        url,
        host,
        publisher,
        given_title,
        title_key,
        given_date,
        fetched_at
    from staged_item
    where document_key is not null
    union all
    select
        sighting.document_key,
        sighting.source,
        sighting.source_id,
        sighting.url,
        sighting.host,
        sighting.publisher,
        sighting.given_title,
        sighting.title_key,
        sighting.given_date,
        sighting.fetched_at
    from sighting
    inner join met using (document_key)
),
ranked as (
    select
        * exclude (given_date),
        row_number() over in_order as place,
        first_value(given_date ignore nulls) over (
            in_order rows between unbounded preceding and unbounded following
        ) as given_date
    from sightings
    window in_order as (
        partition by document_key
        order by
            fetched_at,
            source_id,
            url nulls last,
            publisher nulls last,
            given_title nulls last,
            given_date nulls last,
            source
    )
)
select
    ranked.* exclude (place),
    profile.profile_digest,
    sha256(
        to_json(
            [
                document_key, source_id, url, host, publisher, given_title,
                strftime(fetched_at, '%Y-%m-%dT%H:%M:%S.%fZ'), profile.profile_digest
            ]
            -- what was cleaned before dates were read is not due for want of one
            || case when given_date is null then [] else [given_date] end
        )::varchar
    ) as clean_input_digest
from ranked
left join host_profile_current as profile using (host)
where place = 1;

-- What the ledger knows of each step, save what is to be done again; a rejected or quarantined document has nothing more
-- to be done. Each extractor is
-- due for itself; the rows of one that runs no more are to end.
create or replace temp table planned_document as
with sizes as (
    select
        document_key,
        any_value(media_type) as media_type,
        any_value(payload_bytes) as payload_bytes
    from staged_item
    where document_key is not null
    group by document_key
),
cleaned as (
    select
        first_sighting.*,
        ledger.output_digest as clean_output_digest,
        ledger.outcome as clean_outcome
    from first_sighting
    left join ledger
        on ledger.valid_to_run is null
        and ledger.requeued_at is null
        and ledger.document_key = first_sighting.document_key
        and ledger.step_digest = $clean_step
        and ledger.input_digest = first_sighting.clean_input_digest
),
extracted as (
    select
        cleaned.document_key,
        list(extractor_step.extractor order by extractor_step.place) filter (where ledger.ledger_digest is null) as due
    from cleaned
    cross join extractor_step
    left join ledger
        on ledger.valid_to_run is null
        and ledger.requeued_at is null
        and ledger.document_key = cleaned.document_key
        and ledger.extractor = extractor_step.extractor
        and ledger.step_digest = extractor_step.step_digest
        and ledger.input_digest = cleaned.clean_output_digest
    group by cleaned.document_key
),
left_over as (
    select distinct document_key
    from ledger
    where
        valid_to_run is null
        and step = 'extract'
        and extractor not in (select extractor from extractor_step)
)
select
    cleaned.* exclude (clean_outcome),
    sizes.media_type,
    sizes.payload_bytes,
    clean_outcome is null as clean_due,
    clean_outcome is null or (clean_outcome = 'loaded' and signed.ledger_digest is null) as sign_due,
    case when coalesce(clean_outcome, 'loaded') = 'loaded' then coalesce(extracted.due, []) else [] end as extractors_due,
    clean_outcome is null
    or (clean_outcome = 'loaded' and (len(coalesce(extracted.due, [])) > 0 or left_over.document_key is not null))
        as extract_due
from cleaned
inner join sizes using (document_key)
left join extracted using (document_key)
left join left_over using (document_key)
left join ledger as signed
    on signed.valid_to_run is null
    and signed.requeued_at is null
    and signed.document_key = cleaned.document_key
    and signed.step_digest = $sign_step
    and signed.input_digest = cleaned.clean_output_digest;

-- The work, in an order that does not depend on the order of arrival.
select
    document_key,
    media_type,
    payload_bytes,
    source,
    source_id,
    url,
    host,
    publisher,
    given_title,
    title_key,
    given_date,
    fetched_at,
    profile_digest,
    clean_input_digest,
    clean_output_digest,
    clean_due,
    sign_due,
    extractors_due,
    $run::bigint as run
from planned_document
where clean_due or sign_due or extract_due
order by document_key;
