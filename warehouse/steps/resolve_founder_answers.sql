-- What persons founded, before and after, for those of whom a document tells otherwise now; null for several.
with stirred as (
    select person_key from resolve_former_foundation
    union
    select person_key from resolve_foundation semi join resolve_read using (document_key)
),
former as (
    select
        person_key,
        case when count(distinct {'key': organisation_key, 'name': organisation, 'kind': organisation_kind}) = 1
            then any_value({'key': organisation_key, 'name': organisation, 'kind': organisation_kind})
        end as organisation
    from (
        from resolve_former_foundation
        union all
        from resolve_foundation anti join resolve_read using (document_key)
    )
    semi join stirred using (person_key)
    group by person_key
),
latter as (
    select
        person_key,
        case when count(distinct {'key': organisation_key, 'name': organisation, 'kind': organisation_kind}) = 1
            then any_value({'key': organisation_key, 'name': organisation, 'kind': organisation_kind})
        end as organisation
    from resolve_foundation
    semi join stirred using (person_key)
    group by person_key
)
select person_key
from stirred
left join former using (person_key)
left join latter using (person_key)
where former.organisation is distinct from latter.organisation
order by person_key;
