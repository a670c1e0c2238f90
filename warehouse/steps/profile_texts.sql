-- Texts that recur on different stories of a host and that cleaning alone keeps on one of them at least, with what
-- their pages say of them. `story_of_page` names the story of each page that shares one; the others are their own.

create or replace temp table profile_story as
select
    met.host,
    met.page,
    coalesce(shared.story, met.page) as story
from (select distinct host, page from profile_block) as met
left join story_of_page as shared using (host, page)
anti join profile_collection using (host, page);

-- 1. Where the text that only one story has begins and ends in each document.
create or replace temp table profile_text_on_story as
with edges as (
    select
        document_key,
        min(first_position) as first_own,
        max(last_position) as last_own
    from profile_own
    group by document_key
)
select
    profile_block.host,
    profile_story.story,
    profile_block.recurrence_key,
    bool_or(profile_block.kept) as kept,
    min(profile_block.reason) filter (where not profile_block.kept) as reason,
    bool_and(coalesce(profile_block.position < edges.first_own, false)) as stands_before,
    bool_and(coalesce(profile_block.position > edges.last_own, false)) as stands_behind,
    min(profile_block.document_key) as document_key,
    arg_min(profile_block.position, profile_block.document_key || lpad(profile_block.position::varchar, 9, '0'))
        as position
from profile_block
inner join profile_story using (host, page)
semi join (
    select
        host,
        recurrence_key
    from profile_spread
    where pages >= $min_pages and kept
) as spread using (host, recurrence_key)
left join edges using (document_key)
group by
    profile_block.host,
    profile_story.story,
    profile_block.recurrence_key;

-- 2. Counted over stories; headlines and authors of the first fifty that keep it say what these are about.
with hosts as (
    select
        host,
        count(distinct story) as host_pages
    from profile_own
    inner join profile_story using (host, page)
    group by host
),
counted as (
    select
        host,
        recurrence_key,
        count(*) as pages,
        count(*) filter (where kept) as kept_pages,
        list(reason order by story) filter (where not kept) as reasons,
        count(*) filter (where stands_before) as before_pages,
        count(*) filter (where stands_behind) as behind_pages,
        (list(document_key order by story) filter (where kept))[:50] as documents,
        arg_min(document_key, story) as document_key,
        arg_min(position, story) as position
    from profile_text_on_story
    group by
        host,
        recurrence_key
    having count(*) >= $min_pages and bool_or(kept)
),
described as (
    select
        counted.host,
        counted.recurrence_key,
        list(extraction.title order by extraction.document_key) filter (where extraction.title is not null) as titles,
        list(extraction.authors order by extraction.document_key) as authors,
        list(distinct extraction.publisher order by extraction.publisher)
            filter (where extraction.publisher is not null) as publishers
    from (select host, recurrence_key, unnest(documents) as document_key from counted) as counted
    inner join extraction_current as extraction using (document_key)
    group by
        counted.host,
        counted.recurrence_key
)
select
    counted.host,
    counted.recurrence_key,
    block.text,
    block.kind,
    counted.pages,
    counted.kept_pages,
    counted.reasons,
    counted.before_pages,
    counted.behind_pages,
    described.titles,
    described.authors,
    described.publishers,
    coalesce(hosts.host_pages, 0) as host_pages
from counted
inner join described using (host, recurrence_key)
inner join block_current as block
    on block.document_key = counted.document_key and block.position = counted.position
left join hosts on hosts.host = counted.host
order by
    counted.host,
    counted.recurrence_key;
