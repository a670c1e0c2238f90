-- What an operator should know as of run $run, the last or an earlier one: the run itself, what of it went into
-- quarantine, sources that brought something again and again (or never, or read for the first time long ago) and are
-- silent now, hosts whose pages suddenly give little text.
with this_run as (
    select *
    from run
    where run = $run
),
of_source as (
    select
        reading.source,
        count(*) filter (where reading.new_items > 0) as fruitful,
        max(reading.run) as last_read,
        coalesce(max(run.started_at) filter (where reading.new_items > 0), min(run.started_at)) as since
    from reading
    inner join run
        on reading.run = run.run
    where reading.run <= $run
    group by reading.source
),
of_page as (
    select
        extraction.host,
        document.first_run,
        length(extraction.text) as chars,
        row_number() over (
            partition by extraction.host
            order by document.first_run desc, extraction.document_key
        ) as place
    from extraction_current as extraction
    inner join document
        on extraction.document_key = document.document_key
    where
        extraction.host is not null
        and document.first_run <= $run
),
of_host as (
    select
        host,
        median(chars) filter (where place <= $text_pages) as chars,
        median(chars) filter (where place > $text_pages) as chars_before
    from of_page
    group by host
    having count(*) >= 2 * $text_pages
)
select
    'run_' || case when degraded and status = 'published' then 'degraded' else status end as kind,
    run::varchar as about,
    0.0::double as measured,
    0.0::double as expected,
    started_at as since
from this_run
where
    status in ('failed', 'abandoned')
    or degraded
union all
select
    'quarantine_share',
    run::varchar,
    quarantined / (items - known),
    $quarantine_share::double,
    started_at
from this_run
where
    items - known >= $quarantine_items
    and quarantined > $quarantine_share * (items - known)
    and $quarantine_share > 0
union all
select
    'silent_source',
    of_source.source,
    epoch(this_run.started_at - of_source.since) / 86400,
    $silent_days::double,
    of_source.since
from of_source
inner join this_run
    on of_source.last_read = this_run.run
where
    of_source.fruitful <> 1
    and $silent_days > 0
    and epoch(this_run.started_at - of_source.since) > $silent_days * 86400
union all
select
    'text_drop',
    host,
    chars,
    chars_before,
    null
from of_host
where
    $text_drop > 0
    and chars < (1 - $text_drop) * chars_before
order by
    kind,
    about;
