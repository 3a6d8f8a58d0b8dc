#!/bin/bash
# The standby: a copy of the primary the first time, which follows it from then on and is waited for. To
# put it in the primary's place, once that one is off for good:
#   docker compose exec -u postgres database-standby pg_ctl promote
# and DATABASE_URL names database-standby. It waits for nobody then, until it has a standby itself.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  install -d -o postgres -g postgres -m 0700 "$PGDATA"
  PGPASSWORD="$STANDBY_PASSWORD" gosu postgres pg_basebackup \
    -d "host=database-primary user=standby application_name=standby" \
    -D "$PGDATA" -R -X stream --checkpoint=fast
  # In the primary's own settings, behind the copy: the copy must wait for nobody.
  PGPASSWORD="$POSTGRES_PASSWORD" psql -h database-primary -U "$POSTGRES_USER" \
    -c "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (standby)'" \
    -c "SELECT pg_reload_conf()"
fi
exec gosu postgres postgres -c config_file=/etc/mega/postgresql.conf
