-- A sealed record stays in somebody's hands. Whoever is named may leave, or be kept away, or a team may empty: then the
-- record would be shut to everybody but for an emergency. So it is handed on to who watches over the records: the data
-- guardian, else whoever holds the post above, of the agency that opened the record or of social care, who names others.
-- Asked by the worker each hour, and at once where an account is closed. Gives back what it handed on, with nobody where
-- there is nobody in post; null when it is not due.
create or replace function wayhome_hand_on_sealed(moment timestamptz, at_once boolean)
returns table (authority uuid, subject uuid, holder uuid, child boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
  perform pg_advisory_xact_lock(hashtext('wayhome_hand_on_sealed'));
  if not at_once and exists (select from platform_stamp s where s.step = 'hand-on' and s.at > moment - interval '1 hour') then
    return;
  end if;
  insert into platform_stamp (step, hash, at) values ('hand-on', '', moment)
    on conflict (step) do update set at = excluded.at;
  return query with shut as (
    select distinct on (l.subject) l.authority_id, l.subject, l.sealed from platform_sealing l
    order by l.subject, l.recorded_at desc, l.id desc
  ), lone as (
    select s.authority_id, s.subject, r.agency_id, r.child from shut s
    join (select c.id, a.agency_id, true as child from record_child c join platform_audience a on a.id = c.audience_id
      union all select c.id, a.agency_id, false from record_adult c join platform_audience a on a.id = c.audience_id
      union all select c.id, a.agency_id, false from record_context c join platform_audience a on a.id = c.audience_id) r
      on r.id = s.subject
    where s.sealed and not exists (
      select from platform_grant g join platform_user u on u.is_active and (u.id = g.user_id or u.team_id = g.team_id)
      where g.authority_id = s.authority_id and g.subject = s.subject and g.ended_at is null
        and (g.until_at is null or g.until_at > moment)
        and not exists (select from platform_exclusion x where x.authority_id = s.authority_id and x.subject = s.subject
          and x.user_id = u.id and x.ended_at is null))
  ), away as (
    select l.user_id, l.covered_by_id from platform_leave l where l.from_at <= moment and l.until_at > moment
  ), able as (
    -- Whoever is there first: a guardian, else the post above; and who covers for either. Somebody away before nobody.
    select a.subject, a.user_id, a.authority_id from (
      select o.authority_id, o.subject, u.id as user_id, rank() over (partition by o.subject order by
        (u.id in (select w.user_id from away w))::int, (p.role = 'director')::int) as place
      from lone o
      join platform_post p on p.authority_id = o.authority_id and p.role in ('data-guardian', 'director')
      join platform_holding h on h.post_id = p.id and h.from_at <= moment and (h.until_at is null or h.until_at > moment)
      join platform_user u on u.is_active and u.authority_id = o.authority_id
        and (u.id = h.user_id or u.id in (select w.covered_by_id from away w where w.user_id = h.user_id))
      join platform_agency g on g.id = u.agency_id and (g.id = o.agency_id or g.kind = 'social-care')
      where not exists (select from platform_exclusion x where x.authority_id = o.authority_id and x.subject = o.subject
          and x.user_id = u.id and x.ended_at is null)
        and (select count(*) from platform_grant t where t.user_id = u.id and t.ended_at is null) < 500) a
    where a.place = 1 group by 1, 2, 3
  ), given as (
    insert into platform_grant (id, authority_id, user_id, subject, reason, recorded_at, ended_why)
      select gen_random_uuid(), a.authority_id, a.user_id, a.subject,
        'Nobody in post was named for this sealed record any more, so it was handed on to you: name whoever should be.', moment, ''
      from able a
      returning subject, user_id
  )
  select o.authority_id, o.subject, g.user_id, o.child from lone o left join given g on g.subject = o.subject;
end $$;
revoke all on function wayhome_hand_on_sealed(timestamptz, boolean) from public;
grant execute on function wayhome_hand_on_sealed(timestamptz, boolean) to wayhome_clock;
