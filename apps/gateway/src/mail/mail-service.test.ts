import { parseInstant } from "@mega/domain";
import { afterEach, expect, test, vi } from "vitest";
import { displaysAt } from "../api/testing/small-building.ts";
import { MailService } from "./mail-service.ts";
import { MAILS_PER_DAY_MAX } from "./postman.ts";
import { testAuthority } from "./testing/certificates.ts";
import { refusal } from "./testing/mail-server.ts";
import { type MailingBuilding, mailingBuilding } from "./testing/mailing-building.ts";

const at = (text: string) => parseInstant(text) ?? Number.NaN;
let building: MailingBuilding | undefined;
afterEach(async () => {
  await building?.close();
  building = undefined;
});

async function build(more: string): Promise<MailingBuilding> {
  building = await mailingBuilding(more);
  return building;
}

/** Another gateway process on the same database; its table comes when `ready` says so. */
function restarted({ rig }: MailingBuilding, ready = Promise.resolve()): MailService {
  const { clock, database, installation, newId } = rig.context;
  return new MailService({
    ...{ clock, database, installation, newId, ca: testAuthority, version: "0.0.0-test" },
    table: async (part) => {
      await ready;
      const months = part?.months === undefined ? "" : `?months=${part.months.join(",")}`;
      return (await rig.get(`/counters${months}`)).json();
    },
    pagesUrl: () => null,
    draw: () => 0.5,
    onFailure: (error) => {
      throw error;
    },
  });
}

/** Lets the clock run up to an instant, and mails that fall due on the way be sent. */
async function until(
  { rig, settled }: MailingBuilding,
  instant: string,
  stepMs = 30 * 60_000,
): Promise<void> {
  while (rig.clock.nowMs() < at(instant)) {
    await rig.clock.advanceTo(Math.min(at(instant), rig.clock.nowMs() + stepMs));
    // What a timer began needs real time for its sockets.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((done) => setImmediate(done));
    await settled();
  }
}

test("a monthly report speaks of the month just closed, once, at its time", async () => {
  const { rig, server } = await build("  report: { at: '08:00', formats: [csv] }\n");
  await rig.clock.advanceTo(at("2026-05-31T20:00:00Z"));
  rig.context.mail.start();
  await until(building as MailingBuilding, "2026-06-01T05:50:00Z", 12 * 3_600_000);
  expect(server.taken.filter(({ parsed }) => parsed.subject?.includes("Relevés"))).toEqual([]);
  // The clock stands at the due time until the mail is there: writing it takes real time.
  await until(building as MailingBuilding, "2026-06-01T06:00:00Z");
  const reports = () => server.taken.filter(({ parsed }) => parsed.subject?.includes("Relevés"));
  await vi.waitFor(async () => {
    await rig.clock.advanceBy(0);
    expect(reports()).toHaveLength(1);
  }, 5000);
  const [report] = reports();
  expect(report?.parsed.subject).toMatch(/Relevés mai 2026 – 0\/5 OK, 5 à vérifier$/);
  expect(report?.parsed.date?.toISOString()).toBe("2026-06-01T06:00:00.000Z");
  expect(report?.parsed.attachments[0]?.filename).toMatch(
    /_tous_2025-06-2026-05_20260601-0800\.csv$/,
  );
  expect(report?.parsed.headers.get("auto-submitted")).toBe("auto-generated");
  await until(building as MailingBuilding, "2026-06-02T07:00:00Z", 3_600_000);
  expect(reports()).toHaveLength(1);
});

test("a gateway that was off sends the missed report once, says so, and repeats it never", async () => {
  const { rig, server, arrived, settled } = await build(
    "  report: { rhythm: day, at: '20:00', formats: [] }\n  errorMail: { at: '23:59' }\n",
  );
  rig.context.mail.start();
  await settled();
  await rig.context.mail.stop();
  await rig.clock.advanceTo(at("2026-05-05T10:00:00Z"));
  const again = restarted(building as MailingBuilding);
  again.start();
  const mails = await arrived(2);
  const report = mails.find(({ parsed }) => parsed.subject?.includes("Relevés"));
  expect(report?.parsed.text).toContain(
    "Prévu le 04/05/2026 20:00 ; la passerelle était arrêtée à ce moment. 2 rapports n’ont pas été envoyés.",
  );
  await settled();
  await again.stop();
  const third = restarted(building as MailingBuilding);
  third.start();
  await settled();
  await third.stop();
  // The report, and the daily look that fell due as well.
  expect(server.taken).toHaveLength(2);
});

test("a report that falls due while channels are looked at goes out right after", async () => {
  const { rig, server, settled } = await build(
    "  report: { rhythm: day, at: '20:00', formats: [] }\n  errorMail: { at: '23:59' }\n",
  );
  rig.displays = { ...displaysAt(at("2026-05-03T06:02:00Z")), dead: { import: 1, export: 0 } };
  await rig.round(at("2026-05-03T06:02:00Z"));
  let open: () => void = () => undefined;
  const service = restarted(building as MailingBuilding, new Promise((done) => (open = done)));
  service.start();
  await settled();
  await rig.clock.advanceTo(at("2026-05-03T18:00:30Z"));
  open();
  await vi.waitFor(async () => {
    await rig.clock.advanceBy(0);
    expect(server.taken).toHaveLength(1);
  }, 5000);
  expect(server.taken[0]?.parsed.subject).toContain("Relevés");
  await service.stop();
});

test("ticked channels that are not in order are told once a day, and that they are again", async () => {
  const { rig, server, arrived } = await build(
    "  report: { rhythm: 'off' }\n  errorMail: { at: '07:00' }\n",
  );
  rig.context.mail.start();
  await until(building as MailingBuilding, "2026-05-03T05:30:00Z");
  const [first] = await arrived(1);
  expect(first?.parsed.subject).toBe("[MEGA Résidence Tilleuls] 1 canal à vérifier");
  expect(first?.parsed.text).toContain("CH5 jamais lu");
  // The meter is mended and read: that is told without waiting for the next morning.
  rig.displays = { ...displaysAt(at("2026-05-03T06:02:00Z")), dead: { import: 1, export: 0 } };
  await rig.round(at("2026-05-03T06:02:00Z"));
  await until(building as MailingBuilding, "2026-05-03T06:30:00Z", 10 * 60_000);
  const mails = await arrived(2);
  expect(mails[1]?.parsed.subject).toBe("[MEGA Résidence Tilleuls] Tout est de nouveau en ordre");
  expect(mails[1]?.parsed.text).toContain("De nouveau en ordre : CH5.");
  await until(building as MailingBuilding, "2026-05-03T07:30:00Z", 10 * 60_000);
  expect(server.taken).toHaveLength(2);
});

test("a server that is busy gets the mail later with the same Message-ID", async () => {
  const { rig, server, arrived, settled } = await build("  report: { rhythm: 'off' }\n");
  const refused: (string | undefined)[] = [];
  server.verdict = ({ parsed }) => {
    refused.push(parsed.messageId);
    return refusal(451, "4.3.2 later");
  };
  rig.context.mail.start();
  await rig.post("/mail/send", { what: "report", formats: ["csv"] });
  await vi.waitFor(() => expect(refused).toHaveLength(1));
  await settled();
  expect(rig.context.mail.outbox.get(1)).toMatchObject({
    state: "failed",
    reason: "busy",
    nextTryAtMs: rig.clock.nowMs() + 60_000,
  });
  server.verdict = () => null;
  await rig.clock.advanceBy(61_000);
  const [mail] = await arrived(1);
  expect(mail?.parsed.messageId).toBe(refused[0]);
  await settled();
  expect(rig.context.mail.outbox.get(1)).toMatchObject({ state: "sent", attempts: 2, doubts: 0 });
});

test("an answer that is lost makes one more attempt, and no third", async () => {
  const { rig, server, settled } = await build("  report: { rhythm: 'off' }\n");
  const seen: (string | undefined)[] = [];
  server.verdict = ({ parsed }) => {
    seen.push(parsed.messageId);
    server.cut();
    return null;
  };
  rig.context.mail.start();
  await rig.post("/mail/send", { what: "report", formats: [] });
  await vi.waitFor(() => expect(rig.context.mail.outbox.get(1)?.doubts).toBe(1));
  await rig.clock.advanceBy(61_000);
  await vi.waitFor(() => expect(rig.context.mail.outbox.get(1)?.doubts).toBe(2));
  await settled();
  expect(rig.context.mail.outbox.get(1)).toMatchObject({
    state: "given-up",
    reason: "fate-unknown",
    nextTryAtMs: null,
  });
  expect(seen).toEqual([seen[0], seen[0]]);
});

test("more mails than a day may have wait for the next one", async () => {
  const { rig, arrived, settled } = await build("  report: { rhythm: 'off' }\n");
  const { outbox } = rig.context.mail;
  const nowMs = rig.clock.nowMs();
  for (let count = 0; count < MAILS_PER_DAY_MAX; count += 1) {
    const mailNo = outbox.add(
      {
        kind: "by-hand",
        messageId: `<${count}@example.org>`,
        subject: "x",
        files: [],
        sender: "mega@example.org",
        recipients: ["anna@example.org"],
        message: null,
        sizeBytes: 1,
        reason: null,
      },
      nowMs,
    );
    const none = { pending: [], refused: [], doubts: 0, reason: null, reply: "", replyCode: 250 };
    outbox.settle(mailNo, { ...none, state: "sent", nextTryAtMs: null }, nowMs);
  }
  rig.context.mail.start();
  const sent = (await rig.post("/mail/send", { what: "report", formats: [] })).json();
  await settled();
  expect(outbox.get(sent.mailNo)).toMatchObject({
    state: "queued",
    reason: "daily-limit",
    nextTryAtMs: at("2026-05-02T22:00:00Z"),
  });
  await rig.clock.advanceTo(at("2026-05-02T22:00:01Z"));
  await arrived(1);
});

test("a mail that is too large is not sent and says so", async () => {
  const { rig, server, settled } = await build("  report: { rhythm: 'off' }\n");
  const { mail, database, clock } = rig.context;
  mail.start();
  database.transaction(() =>
    mail.outbox.add(
      {
        kind: "report",
        messageId: "<large@example.org>",
        subject: "large",
        files: ["a.csv"],
        sender: "mega@example.org",
        recipients: ["anna@example.org"],
        message: null,
        sizeBytes: 11 * 1024 * 1024,
        reason: "too-large",
      },
      clock.nowMs(),
    ),
  );
  mail.wake();
  await settled();
  const [shown] = (await rig.get("/mail")).json().outbox;
  expect(shown).toMatchObject({ state: "given-up", reason: "too-large", nextTryAt: null });
  expect(server.taken).toEqual([]);
});
