-- Edges that follow from what documents credit, cite and quote (table borrowing) and from the address that they name as
-- canonical, each with its evidence.
-- Offered: publisher_name (publisher, name, is_agency), the comparable name of each publisher of the collection; asked
-- (document_key), the documents whose edges are wanted.
-- An edge depends on its two documents and on two counts, in how many clusters a quotation and a name stand, so a
-- new document changes only the edges of documents that share a name or a hash with it (step independence_asked).
with placed as materialized (
    select
        extraction.document_key,
        extraction.published_at,
        coalesce(cluster.cluster_key, extraction.document_key) as cluster_key,
        publisher_name.publisher,
        publisher_name.name as publisher_name,
        replace(publisher_name.name, ' ', '') as publisher_id,
        coalesce(publisher_name.is_agency, false) as is_agency
    from extraction_current as extraction
    left join cluster_current as cluster
        on extraction.document_key = cluster.document_key
    left join publisher_name
        on coalesce(extraction.publisher, extraction.host) = publisher_name.publisher
    where extraction.rejected is null
),
-- 1. Agencies: the agency is no document, so its name stands on the right. Its own documents are tied to it as well.
credited as (
    select
        document_key as left_key,
        name as right_key,
        case when place = 'metadata' then 'the page''s data name ' || evidence else evidence end as evidence,
        case when place = 'text' then char_start end as char_start,
        case when place = 'text' then char_end end as char_end
    from borrowing_current
    where
        kind = 'credit'
        and document_key in (select document_key from placed)
        and document_key in (select document_key from asked)
    union all
    select
        document_key,
        publisher_name,
        'published by ' || publisher,
        null,
        null
    from placed
    where
        is_agency
        and document_key in (select document_key from asked)
),
agency_credit as (
    select
        left_key,
        right_key,
        'agency_credit' as kind,
        'document' as scope,
        first(evidence order by char_start nulls last, evidence) as evidence,
        first(char_start order by char_start nulls last, evidence) as char_start,
        first(char_end order by char_start nulls last, evidence) as char_end,
        null::bigint as passage_start,
        null::bigint as passage_end
    from credited
    group by
        left_key,
        right_key
),
-- 2. Quotations in two clusters or a few more. One in many is a slogan, a proverb, or a sentence of a template.
quoted as materialized (
    select
        borrowing.name,
        borrowing.document_key,
        borrowing.char_start,
        borrowing.char_end,
        borrowing.evidence,
        placed.cluster_key,
        placed.published_at
    from borrowing_current as borrowing
    inner join placed
        on borrowing.document_key = placed.document_key
    where
        borrowing.kind = 'quotation'
        and borrowing.name in (
            select name
            from borrowing_current
            where
                kind = 'quotation'
                and document_key in (select document_key from asked)
        )
),
rare_quotation as (
    select
        name,
        first(document_key order by published_at nulls last, document_key) as first_key,
        first(cluster_key order by published_at nulls last, document_key) as first_cluster
    from quoted
    group by name
    having count(distinct cluster_key) between 2 and $max_quote_clusters::bigint
),
shared_quotation as (
    select distinct
        quoted.document_key as left_key,
        rare_quotation.first_key as right_key,
        quoted.evidence,
        quoted.char_start,
        quoted.char_end
    from quoted
    inner join rare_quotation
        on quoted.name = rare_quotation.name
    where
        quoted.cluster_key <> rare_quotation.first_cluster
        and quoted.document_key in (select document_key from asked)
),
same_quote as (
    -- of a quotation and its sentences the widest that both have
    select
        left_key,
        right_key,
        'same_quote' as kind,
        'passage' as scope,
        evidence,
        char_start,
        char_end,
        char_start as passage_start,
        char_end as passage_end
    from shared_quotation
    where not exists (
        select 1
        from shared_quotation as wider
        where
            wider.left_key = shared_quotation.left_key
            and wider.right_key = shared_quotation.right_key
            and wider.char_start <= shared_quotation.char_start
            and wider.char_end >= shared_quotation.char_end
            and wider.char_end - wider.char_start > shared_quotation.char_end - shared_quotation.char_start
    )
),
-- 3. Citations of another outlet; a name that is none for sure counts where a publisher bears it.
cited as materialized (
    select
        borrowing.document_key,
        borrowing.name,
        borrowing.scope,
        borrowing.evidence,
        borrowing.char_start,
        borrowing.char_end,
        borrowing.passage_start,
        borrowing.passage_end,
        replace(borrowing.name, ' ', '') as outlet_id,
        placed.cluster_key,
        placed.published_at
    from borrowing_current as borrowing
    inner join placed
        on borrowing.document_key = placed.document_key
    where
        borrowing.kind = 'citation'
        and borrowing.document_key in (select document_key from asked)
        and replace(borrowing.name, ' ', '') is distinct from placed.publisher_id
        and (
            borrowing.is_sure
            or replace(borrowing.name, ' ', '') in (select publisher_id from placed where publisher_id is not null)
        )
),
-- 3a. The outlet's own document of the event: it shares names with the citing one that few clusters have, and is not
-- later by more than a day. Places are left out: too many events happen in one.
citing_outlet as (
    select distinct
        document_key,
        outlet_id,
        cluster_key,
        published_at
    from cited
    where outlet_id in (select publisher_id from placed where publisher_id is not null)
),
name_of_citing as (
    select distinct
        citing_outlet.document_key,
        lower(mention.name) as name
    from citing_outlet
    inner join mention_current as mention
        on citing_outlet.document_key = mention.document_key
    where mention.kind <> 'place'
),
named as materialized (
    -- of all documents only the names that a citing one has
    select distinct
        mention.document_key,
        lower(mention.name) as name
    from mention_current as mention
    where
        mention.kind <> 'place'
        and lower(mention.name) in (select name from name_of_citing)
),
rare_name as (
    select named.name
    from named
    inner join placed
        on named.document_key = placed.document_key
    group by named.name
    having count(distinct placed.cluster_key) between 2 and $max_name_clusters::bigint
),
name_of_cited as (
    select
        named.name,
        placed.document_key,
        placed.publisher_id,
        placed.cluster_key,
        placed.published_at
    from named
    inner join rare_name
        on named.name = rare_name.name
    inner join placed
        on named.document_key = placed.document_key
    where placed.publisher_id in (select outlet_id from citing_outlet)
),
of_one_event as (
    select
        citing_outlet.document_key as left_key,
        citing_outlet.outlet_id,
        original.document_key as right_key,
        any_value(original.published_at) as published_at,
        count(*) as shared_names
    from citing_outlet
    inner join name_of_citing as here
        on citing_outlet.document_key = here.document_key
    inner join name_of_cited as original
        on here.name = original.name
        and citing_outlet.outlet_id = original.publisher_id
    where
        original.cluster_key <> citing_outlet.cluster_key
        and replace(here.name, ' ', '') <> citing_outlet.outlet_id
        and (
            original.published_at is null
            or citing_outlet.published_at is null
            or original.published_at between citing_outlet.published_at - to_days($event_days::int)
            and citing_outlet.published_at + to_days(1)
        )
    group by
        citing_outlet.document_key,
        citing_outlet.outlet_id,
        original.document_key
    having count(*) >= $min_event_names::bigint
),
nearest as (
    select
        left_key,
        outlet_id,
        first(right_key order by shared_names desc, published_at nulls last, right_key) as right_key
    from of_one_event
    group by
        left_key,
        outlet_id
),
cites as (
    select distinct
        cited.document_key as left_key,
        coalesce(nearest.right_key, cited.name) as right_key,
        'cites' as kind,
        cited.scope,
        cited.evidence,
        cited.char_start,
        cited.char_end,
        case when cited.scope = 'passage' then cited.passage_start end as passage_start,
        case when cited.scope = 'passage' then cited.passage_end end as passage_end
    from cited
    left join nearest
        on cited.document_key = nearest.left_key
        and cited.outlet_id = nearest.outlet_id
),
-- 4. A page that names an address of another page as its canonical one says that it is a copy of what stands there.
-- An address that very many pages name is a fault of a site's template.
named_address as (
    select
        extraction.document_key,
        extraction.page_canonical as address,
        placed.cluster_key,
        -- of a file whose own address nobody knows, it may be that very address
        exists (
            select 1
            from sighted_page
            where
                sighted_page.document_key = extraction.document_key
                and sighted_page.page is not null
        ) as is_elsewhere
    from extraction_current as extraction
    inner join placed
        on extraction.document_key = placed.document_key
    where
        extraction.page_canonical in (
            select page_canonical
            from extraction_current
            where document_key in (select document_key from asked)
        )
        and regexp_matches(extraction.page_canonical, '^https?://[^/]+/.')
        and not exists (
            select 1
            from sighted_page
            where
                sighted_page.document_key = extraction.document_key
                and sighted_page.page = extraction.page_canonical
        )
),
stands_at as (
    select
        page as address,
        min(document_key) as document_key
    from sighted_page
    where page in (select address from named_address)
    group by page
),
namers as (
    select
        address,
        count(*) as documents,
        count(distinct cluster_key) as clusters
    from named_address
    group by address
),
same_url as (
    select
        named_address.document_key as left_key,
        coalesce(stands_at.document_key, named_address.address) as right_key,
        'same_url' as kind,
        'document' as scope,
        'its canonical address is ' || named_address.address as evidence,
        null::bigint as char_start,
        null::bigint as char_end,
        null::bigint as passage_start,
        null::bigint as passage_end
    from named_address
    inner join namers
        on named_address.address = namers.address
    left join stands_at
        on named_address.address = stands_at.address
    where
        named_address.document_key in (select document_key from asked)
        and namers.clusters <= $max_quote_clusters::bigint
        and (
            named_address.is_elsewhere
            or namers.documents > 1
            or stands_at.document_key is not null
        )
)
select *
from agency_credit
union all
select *
from same_url
union all
select *
from same_quote
union all
select *
from cites
order by
    left_key,
    right_key,
    kind,
    char_start nulls last,
    evidence;
