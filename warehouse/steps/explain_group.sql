-- Groups whose key begins so, at most two, with how widely they are supported.
select
    support.group_key,
    support.subject_key,
    support.subject,
    support.attribute,
    support.rule,
    support.value,
    support.unit,
    support.text,
    support.n_claims,
    support.n_counting,
    support.n_articles,
    support.n_publishers,
    support.n_owners,
    support.n_origins,
    since.run as since_run,
    run.published_at as since,
    (
        select list(conflict_key order by open desc, type, conflict_key)
        from conflict_current
        where support.group_key in (left_group, right_group)
    ) as conflicts
from claim_group_support as support
inner join (
    select
        group_key,
        min(valid_from_run) as run
    from claim_group_current
    group by group_key
) as since
    on support.group_key = since.group_key
left join run
    on since.run = run.run
where starts_with(support.group_key, $key)
order by support.group_key
limit 2;
