/** The pages of the gateway: the counters at "/", one channel at "/channels/3", "/quarantine". */

import { effect } from "@preact/signals";
import { render } from "preact";
import { ChannelPage } from "./channel/channel-page.tsx";
import { CountersPage } from "./counters/counters-page.tsx";
import { ExchangeDialog } from "./exchange/exchange-dialog.tsx";
import { NewPeriodDialog } from "./period/new-period-dialog.tsx";
import { DecideDialog } from "./quarantine/decide-dialog.tsx";
import { QuarantinePage } from "./quarantine/quarantine-page.tsx";
import { Banners, Head, LiveRegion } from "./shell/shell.tsx";
import { address, followAddress, inside } from "./state/address.ts";
import { decisionOf } from "./state/decision.ts";
import { exchangeOf } from "./state/exchange.ts";
import { periodOf } from "./state/period.ts";
import { followReadings, refresh } from "./state/readings.ts";
import { followSession, gateway, loadGateway, words } from "./state/session.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/fields.css";
import "./styles/parts.css";
import "./styles/tests.css";
import "./styles/counters.css";
import "./styles/table.css";
import "./styles/dialog.css";
import "./styles/channel.css";
import "./styles/print.css";

function App() {
  const channelNo = /^\/channels\/(\d{1,3})$/.exec(address.value.path)?.[1];
  const home = address.value.path === "/";
  const quarantine = address.value.path === "/quarantine";
  return (
    <>
      <a class="skip" href="#main">
        {words.value.shell.skip}
      </a>
      <Head page={home ? "counters" : "channel"} />
      <Banners />
      {home ? <CountersPage /> : null}
      {channelNo === undefined ? null : (
        <ChannelPage key={channelNo} channelNo={Number(channelNo)} />
      )}
      {quarantine ? <QuarantinePage /> : null}
      {home || quarantine || channelNo !== undefined ? null : <NotFound />}
      {periodOf.value === null ? null : (
        <NewPeriodDialog key={periodOf.value} channelNo={periodOf.value} />
      )}
      {decisionOf.value === null ? null : <DecideDialog decision={decisionOf.value} />}
      {exchangeOf.value === null ? null : (
        <ExchangeDialog key={exchangeOf.value} channelNo={exchangeOf.value} />
      )}
      <LiveRegion />
    </>
  );
}

function NotFound() {
  const { shell } = words.value;
  return (
    <main id="main" class="main" tabIndex={-1}>
      <h1>{shell.notFound}</h1>
      <p>
        <a href={inside("/")} data-inside>
          {shell.notFoundBack}
        </a>
      </p>
    </main>
  );
}

followAddress();
followSession();
effect(() => {
  const info = gateway.value;
  const demo = info?.demo === true ? `${words.value.shell.demoWord} · ` : "";
  const where = info === null ? "MEGA" : `${info.location} · ${info.model}`;
  document.title = `${demo}${words.value.shell.counters} · ${where}`;
});
void loadGateway().then(refresh);
followReadings();
render(<App />, document.body);
