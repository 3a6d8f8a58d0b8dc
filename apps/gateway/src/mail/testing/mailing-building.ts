/** The small building with a real mail server beside it. */

import { vi } from "vitest";
import type { ApiRig } from "../../api/testing/api-rig.ts";
import { smallBuilding } from "../../api/testing/small-building.ts";
import { hereCertificate } from "./certificates.ts";
import { refusal, startMailServer, type TakenMail, type TestMailServer } from "./mail-server.ts";

/** A gateway that sends mails, and where they arrive. */
export interface MailingBuilding {
  readonly rig: ApiRig;
  readonly server: TestMailServer;
  /** Mails that have arrived, once there are so many; fails after five seconds of real time. */
  arrived(count: number): Promise<readonly TakenMail[]>;
  /** Resolves when no mail waits or is on its way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts both; mails are not sent before `rig.context.mail.start()`. @param more keys of `mail` */
export async function mailingBuilding(more = ""): Promise<MailingBuilding> {
  const server = await startMailServer({
    ...hereCertificate,
    authOptional: false,
    onAuth: ({ username, password }, _session, callback) =>
      username === "mega@example.org" && password === "canary-password"
        ? callback(null, { user: username })
        : callback(refusal(535, "5.7.8 not you")),
  });
  const rig = await smallBuilding(`
mail:
  server: 127.0.0.1
  port: ${server.port}
  account: mega@example.org
  password: canary-password
  to: anna@example.org
  cc: [bert@example.org]
${more}`);
  const { outbox } = rig.context.mail;
  return {
    rig,
    server,
    async arrived(count) {
      await vi.waitFor(() => {
        if (server.taken.length < count)
          throw new Error(`${server.taken.length} of ${count} mails`);
      }, 5000);
      return server.taken;
    },
    async settled() {
      await vi.waitFor(() => {
        if (outbox.interrupted().length > 0) throw new Error("A mail is on its way");
        const next = outbox.next()?.nextTryAtMs ?? Number.POSITIVE_INFINITY;
        if (next <= rig.clock.nowMs()) throw new Error("A mail is due");
      }, 5000);
    },
    async close() {
      await rig.close();
      await server.stop();
    },
  };
}
