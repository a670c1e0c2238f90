-- What changed since run $since: documents with other rows, in another cluster, replaced by a revision, or gone.
-- Rows of run $since itself are looked at again, and found to be those that the state knows.
create or replace temp table resolve_candidate as
select document_key
from mention
where
    valid_from_run >= $since
    or valid_to_run >= $since
union
select document_key
from claim
where
    valid_from_run >= $since
    or valid_to_run >= $since
union
select document_key
from quantity
where
    valid_from_run >= $since
    or valid_to_run >= $since
union
-- nothing was found in it so far, or its rows tell of an earlier run than the one that brought them
select document_key
from extraction_current
where document_key not in (select document_key from resolve_document)
union
-- removed for good: no row tells of it
select document_key
from resolve_document
where
    article
    and document_key not in (select document_key from extraction_current);

create or replace temp table resolve_content as
with row_of_document as (
    select document_key, mention_key as row_key, ledger_digest, valid_from_run
    from mention_current
    semi join resolve_candidate using (document_key)
    union all
    select document_key, claim_key, ledger_digest, valid_from_run
    from claim_current
    semi join resolve_candidate using (document_key)
    union all
    select document_key, quantity_key, ledger_digest, valid_from_run
    from quantity_current
    semi join resolve_candidate using (document_key)
)
select
    document_key,
    bit_xor(hash(row_key, ledger_digest, valid_from_run)) as rows_digest
from row_of_document
group by document_key;

create or replace temp table resolve_superseded as
with newest as (
    select
        page,
        arg_max(document_key, (fetched_at, document_key)) as document_key
    from sighted_page
    where page is not null
    group by page
)
select distinct seen.document_key
from sighted_page as seen
inner join newest on newest.page = seen.page
where seen.document_key <> newest.document_key;

create or replace temp table resolve_changed as
with known as (
    select
        coalesce(former.document_key, content.document_key) as document_key,
        former.document_key is not null as was_here,
        case
            when candidate.document_key is null then former.document_key is not null
            else content.document_key is not null
        end as is_here,
        former.rows_digest as former_digest,
        case when candidate.document_key is null then former.rows_digest else content.rows_digest end as rows_digest,
        former.cluster_key as former_cluster,
        former.superseded as was_superseded,
        former.article as was_article
    from resolve_document as former
    full outer join resolve_content as content on content.document_key = former.document_key
    left join resolve_candidate as candidate
        on candidate.document_key = coalesce(former.document_key, content.document_key)
),
compared as (
    select
        known.*,
        coalesce(cluster.cluster_key, known.document_key) as cluster_key,
        known.document_key in (select document_key from resolve_superseded) as superseded,
        known.document_key in (select document_key from extraction_current) as article
    from known
    left join cluster_current as cluster on cluster.document_key = known.document_key
)
select
    document_key,
    is_here,
    was_here,
    rows_digest,
    cluster_key,
    former_cluster,
    superseded,
    article,
    is_here <> was_here or rows_digest is distinct from former_digest as content,
    is_here and was_here and cluster_key <> former_cluster as moved,
    is_here and superseded <> coalesce(was_superseded, false) as revised
from compared
where
    is_here <> was_here
    or rows_digest is distinct from former_digest
    or (is_here and (cluster_key <> former_cluster or superseded <> was_superseded or article <> was_article));

delete from resolve_document
where document_key in (select document_key from resolve_changed);

insert into resolve_document by name
select
    document_key,
    rows_digest,
    cluster_key,
    superseded,
    article
from resolve_changed
where is_here;

select
    document_key,
    is_here,
    cluster_key,
    content,
    moved
from resolve_changed
order by document_key;
