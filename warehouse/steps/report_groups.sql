-- Groups about a name (all where it is empty): it is a part of the subject, of a name that a document has for it, or of a
-- sentence that says it; and the groups that stand against one of these.
with about as (
    select distinct entity_key
    from entity_member_current
    where contains(lower(name), lower($about))
),
named as (
    select distinct group_key
    from claim_reading
    where
        contains(lower(subject), lower($about))
        or contains(lower(sentence), lower($about))
        or subject_key in (select entity_key from about)
),
chosen as (
    select group_key
    from named
    union
    select left_group
    from conflict_current
    where
        open
        and right_group in (select group_key from named)
    union
    select right_group
    from conflict_current
    where
        open
        and left_group in (select group_key from named)
)
select
    support.group_key,
    support.subject_key,
    support.subject,
    support.attribute,
    support.rule,
    support.value_kind,
    support.value,
    support.number,
    support.unit,
    support.text,
    support.n_claims,
    support.n_counting,
    support.n_articles,
    support.n_publishers,
    support.n_owners,
    support.n_origins,
    since.run as since_run
from claim_group_support as support
inner join (
    select
        group_key,
        min(valid_from_run) as run
    from claim_group_current
    group by group_key
) as since
    on support.group_key = since.group_key
inner join chosen
    on support.group_key = chosen.group_key
order by
    support.n_origins desc,
    support.n_articles desc,
    support.subject,
    support.attribute,
    support.value,
    support.group_key;
