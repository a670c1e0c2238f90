-- The links of the stirred names, by which atoms are joined, and what changed of them.
-- Offered: spelled (normal, longer), names with the only longer one whose initials they are.
create or replace temp view resolve_free as
select
    document_key,
    normal,
    kind,
    forms,
    cluster_key,
    capitals,
    surname,
    atom
from resolve_name
where alias is null;

create or replace temp table resolve_mistaken as
-- a lone word taken for a person here and for an organisation there, in documents that share another name
with mixed as materialized (
    select normal
    from resolve_counted
    where
        organisations > 0
        and persons >= organisations
        and not contains(normal, ' ')
),
beside as materialized (
    select distinct
        organisation.normal,
        other.normal as other
    from resolve_free as organisation
    semi join mixed on mixed.normal = organisation.normal
    inner join resolve_free as other
        on other.document_key = organisation.document_key
        and other.normal <> organisation.normal
    where organisation.kind in ('organisation', 'other')
)
select distinct
    person.normal,
    person.atom as source,
    person.normal || ' |o' as target,
    'same_name' as reason
from resolve_free as person
semi join mixed on mixed.normal = person.normal
inner join resolve_free as other on other.document_key = person.document_key
semi join beside
    on beside.normal = person.normal
    and beside.other = other.normal
where person.kind = 'person';

create or replace temp table resolve_by_surname as
select
    short.normal,
    short.atom as source,
    any_value(bearer.normal) as target,
    'surname' as reason
from resolve_free as short
semi join resolve_stirred on resolve_stirred.normal = short.normal
inner join resolve_free as bearer
    on bearer.cluster_key = short.cluster_key
    and bearer.surname = short.normal
where
    short.kind = 'person'
    and not contains(short.normal, ' ')
group by
    short.normal,
    short.cluster_key,
    short.atom
having count(distinct bearer.normal) = 1;

create or replace temp table resolve_shortened as
-- the only longer name that begins so, if it is an organisation's and the shorter one is no place's; of names that
-- begin with each other the shortest is the only one
with longer_name as (
    select
        shorter,
        longer,
        min(longer) over (partition by shorter) as shortest
    from resolve_longer
    semi join resolve_counted on resolve_counted.normal = resolve_longer.shorter
    where not acronym
),
only_longer as (
    select
        shorter,
        any_value(shortest) as longer
    from longer_name
    group by shorter
    having bool_and(longer = shortest or starts_with(longer, shortest || ' '))
)
select
    only_longer.shorter,
    only_longer.longer
from only_longer
inner join resolve_counted as counted on counted.normal = only_longer.shorter
where
    not counted.is_place
    and only_longer.longer in (select normal from resolve_free where kind in ('organisation', 'other'));

create or replace temp table resolve_bearer as
select
    shortened.shorter,
    shortened.longer,
    name.document_key,
    name.cluster_key,
    name.kind,
    name.forms,
    list_contains(name.forms, shortened.shorter) as uses
from resolve_shortened as shortened
inner join resolve_free as name
    on name.normal = shortened.longer
    and name.kind <> 'place';

create or replace temp table resolve_short_name as
select
    bearer.longer,
    bearer.used,
    name.normal,
    name.document_key,
    name.cluster_key,
    name.kind,
    name.atom
from resolve_free as name
inner join (
    select shorter, longer, bool_or(uses) as used
    from resolve_bearer
    group by shorter, longer
) as bearer on bearer.shorter = name.normal
where not (name.capitals and not contains(name.normal, ' '));

create or replace temp table resolve_by_short_form as
with form_beside as materialized (
    -- what stands beside the longer name in documents that have it
    select distinct
        bearer.shorter,
        other.form
    from resolve_bearer as bearer
    semi join resolve_short_name as short
        on short.normal = bearer.shorter
        and short.used
    inner join (
        select
            document_key,
            unnest(forms) as form
        from resolve_free
        where document_key in (select document_key from resolve_bearer)
    ) as other on other.document_key = bearer.document_key
    where not list_contains(bearer.forms, other.form)
),
own_form as (
    select
        document_key,
        unnest(forms) as form
    from resolve_free
    where document_key in (select document_key from resolve_short_name where used)
)
select
    short.normal,
    short.atom as source,
    short.longer as target,
    'short_form' as reason
from resolve_short_name as short
inner join resolve_bearer as bearer
    on bearer.shorter = short.normal
    and bearer.cluster_key = short.cluster_key
where
    short.used
    or (short.kind = 'organisation' and bearer.kind = 'organisation')
union
select
    short.normal,
    short.atom,
    short.longer,
    'short_form'
from resolve_short_name as short
inner join own_form
    on own_form.document_key = short.document_key
    and own_form.form <> short.normal
semi join form_beside
    on form_beside.shorter = short.normal
    and form_beside.form = own_form.form
where short.used;

create or replace temp table resolve_link_now as
select distinct * from resolve_mistaken
union
select * from resolve_by_surname
union
select * from resolve_by_short_form
union
select
    normal,
    normal || ' |o',
    longer,
    'acronym'
from spelled;

create or replace temp table resolve_former_link as
from resolve_link
semi join resolve_stirred using (normal);

delete from resolve_link
where normal in (select normal from resolve_stirred);

insert into resolve_link by name
from resolve_link_now;

create or replace temp table resolve_link_change as
select *, true as added
from (from resolve_link_now except from resolve_former_link)
union all
select *, false
from (from resolve_former_link except from resolve_link_now);

create or replace temp table resolve_touched_atom as
with touched as (
    select former_atom as atom from resolve_changed_name where former_atom is not null
    union
    select atom from resolve_changed_name where atom is not null
    union
    select source from resolve_link_change
    union
    select target from resolve_link_change
    union
    -- an entity whose name a name that came claims for itself: they met before
    select min(atom)
    from resolve_atom
    where entity_key in (select member_key from resolve_changed_name)
    group by entity_key
)
select
    touched.atom,
    touched.atom in (select atom from resolve_name) as is_here,
    known.entity_key
from touched
left join resolve_atom as known on known.atom = touched.atom;

-- entities that may fall apart: an atom is gone, or a link
create or replace temp table resolve_dissolved as
select entity_key
from resolve_touched_atom
where
    not is_here
    and entity_key is not null
union
select known.entity_key
from resolve_link_change as link
inner join resolve_atom as known on known.atom = link.source or known.atom = link.target
where not link.added;
