-- The entities of the parts that were joined anew, their names and members, and which documents are read otherwise.
-- Offered: part (part, entity_key, atom), each part's entities that stay whole and its loose atoms; alias_kind (alias,
-- kind), as the alias file gives them.
create or replace temp table resolve_part as
from part;

-- Names: an entity's name stays with the member it is named after, or where that is gone with the lowest that is left.
create or replace temp table resolve_former_member as
select
    member.entity_key,
    member.document_key,
    member.name
from entity_member as member
where
    member.valid_to_run is null
    and (
        $since < 0
        or member.document_key in (select document_key from resolve_changed where content)
        or exists (
            select 1
            from resolve_changed_name as changed
            where
                changed.document_key = member.document_key
                and changed.name = member.name
        )
    );

create or replace temp table resolve_claimed_name as
select entity_key from resolve_former_member
union
select entity_key from resolve_touched_atom where entity_key is not null;

create or replace temp table resolve_part_of_atom as
select
    loose.atom,
    loose.part
from resolve_part as loose
where loose.atom is not null
union all
select
    known.atom,
    whole.part
from resolve_part as whole
inner join resolve_atom as known on known.entity_key = whole.entity_key;

create or replace temp table resolve_heir as
with namesake as (
    select
        claimed.entity_key,
        name.atom
    from resolve_claimed_name as claimed
    inner join resolve_name as name on name.member_key = claimed.entity_key
),
next_lowest as (
    select
        member.entity_key,
        arg_min(name.atom, name.member_key) as atom
    from entity_member as member
    inner join resolve_name as name
        on name.document_key = member.document_key
        and name.name = member.name
    where
        member.valid_to_run is null
        and member.entity_key in (select entity_key from resolve_claimed_name)
        and member.entity_key not in (select entity_key from namesake)
    group by member.entity_key
)
select
    found.entity_key,
    of_atom.part
from (
    from namesake
    union all
    from next_lowest
) as found
inner join resolve_part_of_atom as of_atom on of_atom.atom = found.atom;

create or replace temp table resolve_part_name as
with inherited as (
    select
        part,
        min(entity_key) as entity_key
    from resolve_heir
    group by part
),
own as (
    select
        of_atom.part,
        min(name.member_key) as entity_key
    from resolve_name as name
    inner join resolve_part_of_atom as of_atom on of_atom.atom = name.atom
    where of_atom.part not in (select part from inherited)
    group by of_atom.part
)
from inherited
union all
from own;

-- Atoms come to their entities.
create or replace temp table resolve_moved_atom as
select
    of_atom.atom,
    named.entity_key
from resolve_part_of_atom as of_atom
inner join resolve_part_name as named on named.part = of_atom.part
left join resolve_atom as known on known.atom = of_atom.atom
where named.entity_key is distinct from known.entity_key;

delete from resolve_atom
where
    atom in (select atom from resolve_moved_atom)
    or atom in (select atom from resolve_touched_atom where not is_here);

insert into resolve_atom by name
from resolve_moved_atom;

-- Entities: the name most documents use, of equally frequent ones the longest, then the first; the most frequent kind.
create or replace temp table resolve_member as
select
    name.member_key,
    name.document_key,
    name.name,
    name.written,
    name.kind,
    name.mentions,
    name.alias,
    name.atom,
    named.entity_key
from resolve_name as name
inner join resolve_part_of_atom as of_atom on of_atom.atom = name.atom
inner join resolve_part_name as named on named.part = of_atom.part;

create or replace temp table resolve_entity_now as
with written as (
    select
        entity_key,
        written,
        count(*) as documents
    from resolve_member
    group by
        entity_key,
        written
),
shown as (
    select
        entity_key,
        first(written order by documents desc, length(written) desc, written) as name,
        sum(documents) as members
    from written
    group by entity_key
),
kind_count as (
    select
        entity_key,
        kind,
        sum(mentions) as mentions
    from resolve_member
    group by
        entity_key,
        kind
),
kind as (
    select
        entity_key,
        first(
            kind
            order by mentions desc, list_position(['person', 'organisation', 'place', 'other'], kind)
        ) as kind
    from kind_count
    group by entity_key
),
aliased as (
    select
        entity_key,
        any_value(alias) as alias
    from resolve_member
    where alias is not null
    group by entity_key
)
select
    shown.entity_key,
    coalesce(aliased.alias, shown.name) as name,
    coalesce(alias_kind.kind, kind.kind) as kind,
    shown.members
from shown
inner join kind on kind.entity_key = shown.entity_key
left join aliased on aliased.entity_key = shown.entity_key
left join alias_kind on alias_kind.alias = aliased.alias;

create or replace temp table resolve_entity_gone as
select entity_key
from resolve_claimed_name
union
select entity_key
from resolve_part
where entity_key is not null;

create or replace temp table resolve_entity_changed as
select entity_key
from (
    select entity_key, name, kind
    from resolve_entity_now
    except
    select entity_key, name, kind
    from entity
    where valid_to_run is null
);

update entity
set valid_to_run = $run
where
    valid_to_run is null
    and (
        entity_key in (select entity_key from resolve_entity_changed)
        or (
            entity_key in (select entity_key from resolve_entity_gone)
            and entity_key not in (select entity_key from resolve_entity_now)
        )
    );

insert into entity by name
select
    entity_key,
    name,
    kind,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from resolve_entity_now
semi join resolve_entity_changed using (entity_key);

-- Members: those that came or moved, and those whose reason hangs on how many share an atom or a written name.
create or replace temp table resolve_stirred_member as
with spelling as (
    select
        atom,
        lower(written) as spelling,
        count(*) as names,
        count(*) filter (where member_key in (select member_key from resolve_changed_name)) as changed
    from resolve_member
    semi join resolve_touched_atom using (atom)
    group by
        atom,
        lower(written)
),
atom_size as (
    select
        atom,
        sum(names) as names,
        sum(changed) as changed
    from spelling
    group by atom
),
few as (
    select
        spelling.atom,
        spelling.spelling
    from spelling
    inner join atom_size on atom_size.atom = spelling.atom
    where
        spelling.names - spelling.changed <= 1
        or atom_size.names - atom_size.changed <= 1
)
select member_key
from resolve_member
semi join resolve_moved_atom using (atom)
union
select member_key
from resolve_changed_name
where atom is not null
union
select member.member_key
from resolve_member as member
semi join few
    on few.atom = member.atom
    and few.spelling = lower(member.written)
union
select member.member_key
from resolve_member as member
semi join resolve_link_change as link
    on link.source = member.atom
    or link.target = member.atom;

create or replace temp table resolve_member_now as
with stirred as materialized (
    select *
    from resolve_member
    semi join resolve_stirred_member using (member_key)
),
spelling as (
    select
        atom,
        lower(written) as spelling,
        count(*) as names
    from resolve_name
    where atom in (select atom from stirred)
    group by
        atom,
        lower(written)
),
size as (
    select
        atom,
        sum(names) as names
    from spelling
    group by atom
),
linked as (
    select
        atom,
        first(reason order by is_target, list_position(['same_name', 'surname', 'short_form', 'acronym'], reason))
            as reason
    from (
        select source as atom, reason, false as is_target
        from resolve_link
        union all
        select target, reason, true
        from resolve_link
    )
    where atom in (select atom from stirred)
    group by atom
)
select
    stirred.entity_key,
    stirred.document_key,
    stirred.name,
    case
        when size.names > 1 and stirred.alias is not null then 'alias_file'
        when spelling.names > 1 then 'same_name'
        when size.names > 1 then 'legal_form'
        else coalesce(linked.reason, 'only_member')
    end as reason
from stirred
inner join spelling
    on spelling.atom = stirred.atom
    and spelling.spelling = lower(stirred.written)
inner join size on size.atom = stirred.atom
left join linked on linked.atom = stirred.atom;

create or replace temp table resolve_member_former as
select
    member.entity_key,
    member.document_key,
    member.name,
    member.reason
from entity_member as member
where
    member.valid_to_run is null
    and (
        $since < 0
        or member.document_key in (select document_key from resolve_changed where content)
        or exists (
            select 1
            from resolve_member_now as now
            where
                now.document_key = member.document_key
                and now.name = member.name
        )
    );

create or replace temp table resolve_member_new as
from resolve_member_now
except
from resolve_member_former;

create or replace temp table resolve_member_gone as
from resolve_member_former
except
from resolve_member_now;

update entity_member
set valid_to_run = $run
from resolve_member_gone as gone
where
    entity_member.valid_to_run is null
    and entity_member.document_key = gone.document_key
    and entity_member.name = gone.name
    and entity_member.entity_key = gone.entity_key
    and entity_member.reason = gone.reason;

insert into entity_member by name
select
    *,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from resolve_member_new;

-- documents to be read again: other rows, or a name that means another entity or an entity of another name or kind
select document_key
from resolve_changed
where
    content
    and is_here
union
select new.document_key
from resolve_member_new as new
left join resolve_member_gone as gone
    on gone.document_key = new.document_key
    and gone.name = new.name
    and gone.entity_key = new.entity_key
where gone.entity_key is null
union
select member.document_key
from resolve_member as member
semi join resolve_entity_changed using (entity_key)
order by document_key;
