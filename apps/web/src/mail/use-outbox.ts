/** The outbox as it stands, looked at again while something is on its way. */

import type { MailOverview, OutboxMail } from "@mega/contract";
import { useEffect, useRef, useState } from "preact/hooks";
import { failureText } from "../state/session.ts";
import { decideMail, fetchMail } from "./mail-client.ts";

/** What is known of it. */
export interface OutboxView {
  readonly overview: MailOverview | null;
  readonly mails: readonly OutboxMail[];
  readonly failure: string | null;
  /** Brings older ones; undefined where there are none. */
  readonly older: (() => void) | undefined;
  readonly decide: (mailNo: number, kind: "retry" | "cancel") => void;
}

const PAGE_LENGTH = 10;
const LOOK_EVERY_MS = 2_000;
const WAITING_LOOK_MS = 15_000;

/** Follows the outbox while the page shows it. */
export function useOutbox(): OutboxView {
  const [overview, setOverview] = useState<MailOverview | null>(null);
  const [olderMails, setOlderMails] = useState<readonly OutboxMail[]>([]);
  const [more, setMore] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const stopped = useRef(false);
  const fail = (error: unknown) => setFailure(failureText(error).text);
  const look = async () => {
    try {
      setOverview(await fetchMail({ limit: PAGE_LENGTH }));
      setFailure(null);
    } catch (error) {
      fail(error);
    }
  };
  useEffect(() => {
    stopped.current = false;
    void look();
    return () => {
      stopped.current = true;
    };
  }, []);
  const newest = overview?.outbox ?? [];
  const busy = newest.some(({ state }) => state === "sending" || state === "queued");
  useEffect(() => {
    const timer = setTimeout(() => void look(), busy ? LOOK_EVERY_MS : WAITING_LOOK_MS);
    return () => clearTimeout(timer);
  }, [overview]);
  const known = new Set(newest.map(({ mailNo }) => mailNo));
  const mails = [...newest, ...olderMails.filter(({ mailNo }) => !known.has(mailNo))];
  const last = mails.at(-1);
  const hasMore = more ?? overview?.more ?? false;
  const bringOlder = async (before: number) => {
    try {
      const page = await fetchMail({ before, limit: PAGE_LENGTH });
      if (stopped.current) return;
      setOlderMails([...olderMails, ...page.outbox]);
      setMore(page.more);
    } catch (error) {
      fail(error);
    }
  };
  return {
    overview,
    mails,
    failure,
    older: hasMore && last !== undefined ? () => void bringOlder(last.mailNo) : undefined,
    decide(mailNo, kind) {
      decideMail(mailNo, kind).then(() => look(), fail);
    },
  };
}
