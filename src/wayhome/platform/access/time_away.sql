-- Time away is written by oneself, or by whoever looks after one's work: a cover holds the posts of whoever is away.

-- The posts that a notice to this one goes up to, as the shipped roles have it: the test of this file holds both together.
create or replace function wayhome_above(post text) returns text[] language sql immutable as
$$ with recursive line(role, up) as (values
     ('carer', 'allocated-worker'), ('allocated-worker', 'line-manager'), ('line-manager', 'service-manager'),
     ('reviewing-officer', 'reviewing-service-manager'), ('duty-social-worker', 'duty-team-manager'),
     ('duty-team-manager', 'service-manager'), ('emergency-duty-team', 'service-manager'),
     ('safeguarding-hub-manager', 'head-of-service'), ('education-lead', 'head-of-service'),
     ('met-coordinator', 'return-conversation-lead'), ('missing-children-liaison', 'duty-team-manager'),
     ('return-conversation-lead', 'head-of-service'), ('reviewing-service-manager', 'director'),
     ('service-manager', 'head-of-service'), ('head-of-service', 'deputy-director'),
     ('head-of-adolescents', 'deputy-director'), ('early-help-social-worker', 'service-manager'),
     ('met-lead-officer', 'service-manager'), ('met-chair', 'head-of-service'), ('board-manager', 'director'),
     ('deputy-director', 'director'), ('data-guardian', 'director'), ('administrator', 'director'), ('auditor', 'director'),
     ('police-missing-person-lead', 'police-duty-inspector'), ('police-duty-inspector', 'police-missing-unit'),
     ('police-missing-unit', 'safeguarding-hub-manager'), ('health-lead', 'safeguarding-hub-manager')),
   higher(role) as (select up from line where role = post union select l.up from line l join higher h on l.role = h.role)
   select coalesce(array_agg(role), '{}') from higher $$;

-- Whether the reader may arrange somebody's time away: their own; that of a colleague of their agency who is in a team the
-- reader manages, or in any team for a post above a team's manager; and that of a colleague whose post is below the reader's.
-- The reader's posts are those held now, and those of whoever the reader covers for.
create or replace function wayhome_may_arrange_leave(who uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as
$$ with held as (select p.role, p.team_id from platform_holding h join platform_post p on p.id = h.post_id
     where h.from_at <= now() and (h.until_at is null or h.until_at > now())
       and (h.user_id = wayhome_user() or h.user_id in (select l.user_id from platform_leave l
         where l.covered_by_id = wayhome_user() and l.from_at <= now() and l.until_at > now()))),
   team as (select p.team_id from held p where p.role = 'line-manager' and p.team_id is not null)
   select exists (select from platform_user u join platform_user me on me.id = wayhome_user()
     where u.id = who and u.authority_id = me.authority_id and u.agency_id = me.agency_id and (
       u.id = me.id
       or u.team_id is not null and exists (select from held where role = any(wayhome_above('line-manager')))
       or u.team_id in (select team_id from team)
       or u.team_id = me.team_id and exists (select from held where role = 'line-manager') and not exists (select from team)
       or exists (select from platform_holding h join platform_post p on p.id = h.post_id
         join held on held.role = any(wayhome_above(p.role))
         where h.user_id = who and h.from_at <= now() and (h.until_at is null or h.until_at > now())))) $$;

create policy app_inserts on platform_leave for insert to wayhome_app with check (
  authority_id = (select wayhome_authority()) and wayhome_may_arrange_leave(user_id));
create policy app_moves on platform_leave for update to wayhome_app
  using (authority_id = (select wayhome_authority()) and wayhome_may_arrange_leave(user_id))
  with check (authority_id = (select wayhome_authority()));
grant insert, update (until_at, covered_by_id) on platform_leave to wayhome_app;
