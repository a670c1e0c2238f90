-- Successive documents of one page, and the candidates that are texts of such documents now and were not, or were.
-- Sightings are in order of (fetched_at, document_key); neighbours with equal bytes are one revision, and a document
-- without a text (a consent wall, say) stands between no two revisions.
create or replace temp table successor_now as
with placed as (
    select
        sighted_page.page,
        sighted_page.fetched_at,
        sighted_page.document_key
    from sighted_page
    semi join dedupe_member using (document_key)
    where sighted_page.page is not null
),
changing_page as (
    select page
    from placed
    group by page
    having min(document_key) <> max(document_key)
),
followed as (
    select
        document_key,
        lead(document_key) over (partition by page order by fetched_at, document_key) as next_key
    from placed
    semi join changing_page using (page)
)
select distinct
    least(document_key, next_key) as left_key,
    greatest(document_key, next_key) as right_key
from followed
where next_key <> document_key;

create or replace temp table changed_successor as
(
    from successor_now
    except
    from dedupe_successor
)
union all
(
    from dedupe_successor
    except
    from successor_now
);

delete from dedupe_successor
where (left_key, right_key) in (select (left_key, right_key) from changed_successor);

insert into dedupe_successor
from changed_successor
semi join successor_now using (left_key, right_key);

create or replace temp table reordered_text as
with reordered as (
    select left_key as document_key
    from changed_successor
    union
    select right_key
    from changed_successor
)
select text
from dedupe_member
semi join reordered using (document_key)
where text is not null
union
select text
from changed_document
where text is not null
union
select former_text
from changed_document
where former_text is not null;

create or replace temp table restless_pair as
with successive_text as (
    select distinct
        least(former.text, later.text) as left_text,
        greatest(former.text, later.text) as right_text
    from dedupe_successor as successor
    join dedupe_member as former on former.document_key = successor.left_key
    join dedupe_member as later on later.document_key = successor.right_key
)
select
    candidate.left_text,
    candidate.right_text,
    successive_text.left_text is not null as successive
from dedupe_candidate as candidate
left join successive_text using (left_text, right_text)
where
    (
        candidate.shared is null -- not compared yet, be its texts new or not
        or candidate.left_text in (select text from reordered_text)
        or candidate.right_text in (select text from reordered_text)
    )
    and candidate.successive <> (successive_text.left_text is not null);

update dedupe_candidate as candidate
set successive = restless_pair.successive
from restless_pair
where
    restless_pair.left_text = candidate.left_text
    and restless_pair.right_text = candidate.right_text;
