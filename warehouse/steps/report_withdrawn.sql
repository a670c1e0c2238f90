-- Groups that a page was in and left: a later version gives another value or none, and none of the page's versions since
-- has the value again.
with member as (
    select
        group_key,
        claim_key,
        document_key
    from claim_reading
    where list_contains($groups, group_key)
),
current_page as (
    select
        page,
        document_key
    from page_revision
    where revision = revisions
)
select distinct
    member.group_key,
    change.change,
    change.old_document,
    change.new_document,
    change.new_text,
    change.fetched_at
from revision_change as change
inner join member
    on change.old_claim_key = member.claim_key
where
    change.change in ('changed', 'withdrawn')
    and not exists (
        select 1
        from current_page
        inner join member as still
            on current_page.document_key = still.document_key
        where
            current_page.page = change.page
            and still.group_key = member.group_key
    )
order by
    member.group_key,
    change.fetched_at,
    change.old_document,
    change.new_text nulls last;
