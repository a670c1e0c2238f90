-- Publishers that contradict each other
-- Which two publishers give different values of the same thing, how often, and how often the same?
-- param publisher varchar default %: one of the two, with % and _ as in like
-- param limit bigint default 100: rows at most
with said as (
    select distinct
        publisher,
        group_key
    from claim_reading
    where
        publisher is not null
        and counts
),
agreed as (
    select
        one.publisher as one_publisher,
        other.publisher as other_publisher,
        count(*) as same
    from said as one
    inner join said as other
        on one.group_key = other.group_key
        and one.publisher < other.publisher
    group by
        one.publisher,
        other.publisher
),
sides as (
    select
        conflict.conflict_key,
        conflict.subject || ': ' || conflict.attribute as what,
        least(one.publisher, other.publisher) as one_publisher,
        greatest(one.publisher, other.publisher) as other_publisher
    from conflict_current as conflict
    inner join said as one
        on conflict.left_group = one.group_key
    inner join said as other
        on conflict.right_group = other.group_key
    where
        conflict.open
        and one.publisher <> other.publisher
),
differed as (
    select
        one_publisher,
        other_publisher,
        count(distinct conflict_key) as different,
        list(distinct what order by what) as about
    from sides
    group by
        one_publisher,
        other_publisher
)
select
    coalesce(differed.one_publisher, agreed.one_publisher) as one_publisher,
    coalesce(differed.other_publisher, agreed.other_publisher) as other_publisher,
    coalesce(differed.different, 0) as different,
    coalesce(agreed.same, 0) as same,
    coalesce(differed.about, []) as about
from differed
full outer join agreed
    on differed.one_publisher = agreed.one_publisher
    and differed.other_publisher = agreed.other_publisher
where
    coalesce(differed.one_publisher, agreed.one_publisher) ilike $publisher
    or coalesce(differed.other_publisher, agreed.other_publisher) ilike $publisher
order by
    different desc,
    same desc,
    one_publisher,
    other_publisher
limit $limit::bigint;
