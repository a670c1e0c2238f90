-- What learning left: hosts with a profile, hosts whose profile changed in this run, and documents that were cleaned
-- under another profile than their host's.
select
    (select count(*) from host_profile_current) as hosts,
    (
        select count(distinct host)
        from host_profile
        where valid_from_run = $run::bigint or valid_to_run = $run::bigint
    ) as changed,
    (
        select count(*)
        from extraction_current as extraction
        left join host_profile_current as profile using (host)
        where extraction.profile_digest is distinct from profile.profile_digest
    ) as pages_due;
