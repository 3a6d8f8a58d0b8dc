/**
 * The gateway's own page, through the server: called, entered in another tab, closed. A page that shows
 * it names the group of words `tunnel` in its row of shell/pages.tsx.
 */

import type { PortalTunnel } from "@mega/contract";
import { formatTime } from "@mega/locale";
import { useState } from "preact/hooks";
import { type Deed, useDeed } from "../../login/use-deed.ts";
import { announce, timeZone } from "../../state/session.ts";
import { confirmed } from "../state/confirmation.ts";
import { tunnelWords } from "../state/words.ts";
import { deleteTunnel, postTicket, postTunnel } from "./tunnel-client.ts";
import { type TunnelKnown, useTunnel } from "./use-tunnel.ts";

interface OpenTunnelProps {
  readonly gatewayId: number;
  /** Whether the person manages the building, and may close what others opened. */
  readonly manages: boolean;
}

/** The part of a gateway's card. */
export function OpenTunnel({ gatewayId, manages }: OpenTunnelProps) {
  const known = useTunnel(gatewayId);
  const deed = useDeed();
  const texts = tunnelWords.value;
  const { state } = known;
  if (state === null) return null;
  const told = standing(state);
  return (
    <section class="stack" aria-labelledby={`tunnel-${gatewayId}`}>
      <div>
        <h3 id={`tunnel-${gatewayId}`}>{texts.title}</h3>
        <p class="small soft">{state.state === "off" ? texts.off : texts.lead}</p>
      </div>
      <p class={told === "" ? "vh" : "small"} role="status">
        {told}
      </p>
      {state.state === "off" ? null : (
        <TunnelButtons {...{ gatewayId, manages, known, deed, state }} />
      )}
      {deed.refused === null ? null : (
        <p class="err small" role="alert">
          {deed.refused}
        </p>
      )}
    </section>
  );
}

/** What is to be told of it, in a sentence; "" for nothing. */
function standing({ state, own, by, until, last }: PortalTunnel): string {
  const texts = tunnelWords.value;
  if (state === "none") return last === null ? "" : texts.ends[last.why];
  const who = own || by === null ? [] : [texts.other(by)];
  if (state === "asked") return [...who, texts.asking].join(" ");
  if (state === "off" || until === null) return "";
  return [...who, texts.until(formatTime(until, timeZone.value))].join(" ");
}

interface ButtonProps extends OpenTunnelProps {
  readonly known: TunnelKnown;
  readonly deed: Deed;
  readonly state: PortalTunnel;
}

function TunnelButtons({ gatewayId, manages, known, deed, state }: ButtonProps) {
  const texts = tunnelWords.value;
  const { busy, run } = deed;
  const [isBlocked, setBlocked] = useState(false);
  const isOver = state.state === "none";
  return (
    <div class="row">
      {isOver ? (
        <button
          type="button"
          class="btn"
          disabled={busy}
          onClick={() => run(async () => known.take(await confirmed(() => postTunnel(gatewayId))))}
        >
          {texts.open}
        </button>
      ) : null}
      {state.state === "open" && state.own ? (
        <button
          type="button"
          class="btn btn--main"
          disabled={busy}
          onClick={() => setBlocked(!enter(gatewayId, run))}
        >
          {texts.enter}
        </button>
      ) : null}
      {isOver || !(state.own || manages) ? null : (
        <button
          type="button"
          class="btn btn--quiet"
          disabled={busy}
          onClick={() =>
            run(async () => {
              known.take(await deleteTunnel(gatewayId));
              announce(texts.closed);
            })
          }
        >
          {texts.close}
        </button>
      )}
      {isBlocked ? (
        <p class="err small" role="alert">
          {texts.blocked}
        </p>
      ) : null}
    </div>
  );
}

/**
 * The tab is opened by the click itself: one that comes after an answer, browsers hold back.
 *
 * @returns false when the browser opens none
 */
function enter(gatewayId: number, run: Deed["run"]): boolean {
  const tab = window.open("about:blank", "_blank");
  if (tab === null) return false;
  run(async () => {
    try {
      const { url } = await postTicket(gatewayId);
      // The gateway's page learns nothing of this one.
      tab.opener = null;
      tab.location.replace(url);
    } catch (error) {
      tab.close();
      throw error;
    }
  });
  return true;
}
