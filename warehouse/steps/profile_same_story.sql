-- Pairs of pages of these hosts that are one story, so that what they share is counted once: pages of one headline, and
-- pages that have half of the smaller one's own text in common. A page is a canonical URL with all its revisions.

-- 1. Every block by its page, with what the page alone says of it.
create or replace temp table profile_block as
select
    extraction.host,
    coalesce(extraction.canonical_url, extraction.document_key) as page,
    block.document_key,
    block.position,
    block.recurrence_key,
    coalesce(block.page_reason, block.reason) as reason,
    coalesce(block.page_reason, block.reason) in ('body', 'recovered', 'segment_title') as kept,
    length(block.text) as chars
from block_current as block
inner join extraction_current as extraction using (document_key)
where
    extraction.host in (select unnest($hosts::varchar[]))
    and block.recurrence_key is not null;

create or replace temp table profile_spread as
select
    host,
    recurrence_key,
    count(distinct page) as pages,
    bool_or(kept) as kept
from profile_block
group by
    host,
    recurrence_key;

-- 2. A page's own text: prose that it keeps and that stands on a few pages at most. 80 characters are a sentence.
create or replace temp table profile_own as
select
    host,
    page,
    document_key,
    recurrence_key,
    min(position) as first_position,
    max(position) as last_position,
    max(chars) as chars
from profile_block
semi join (
    select
        host,
        recurrence_key
    from profile_spread
    where pages <= $own_pages
) as rare using (host, recurrence_key)
where kept and chars >= 80
group by
    host,
    page,
    document_key,
    recurrence_key;

create or replace temp table profile_common as
with texts as (
    select
        host,
        page,
        recurrence_key,
        max(chars) as chars
    from profile_own
    group by
        host,
        page,
        recurrence_key
),
sizes as (
    select
        host,
        page,
        sum(chars) as chars
    from texts
    group by
        host,
        page
),
pairs as (
    select
        one.host,
        one.page as left_page,
        other.page as right_page,
        sum(one.chars) as chars
    from texts as one
    inner join texts as other
        on one.host = other.host
        and one.recurrence_key = other.recurrence_key
        and one.page < other.page
    group by
        one.host,
        left_page,
        right_page
)
select
    pairs.host,
    left_page,
    right_page,
    left_size.chars as left_chars,
    right_size.chars as right_chars
from pairs
inner join sizes as left_size on left_size.host = pairs.host and left_size.page = left_page
inner join sizes as right_size on right_size.host = pairs.host and right_size.page = right_page
where pairs.chars >= $same_story_share * least(left_chars, right_chars);

-- 3. A page that holds two pages, each at most half as long as itself, is an archive or a digest: it unites nothing
--    and counts for nothing.
create or replace temp table profile_collection as
with held as (
    select
        host,
        left_page as page,
        right_page as part
    from profile_common
    where 2 * right_chars <= left_chars
    union all
    select
        host,
        right_page as page,
        left_page as part
    from profile_common
    where 2 * left_chars <= right_chars
)
select
    host,
    page
from held
group by
    host,
    page
having count(*) >= 2;

with titled as (
    select distinct
        host,
        coalesce(canonical_url, document_key) as page,
        lower(trim(title)) as headline
    from extraction_current
    where
        host in (select unnest($hosts::varchar[]))
        and trim(coalesce(title, '')) <> ''
),
pairs as (
    select
        host,
        left_page,
        right_page
    from profile_common
    union
    select
        host,
        min(page) over (partition by host, headline) as left_page,
        page as right_page
    from titled
    anti join profile_collection using (host, page)
)
select
    host,
    left_page,
    right_page
from pairs
where
    left_page <> right_page
    and not exists (
        select 1 from profile_collection as collection
        where collection.host = pairs.host and collection.page in (pairs.left_page, pairs.right_page)
    )
order by
    host,
    left_page,
    right_page;
