-- The documents whose edges may be others than before: those with other rows since run $since, and those that share
-- something with them of which edges are made: a cluster, a page, a quotation, an outlet, a name that few have.
-- All documents where the state is made anew ($since < 0), or where a document was removed without a trace.
create or replace temp table independence_stirred as
select document_key from resolve_changed
union
select document_key from extraction where valid_from_run >= $since or valid_to_run >= $since
union
select document_key from borrowing where valid_from_run >= $since or valid_to_run >= $since
union
select document_key from cluster where valid_from_run >= $since or valid_to_run >= $since
union
select document_key from sighting where run >= $since and document_key is not null;

create or replace temp table independence_all as
select
    $since < 0 or exists (
        select 1
        from resolve_changed
        where
            not is_here
            and document_key not in (select document_key from extraction)
    ) as everything;

create or replace temp table independence_page as
select page
from sighted_page
where
    page is not null
    and document_key in (select document_key from independence_stirred)
union
select page_canonical
from extraction
where
    page_canonical is not null
    and document_key in (select document_key from independence_stirred)
union
select normalized_url
from sighting
where
    normalized_url is not null
    and document_key in (select document_key from independence_stirred);

-- names that few clusters have, or had before
create or replace temp table independence_name as
with named as (
    select distinct
        document_key,
        lower(name) as name
    from mention
    where
        kind <> 'place'
        and (valid_to_run is null or valid_to_run >= $since)
        and document_key in (select document_key from independence_stirred)
),
everywhere as materialized (
    select distinct
        document_key,
        lower(name) as name
    from mention_current
    where
        kind <> 'place'
        and lower(name) in (select name from named)
),
others as (
    select
        everywhere.name,
        count(distinct coalesce(cluster.cluster_key, everywhere.document_key)) as clusters
    from everywhere
    left join cluster_current as cluster
        on everywhere.document_key = cluster.document_key
    where everywhere.document_key not in (select document_key from independence_stirred)
    group by everywhere.name
)
select distinct named.name
from named
left join others on named.name = others.name
where coalesce(others.clusters, 0) <= $max_name_clusters::bigint;

create or replace temp table independence_asked as
select document_key
from extraction_current
where (select everything from independence_all)
union
select document_key
from independence_stirred
union
-- whoever pointed at one of them
select left_key
from independence_edge
where
    valid_to_run is null
    and right_key in (select document_key from independence_stirred)
union
select document_key
from cluster_current
where cluster_key in (
    select cluster_key
    from cluster
    where
        (valid_to_run is null or valid_to_run >= $since)
        and document_key in (select document_key from independence_stirred)
)
union
select document_key
from sighted_page
where page in (select page from independence_page)
union
select document_key
from extraction_current
where page_canonical in (select page from independence_page)
union
select document_key
from borrowing_current
where
    kind = 'quotation'
    and name in (
        select name
        from borrowing
        where
            kind = 'quotation'
            and (valid_to_run is null or valid_to_run >= $since)
            and document_key in (select document_key from independence_stirred)
    )
union
-- who cites an outlet of theirs
select document_key
from borrowing_current
where
    kind = 'citation'
    and replace(name, ' ', '') in (
        select replace(publisher_name.name, ' ', '')
        from extraction
        inner join publisher_name
            on coalesce(extraction.publisher, extraction.host) = publisher_name.publisher
        where
            (extraction.valid_to_run is null or extraction.valid_to_run >= $since)
            and extraction.document_key in (select document_key from independence_stirred)
    )
union
-- who cites an outlet, and shares a name with them by which the outlet's own document is found
select mention.document_key
from mention_current as mention
where
    mention.document_key in (select document_key from borrowing_current where kind = 'citation')
    and mention.kind <> 'place'
    and lower(mention.name) in (select name from independence_name);

select document_key
from independence_asked
order by document_key;
