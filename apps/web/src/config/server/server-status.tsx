/** How the gateway stands with its server, and what can be done about it. */

import type { ServerState } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { useDeed } from "../../login/use-deed.ts";
import { allWords } from "../../state/all-words.ts";
import { confirmed } from "../../state/confirmation.ts";
import { announce, language, timeZone } from "../../state/session.ts";
import { EnrolmentCode } from "./enrolment-code.tsx";
import { askForCode, leaveServer, uploadNow } from "./server-client.ts";
import { ServerRefusal } from "./server-refusal.tsx";
import { TunnelBanner } from "./tunnel-banner.tsx";

interface ServerStatusProps {
  readonly state: ServerState;
  readonly take: (state: ServerState) => void;
}

/** Shapes beside the words. */
const shapes: Readonly<Record<ServerState["state"], "ok" | "warn" | "bad" | "off">> = {
  off: "off",
  "not-enrolled": "warn",
  "waiting-for-code": "warn",
  connecting: "off",
  connected: "ok",
  silent: "bad",
  refused: "bad",
};

/** The part of the paragraph about what is saved. */
export function ServerStatus({ state, take }: ServerStatusProps) {
  const { server } = allWords.value;
  const { code, fault, refusal } = state;
  return (
    <section class="stack server" aria-labelledby="server-status">
      <div>
        <h3 id="server-status">{server.status}</h3>
        <p>
          <span class={`st st--${shapes[state.state]}`}>{server.states[state.state]}</span>
        </p>
        <p class="small soft">{facts(state).join(" · ")}</p>
      </div>
      {state.tunnel === null ? null : <TunnelBanner tunnel={state.tunnel} take={take} />}
      {fault === null || state.state === "refused" ? null : (
        <div class="small">
          <p>{server.faults[fault.code]}</p>
          <p>
            <code>{fault.detail}</code>
          </p>
        </div>
      )}
      {refusal === null ? null : <ServerRefusal refusal={refusal} />}
      {code === null ? null : <EnrolmentCode code={code} />}
      {state.state === "not-enrolled" ? <p class="small">{server.noCode}</p> : null}
      <ServerButtons state={state} take={take} />
    </section>
  );
}

/** What is known besides, in short sentences. */
function facts(state: ServerState): readonly string[] {
  const { server } = allWords.value;
  const at = (instant: string) => formatDateTime(instant, timeZone.value, language.value);
  const { building, lastUploadAt, silentSince, nextTryAt } = state;
  if (building === null) return [];
  return [
    server.building(building),
    lastUploadAt === null ? server.neverUploaded : server.lastUpload(at(lastUploadAt)),
    ...waiting(state, at),
    ...(state.pipe === null ? [] : [pipeFact(state.pipe)]),
    ...(silentSince === null ? [] : [server.silentSince(at(silentSince))]),
    ...(nextTryAt === null ? [] : [server.nextTry(at(nextTryAt))]),
  ];
}

/** How the broker stands, where one is set. */
function pipeFact({ connected, fault }: NonNullable<ServerState["pipe"]>): string {
  const { server } = allWords.value;
  if (connected) return server.pipeConnected;
  return fault === null ? server.pipeAway : `${server.pipeAway} (${fault})`;
}

/** What is still to be sent; where the histories differ nobody can say. */
function waiting(
  { state, entriesWaiting, oldestWaitingAt }: ServerState,
  at: (instant: string) => string,
): readonly string[] {
  const { server } = allWords.value;
  if (entriesWaiting === null || state === "refused") return [];
  if (entriesWaiting === 0) return [server.allSent];
  const count = formatCount(entriesWaiting, language.value);
  if (oldestWaitingAt === null) return [server.waiting(count)];
  return [server.waitingSince(count, at(oldestWaitingAt))];
}

function ServerButtons({ state, take }: ServerStatusProps) {
  const { server } = allWords.value;
  const deed = useDeed();
  const enrolled = state.building !== null;
  const mayAsk = state.state === "not-enrolled" || state.state === "waiting-for-code";
  const maySend = enrolled && state.state !== "off" && state.refusal?.reason !== "replaced";
  if (!enrolled && !mayAsk) return null;
  return (
    <>
      <div class="row">
        {maySend ? (
          <button
            type="button"
            class="btn"
            disabled={deed.busy}
            onClick={() =>
              deed.run(async () => {
                take(await uploadNow());
                announce(server.asked);
              })
            }
          >
            {server.uploadNow}
          </button>
        ) : null}
        {mayAsk ? (
          <button
            type="button"
            class={state.code === null ? "btn btn--main" : "btn"}
            disabled={deed.busy}
            onClick={() => deed.run(async () => take(await confirmed(askForCode)))}
          >
            {deed.busy ? server.askingCode : server.newCode}
          </button>
        ) : null}
        {enrolled ? (
          <button
            type="button"
            class="btn btn--quiet"
            disabled={deed.busy}
            aria-describedby="server-leave"
            onClick={() =>
              deed.run(async () => {
                take(await confirmed(leaveServer, { always: true }));
                announce(server.left);
              })
            }
          >
            {server.leave}
          </button>
        ) : null}
      </div>
      {enrolled ? (
        <p class="small muted" id="server-leave">
          {server.leaveNote}
        </p>
      ) : null}
      {deed.refused === null ? null : (
        <p class="err small" role="alert">
          {deed.refused}
        </p>
      )}
    </>
  );
}
