-- Stores the memberships in `named` (document_key, cluster_key), which are all that the stirred documents are now in.
-- A member's link is its closest uniting pair: exact before revision, near and excerpt, then the higher similarity, then
-- the lower other key. The longest text represents: it holds what excerpts and truncated copies leave out.
create or replace temp table cluster_now as
with uniting as (
    select
        left_key,
        right_key,
        relation,
        jaccard
    from duplicate_pair_current
    semi join stirred_document on stirred_document.document_key = duplicate_pair_current.left_key
    where relation <> 'contains'
),
end_of_pair as (
    select
        left_key as document_key,
        right_key as other_key,
        relation,
        jaccard
    from uniting
    union all
    select
        right_key,
        left_key,
        relation,
        jaccard
    from uniting
),
link as (
    select
        document_key,
        min_by(
            {'relation': relation, 'other': other_key},
            (list_position(['exact', 'revision', 'near', 'excerpt'], relation), -jaccard, other_key)
        ) as closest
    from end_of_pair
    group by document_key
),
longest as (
    select
        named.cluster_key,
        min_by(named.document_key, (-dedupe_member.words, named.document_key)) as document_key
    from named
    join dedupe_member using (document_key)
    group by named.cluster_key
)
select
    named.cluster_key,
    named.document_key,
    named.document_key = longest.document_key as representative,
    link.closest.relation as relation,
    link.closest.other as linked_to
from named
join longest using (cluster_key)
left join link on link.document_key = named.document_key;

create or replace temp table cluster_before as
select
    cluster_key,
    document_key,
    representative,
    relation,
    linked_to
from cluster_current
semi join stirred_document using (document_key);

update cluster
set valid_to_run = $run
where
    valid_to_run is null
    and document_key in (
        select document_key
        from (
            from cluster_before
            except
            from cluster_now
        )
    );

insert into cluster by name
select
    *,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from (
    from cluster_now
    except
    from cluster_before
)
order by document_key;
