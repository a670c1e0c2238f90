-- When what a document says was told first, and how that is known: the time of publication that the page gives; for a later
-- version of a page, when that version was seen, unless it gives a time after the version before; else when it was first seen.
create or replace view document_moment as
with first_seen as (
    select
        document_key,
        min(fetched_at) as moment
    from sighting
    where document_key is not null
    group by document_key
),
version as (
    select
        document_key,
        page,
        revision,
        fetched_at,
        lag(fetched_at) over (
            partition by page
            order by revision
        ) as before_seen
    from page_revision
),
-- met on pages as a later version only: where it is the first of a page, its own date stands
later_version as (
    select
        document_key,
        min(fetched_at) as moment,
        arg_min(before_seen, fetched_at) as before_seen
    from version
    where document_key not in (select document_key from version where revision = 1)
    group by document_key
),
told as (
    select
        extraction.document_key,
        case
            when
                extraction.published_at is not null
                and (later_version.moment is null or extraction.published_at > later_version.before_seen)
                then 'published'
            when later_version.moment is not null then 'revised'
            else 'seen'
        end as moment_of,
        extraction.published_at,
        extraction.published_precision,
        coalesce(later_version.moment, first_seen.moment) as seen_at
    from extraction_current as extraction
    left join first_seen
        on extraction.document_key = first_seen.document_key
    left join later_version
        on extraction.document_key = later_version.document_key
)
select
    document_key,
    case when moment_of = 'published' then published_at else seen_at end as moment,
    moment_of,
    case when moment_of = 'published' then published_precision else 'second' end as precision
from told;
comment on view document_moment is 'When what a document says was told first. moment_of says how that is known: published (the time that the page gives), revised (a later version of a page: when it was seen, as the page gives no time after the version before), seen (no time is given: first seen); precision is year, month, day or second.';
