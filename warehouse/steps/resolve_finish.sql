-- The state is that of this step in this run.
delete from resolve_run;
insert into resolve_run by name
select
    $step_digest as step_digest,
    $run::bigint as run;
