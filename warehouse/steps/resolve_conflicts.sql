-- The conflicts of the judged groups are replaced by those offered as found_conflict; the same ones stay.
create or replace temp table resolve_conflict_former as
select
    conflict_key,
    type,
    open,
    subject,
    attribute,
    left_group,
    right_group,
    explanation
from conflict
where
    valid_to_run is null
    and (
        $since < 0
        or left_group in (select group_key from resolve_judged_name)
        or right_group in (select group_key from resolve_judged_name)
    );

create or replace temp table resolve_conflict_gone as
from resolve_conflict_former
except
select
    conflict_key,
    type,
    open,
    subject,
    attribute,
    left_group,
    right_group,
    explanation
from found_conflict;

update conflict
set valid_to_run = $run
where
    valid_to_run is null
    and conflict_key in (select conflict_key from resolve_conflict_gone);

insert into conflict by name
select
    *,
    $step_digest as step_digest,
    $run::bigint as valid_from_run,
    null as valid_to_run
from (
    select
        conflict_key,
        type,
        open,
        subject,
        attribute,
        left_group,
        right_group,
        explanation
    from found_conflict
    except
    from resolve_conflict_former
);
