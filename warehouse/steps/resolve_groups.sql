-- Groups of readings that say the same, as far as they changed: a group is a scope, an attribute and a value, its
-- readings' own or those they are tied to (resolve_ties).
create or replace temp table resolve_reading_change as
with new as materialized (
    select * exclude (group_key)
    from resolve_reading
    semi join resolve_read using (document_key)
),
former as materialized (
    select * exclude (group_key)
    from resolve_former_reading
)
(from new except from former)
union all
(from former except from new);

update resolve_reading
set group_key = former.group_key
from resolve_former_reading as former
where
    resolve_reading.group_key = ''
    and former.member_key = resolve_reading.member_key
    and former.scope = resolve_reading.scope;

create or replace temp table resolve_stirred_group as
select cell_scope, cell_attribute, cell_value
from resolve_reading_change
union
-- a group whose name a reading that came claims for itself: they met before
select cell_scope, cell_attribute, cell_value
from resolve_reading
where group_key in (select member_key from resolve_reading_change);

create or replace temp table resolve_group_member as
select
    reading.claim_key,
    reading.document_key,
    reading.member_key,
    reading.scope,
    reading.subject,
    reading.attribute,
    reading.value,
    reading.cell_attribute,
    reading.cell_value,
    reading.cell_scope,
    reading.attribute = reading.cell_attribute as is_named,
    reading.attribute = reading.cell_attribute and reading.scope = reading.cell_scope as is_own,
    reading.value_kind,
    reading.number,
    reading.value_min,
    reading.value_max,
    reading.unit,
    reading.written,
    reading.may_conflict,
    reading.group_key
from resolve_reading as reading
semi join resolve_stirred_group as stirred
    on stirred.cell_scope = reading.cell_scope
    and stirred.cell_attribute = reading.cell_attribute
    and stirred.cell_value = reading.cell_value;

create or replace temp table resolve_group_now as
select
    row_number() over (order by min(member_key)) as part,
    cell_scope,
    cell_attribute,
    cell_value,
    min(member_key) as lowest_key,
    coalesce(
        arg_min(subject, member_key) filter (where is_own), arg_min(subject, member_key) filter (where is_named)
    ) as subject,
    bool_or(may_conflict and is_named) as may_conflict,
    count(*) as members,
    case
        when count(*) = 1 then 'only_member'
        when not bool_and(is_own) then 'same_figure'
        when count(distinct written) = 1 then 'same_value'
        else 'same_value_other_words'
    end as reason,
    first(
        {'kind': value_kind, 'number': number, 'low': value_min, 'high': value_max, 'unit': unit}
        order by
            value_min is null or value_max is null desc,
            coalesce(value_max - value_min, 0) desc,
            value_kind desc,
            member_key
    ) filter (where is_named) as widest
from resolve_group_member
group by
    cell_scope,
    cell_attribute,
    cell_value;

-- Names: a group's name stays with the reading it is named after, or where that is gone with the lowest that is left.
create or replace temp table resolve_former_group as
select member_key, group_key
from resolve_former_reading
semi join resolve_reading_change using (member_key)
union
select member_key, group_key
from resolve_group_member
where group_key <> ''
union
-- the state is made anew: only the table knows
select
    member.member_key,
    known.group_key
from claim_group as known
inner join resolve_group_member as member
    on member.claim_key = known.claim_key
    and member.attribute = known.attribute
    and member.value = known.value
where
    $since < 0
    and known.valid_to_run is null;

create or replace temp table resolve_group_heir as
with namesake as (
    select distinct
        former.group_key,
        former.group_key as member_key
    from resolve_former_group as former
    inner join resolve_group_member as member on member.member_key = former.group_key
),
next_lowest as (
    select
        former.group_key,
        min(former.member_key) as member_key
    from resolve_former_group as former
    semi join resolve_group_member as member on member.member_key = former.member_key
    where former.group_key not in (select group_key from namesake)
    group by former.group_key
)
select
    heir.group_key,
    made.part
from (
    from namesake
    union all
    from next_lowest
) as heir
inner join resolve_group_member as member on member.member_key = heir.member_key
inner join resolve_group_now as made
    on made.cell_scope = member.cell_scope
    and made.cell_attribute = member.cell_attribute
    and made.cell_value = member.cell_value;

create or replace temp table resolve_group_name as
select
    made.part,
    made.cell_scope,
    made.cell_attribute,
    made.cell_value,
    made.subject,
    made.reason,
    made.may_conflict,
    made.widest,
    made.lowest_key,
    coalesce(heir.group_key, made.lowest_key) as group_key
from resolve_group_now as made
left join (
    select
        part,
        min(group_key) as group_key
    from resolve_group_heir
    group by part
) as heir on heir.part = made.part;

update resolve_reading
set group_key = named.group_key
from resolve_group_name as named
where
    named.cell_scope = resolve_reading.cell_scope
    and named.cell_attribute = resolve_reading.cell_attribute
    and named.cell_value = resolve_reading.cell_value
    and named.group_key <> resolve_reading.group_key;

create or replace temp table resolve_membership_now as
select
    named.group_key,
    member.claim_key,
    named.subject,
    member.attribute,
    member.value,
    named.reason
from resolve_group_member as member
inner join resolve_group_name as named
    on named.cell_scope = member.cell_scope
    and named.cell_attribute = member.cell_attribute
    and named.cell_value = member.cell_value;

create or replace temp table resolve_membership_former as
select
    known.group_key,
    known.claim_key,
    known.subject,
    known.attribute,
    known.value,
    known.reason
from claim_group as known
where
    known.valid_to_run is null
    and (
        $since < 0
        or exists (
            select 1
            from (
                select claim_key, attribute, value
                from resolve_reading_change
                union
                select claim_key, attribute, value
                from resolve_membership_now
            ) as stirred
            where
                stirred.claim_key = known.claim_key
                and stirred.attribute = known.attribute
                and stirred.value = known.value
        )
    );

create or replace temp table resolve_membership_gone as
from resolve_membership_former
except
from resolve_membership_now;

create or replace temp table resolve_membership_new as
from resolve_membership_now
except
from resolve_membership_former;

update claim_group
set valid_to_run = $run
from resolve_membership_gone as gone
where
    claim_group.valid_to_run is null
    and claim_group.claim_key = gone.claim_key
    and claim_group.attribute = gone.attribute
    and claim_group.value = gone.value;

insert into claim_group by name
select
    *,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from resolve_membership_new;
