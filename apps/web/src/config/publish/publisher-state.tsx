/** How a broker stands that is published to: connected, when and how much. */

import type { PublisherInfo } from "@mega/contract";
import { formatCount, formatDateTime } from "@mega/locale";
import { allWords } from "../../state/all-words.ts";
import { language, timeZone } from "../../state/session.ts";

/** The line. */
export function PublisherState({ info }: { readonly info: PublisherInfo }) {
  const { publish } = allWords.value;
  const { connected, fault, latestPass } = info;
  const count = (value: number) => formatCount(value, language.value);
  const pass =
    latestPass === null || latestPass.state === "not-connected"
      ? [publish.never]
      : [
          publish.latest(formatDateTime(latestPass.at, timeZone.value, language.value)),
          publish.sent(count(latestPass.messages)),
          ...(latestPass.failed === 0 ? [] : [publish.failed(count(latestPass.failed))]),
        ];
  const partly = latestPass?.state === "partly";
  const shape = !connected ? "bad" : partly ? "warn" : "ok";
  const said = fault ?? (partly ? latestPass.fault : null);
  return (
    <div>
      <p class="small">
        <span class={`st st--${shape}`}>{connected ? publish.online : publish.offline}</span>{" "}
        {pass.join(" · ")}
      </p>
      {said === null ? null : (
        <p class="small">
          <code>{said}</code>
        </p>
      )}
      <p class="small muted">
        <code>{info.base}</code>
      </p>
    </div>
  );
}
