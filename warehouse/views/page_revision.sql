-- Successive documents of one page, in order of (fetched_at, document key), neighbours with equal bytes as one.
create or replace view page_revision as
with seen as (
    select
        page,
        document_key,
        fetched_at,
        min(source_id) as source_id
    from sighted_page
    where page is not null
    group by
        page,
        document_key,
        fetched_at
),
followed as (
    select
        *,
        document_key is distinct from lag(document_key) over (
            partition by page
            order by fetched_at, document_key
        ) as is_new
    from seen
)
select
    page,
    row_number() over (partition by page order by fetched_at, document_key) as revision,
    count(*) over (partition by page) as revisions,
    document_key,
    source_id,
    fetched_at
from followed
where is_new;
comment on view page_revision is 'Successive documents of one page, in order of (fetched_at, document key), neighbours with equal bytes as one; the one whose revision equals revisions is current.';
