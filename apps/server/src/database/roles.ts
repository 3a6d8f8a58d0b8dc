/**
 * Three identities work on the database, none of them its owner: gateways that upload, accounts that
 * look, and jobs. What each may is said by grants and row-level policies; a transaction takes its
 * identity on with SET LOCAL ROLE and forgets it at its end, so that a pool's connections carry none.
 */

/** On whose behalf a transaction runs. */
export type Identity =
  | { readonly kind: "gateway"; readonly gatewayId: number }
  | { readonly kind: "account"; readonly accountId: number }
  /** Jobs, logins and enrolment: everything the server does of its own accord. */
  | { readonly kind: "job" };

/** The role of each identity. */
export const roleOf: Readonly<Record<Identity["kind"], string>> = {
  gateway: "mega_gateway",
  account: "mega_account",
  job: "mega_job",
};

/** Makes the roles; they cannot log in. */
export const rolesSql = Object.values(roleOf)
  .map(
    (role) =>
      `DO $$ BEGIN
         IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
           CREATE ROLE ${role} NOLOGIN;
         END IF;
       END $$;
       GRANT ${role} TO CURRENT_USER;`,
  )
  .join("\n");
