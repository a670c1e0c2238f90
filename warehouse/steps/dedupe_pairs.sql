-- Brings the pairs of documents to the state that the texts' relations give, for the texts that this run touched.
-- Documents of equal texts hang on the one with the lowest key, which also speaks for its text in pairs with others. A
-- uniting pair is a revision where its documents succeed each other on one page; where a copy speaks for the text of
-- such documents, its pair stays and the revision is added.
create or replace temp table affected_text as
with pair_text as (
    select
        left_text,
        right_text
    from unsettled_pair
    union all
    select
        left_text,
        right_text
    from lost_candidate
)
select left_text as text
from pair_text
union
select right_text
from pair_text
union
select text
from reordered_text;

create or replace temp table touched_document as
select document_key
from dedupe_member
where text in (select text from affected_text)
union
select document_key
from changed_document;

create or replace temp table pair_now as
with related as (
    select
        candidate.left_text,
        candidate.right_text,
        candidate.relation,
        candidate.left_larger,
        candidate.shared,
        candidate.shared / greatest(1, left_one.shingles + right_one.shingles - candidate.shared) as jaccard,
        candidate.shared / greatest(1, least(left_one.shingles, right_one.shingles)) as containment,
        least(candidate.left_rare, candidate.right_rare) > 0 as has_rare,
        candidate.rare_shared
        / greatest(1, candidate.left_rare + candidate.right_rare - candidate.rare_shared) as rare_jaccard,
        candidate.rare_shared / greatest(1, least(candidate.left_rare, candidate.right_rare)) as rare_containment
    from dedupe_candidate as candidate
    join dedupe_text as left_one on left_one.text = candidate.left_text
    join dedupe_text as right_one on right_one.text = candidate.right_text
    where
        candidate.relation is not null
        and (
            candidate.left_text in (select text from affected_text)
            or candidate.right_text in (select text from affected_text)
        )
),
standing as (
    select
        text,
        min(document_key) as document_key
    from dedupe_member
    where
        text in (select text from affected_text)
        or text in (select left_text from related)
        or text in (select right_text from related)
    group by text
),
exact_pair as (
    select
        standing.document_key as left_key,
        copy.document_key as right_key,
        'exact' as relation,
        1.0::double as jaccard,
        1.0::double as containment,
        null::double as rare_jaccard,
        null::double as rare_containment,
        copy.shingles as shared_shingles
    from dedupe_member as copy
    join standing using (text)
    where
        copy.text in (select text from affected_text)
        and copy.document_key <> standing.document_key
),
revision_pair as (
    select
        successor.left_key,
        successor.right_key,
        'revision' as relation,
        related.jaccard,
        related.containment,
        case when related.has_rare then related.rare_jaccard end as rare_jaccard,
        case when related.has_rare then related.rare_containment end as rare_containment,
        related.shared as shared_shingles
    from dedupe_successor as successor
    join dedupe_member as former on former.document_key = successor.left_key
    join dedupe_member as later on later.document_key = successor.right_key
    join related
        on related.left_text = least(former.text, later.text)
        and related.right_text = greatest(former.text, later.text)
    where related.relation in ('near', 'excerpt')
),
compared_pair as (
    select
        case
            when related.relation <> 'near' and related.left_larger then left_one.document_key
            when related.relation <> 'near' then right_one.document_key
            else least(left_one.document_key, right_one.document_key)
        end as left_key,
        case
            when related.relation <> 'near' and related.left_larger then right_one.document_key
            when related.relation <> 'near' then left_one.document_key
            else greatest(left_one.document_key, right_one.document_key)
        end as right_key,
        related.relation,
        related.jaccard,
        related.containment,
        case when related.has_rare then related.rare_jaccard end as rare_jaccard,
        case when related.has_rare then related.rare_containment end as rare_containment,
        related.shared as shared_shingles
    from related
    join standing as left_one on left_one.text = related.left_text
    join standing as right_one on right_one.text = related.right_text
)
from exact_pair
union all
from revision_pair
union all
select compared_pair.*
from compared_pair
left join revision_pair
    on revision_pair.left_key = least(compared_pair.left_key, compared_pair.right_key)
    and revision_pair.right_key = greatest(compared_pair.left_key, compared_pair.right_key)
where revision_pair.left_key is null;

create or replace temp table pair_before as
select
    left_key,
    right_key,
    relation,
    jaccard,
    containment,
    rare_jaccard,
    rare_containment,
    shared_shingles
from duplicate_pair
where
    valid_to_run is null
    and (
        left_key in (select document_key from touched_document)
        or right_key in (select document_key from touched_document)
    );

create or replace temp table ended_pair as
from pair_before
except
from pair_now;

create or replace temp table added_pair as
from pair_now
except
from pair_before;

update duplicate_pair
set valid_to_run = $run
where
    valid_to_run is null
    and (left_key, right_key, relation) in (select (left_key, right_key, relation) from ended_pair);

insert into duplicate_pair by name
select
    *,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from added_pair
order by
    left_key,
    right_key;
