/** The lines of the gateway: findings first, then figures, addresses, latency and frames. */

import type { BusInfo } from "@mega/contract";
import { useEffect } from "preact/hooks";
import { Segments } from "../shell/segments.tsx";
import { address, inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { changes } from "../state/readings.ts";
import "../styles/bus.css";
import { AddressMap } from "./address-map.tsx";
import { fetchBuses, fetchHealth } from "./bus-client.ts";
import { count } from "./bus-figures.ts";
import { DayStrip } from "./day-strip.tsx";
import { Findings } from "./findings.tsx";
import { FramesCard } from "./frames-card.tsx";
import { LineCheckBox } from "./line-check-box.tsx";
import { LineFigures } from "./line-figures.tsx";
import { MetersTable } from "./meters-table.tsx";
import { ScanBar } from "./scan-bar.tsx";
import { TestDialog } from "./test-dialog.tsx";
import { useFetched } from "./use-fetched.ts";
import { useScan } from "./use-scan.ts";

const HEALTH_EVERY_MS = 15_000;
/** Unit loads of an RS485 line. */
const DEVICES_MAX = 32;

/** The page at "/bus"; "?line=" names the line. */
export function BusPage() {
  const { bus, shell } = allWords.value;
  const { answer, failure } = useFetched(fetchBuses, "buses", null);
  const buses = answer?.buses ?? [];
  const asked = address.value.params.get("line");
  const chosen = buses.find(({ busId }) => busId === asked) ?? buses[0];
  return (
    <main id="main" class="main" tabIndex={-1}>
      {answer === null ? (
        <>
          <h1>{bus.title}</h1>
          <p class="empty">{failure ?? shell.loading}</p>
        </>
      ) : null}
      {answer !== null && chosen === undefined ? <NoBus /> : null}
      {chosen === undefined ? null : <Line key={chosen.busId} info={chosen} buses={buses} />}
    </main>
  );
}

function NoBus() {
  const { bus } = allWords.value;
  return (
    <>
      <h1>{bus.title}</h1>
      <div class="empty">
        <p>{bus.noBuses}</p>
        <a class="btn" href={inside("/config")} data-inside>
          {bus.toConfig}
        </a>
      </div>
    </>
  );
}

function Line({ info, buses }: { readonly info: BusInfo; readonly buses: readonly BusInfo[] }) {
  const { bus, shell } = allWords.value;
  const { busId } = info;
  const {
    answer: health,
    failure,
    again,
  } = useFetched(() => fetchHealth(busId), busId, HEALTH_EVERY_MS);
  const scan = useScan(busId);
  const version = changes.value;
  useEffect(() => {
    if (version > 0) again();
  }, [version, again]);
  const devices =
    health?.serial === false
      ? bus.devicesOpen(count(info.meters))
      : bus.devices(count(info.meters), count(DEVICES_MAX));
  return (
    <>
      <div class="head">
        <div>
          <h1>{bus.title}</h1>
          <p>
            {busId} · {info.link} · {devices} · {bus.lastDay}
          </p>
        </div>
        {buses.length < 2 ? null : (
          <Segments
            name="line"
            label={bus.choose}
            value={busId}
            options={buses.map((one) => [one.busId, one.busId] as const)}
          />
        )}
      </div>
      <div class="stack">
        {health === null ? <p class="empty">{failure ?? shell.loading}</p> : null}
        {health === null ? null : <Findings health={health} />}
        <ScanBar scan={scan} />
        <AddressMap busId={busId} meters={health?.meters ?? []} job={scan.job} />
        {health === null ? null : <LineFigures health={health} />}
        {health === null ? null : <DayStrip cells={health.cells} />}
        {health === null ? null : <MetersTable meters={health.meters} />}
        <FramesCard busId={busId} />
        <LineCheckBox busId={busId} />
      </div>
      <TestDialog />
    </>
  );
}
