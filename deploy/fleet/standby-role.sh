#!/bin/bash
# Run once, when the primary's files are made: the login of the standby.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v word="$STANDBY_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE standby LOGIN REPLICATION PASSWORD :'word';
SQL
echo "host replication standby all scram-sha-256" >> "$PGDATA/pg_hba.conf"
