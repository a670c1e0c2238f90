-- Which comparable names may be joined otherwise than before: those of changed documents and of their copies, and the
-- names that may be short for one of them. Then the atoms of their lone persons.
create or replace temp table resolve_met_name as
select normal
from resolve_former_name
union
select normal
from resolve_name
where
    document_key in (select document_key from resolve_changed where content or moved)
    or cluster_key in (select cluster_key from resolve_left_cluster);

create or replace temp table resolve_longer_now as
with longer as (
    select
        normal,
        string_split(normal, ' ') as words,
        initials,
        bracketed
    from resolve_name
    semi join resolve_met_name using (normal)
    where
        contains(normal, ' ')
        and alias is null
        and kind <> 'place'
    group by all
),
beginning as (
    select distinct
        normal,
        words,
        unnest(range(1, len(words))) as length
    from longer
)
select
    normal as longer,
    array_to_string(words[1:length], ' ') as shorter,
    false as acronym
from beginning
where
    words[length + 1] not in ('&', 'and')
    or len(words) = length + 1
union
select
    normal,
    initials,
    true
from longer
union
select
    normal,
    bracketed,
    true
from longer
where bracketed is not null;

create or replace temp table resolve_stirred as
select normal
from resolve_met_name
union
select shorter
from resolve_longer
semi join resolve_met_name on resolve_met_name.normal = resolve_longer.longer
union
select shorter
from resolve_longer_now;

delete from resolve_longer
where longer in (select normal from resolve_met_name);

insert into resolve_longer by name
from resolve_longer_now;

create or replace temp table resolve_counted as
select
    normal,
    count(*) filter (where kind = 'person') as persons,
    count(*) filter (where kind in ('organisation', 'other')) as organisations,
    bool_or(kind = 'place') as is_place
from resolve_name
semi join resolve_stirred using (normal)
where alias is null
group by normal;

create or replace temp table resolve_new_atom as
select
    name.member_key,
    name.atom as former_atom,
    case
        when counted.persons < counted.organisations then name.normal || ' |o'
        else name.normal || ' |p ' || name.cluster_key
    end as atom
from resolve_name as name
inner join resolve_counted as counted on counted.normal = name.normal
where
    name.kind = 'person'
    and name.alias is null
    and not contains(name.normal, ' ')
    and name.atom <> case
        when counted.persons < counted.organisations then name.normal || ' |o'
        else name.normal || ' |p ' || name.cluster_key
    end;

update resolve_name
set atom = made.atom
from resolve_new_atom as made
where resolve_name.member_key = made.member_key;

-- every name that came, went or changed its atom
create or replace temp table resolve_changed_name as
select
    coalesce(former.member_key, name.member_key) as member_key,
    coalesce(former.document_key, name.document_key) as document_key,
    coalesce(former.name, name.name) as name,
    former.atom as former_atom,
    name.atom
from (
    select member_key, document_key, name, atom
    from resolve_former_name
    union all
    select made.member_key, name.document_key, name.name, made.former_atom
    from resolve_new_atom as made
    inner join resolve_name as name on name.member_key = made.member_key
    where
        made.former_atom <> ''
        and made.member_key not in (select member_key from resolve_former_name)
) as former
full outer join (
    select member_key, document_key, name, atom
    from resolve_name
    where
        document_key in (select document_key from resolve_changed where content)
        or member_key in (select member_key from resolve_new_atom)
) as name on name.member_key = former.member_key;

-- written names whose letters may be the initials of a longer one: only their words can tell
select distinct
    short.normal,
    short.written,
    longer.longer,
    bearer.name as form
from resolve_longer as longer
semi join resolve_stirred on resolve_stirred.normal = longer.shorter
inner join resolve_name as short
    on short.normal = longer.shorter
    and short.alias is null
    and short.kind in ('organisation', 'other')
inner join resolve_name as bearer
    on bearer.normal = longer.longer
    and bearer.alias is null
    and bearer.kind <> 'place'
where longer.acronym
order by all;
