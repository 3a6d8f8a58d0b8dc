/** That somebody at the server sees this page, who, until when; and the button that ends it. */

import type { ServerState } from "@mega/contract";
import { formatTime } from "@mega/locale";
import { useDeed } from "../../login/use-deed.ts";
import { allWords } from "../../state/all-words.ts";
import { announce, timeZone } from "../../state/session.ts";
import { closeTunnel } from "./server-client.ts";

interface TunnelBannerProps {
  readonly tunnel: NonNullable<ServerState["tunnel"]>;
  readonly take: (state: ServerState) => void;
}

/** The banner. */
export function TunnelBanner({ tunnel, take }: TunnelBannerProps) {
  const { tunnel: texts } = allWords.value;
  const deed = useDeed();
  const at = (instant: string) => formatTime(instant, timeZone.value);
  const close = async () => {
    take(await closeTunnel());
    announce(texts.closed);
  };
  return (
    <div class="banner banner--info" role="status">
      <div>
        <p>
          <b>{texts.title}</b>
        </p>
        <p class="small">{texts.who(tunnel.by, at(tunnel.openedAt), at(tunnel.until))}</p>
        <p class="row">
          <button type="button" class="btn" disabled={deed.busy} onClick={() => deed.run(close)}>
            {texts.close}
          </button>
        </p>
        {deed.refused === null ? null : (
          <p class="err small" role="alert">
            {deed.refused}
          </p>
        )}
      </div>
    </div>
  );
}
