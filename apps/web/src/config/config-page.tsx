/** CONFIG: the general settings in seven paragraphs, the lines, and the channels, one a row. */

import type { GatewayConfig } from "@mega/contract";
import { useEffect, useState } from "preact/hooks";
import { MailParagraph } from "../mail/mail-paragraph.tsx";
import { Chevron } from "../shell/icons.tsx";
import { Segments } from "../shell/segments.tsx";
import { address, inside } from "../state/address.ts";
import { allWords } from "../state/all-words.ts";
import { ChannelEditor } from "./channels/channel-editor.tsx";
import { ConflictDialog } from "./conflict-dialog.tsx";
import { BackupDialog } from "./dialogs/backup-dialog.tsx";
import { FileDialog } from "./dialogs/file-dialogs.tsx";
import { PasteDialog } from "./dialogs/paste-dialog.tsx";
import { RevisionsDialog } from "./dialogs/revisions-dialog.tsx";
import { BrokersParagraph } from "./general/brokers-paragraph.tsx";
import { MaintenanceParagraph } from "./general/maintenance-paragraph.tsx";
import { NetworkParagraph } from "./general/network-paragraph.tsx";
import { PlaceParagraph } from "./general/place-paragraph.tsx";
import { TimeParagraph } from "./general/time-paragraph.tsx";
import { followLeaving } from "./leave-guard.ts";
import { LinesCard } from "./lines/lines-card.tsx";
import { keepPanel, panelKept } from "./panel-kept.ts";
import { SaveBar } from "./save-bar.tsx";
import { ServerParagraph } from "./server/server-paragraph.tsx";
import { SetupCard } from "./setup/setup-card.tsx";
import {
  changes,
  draft,
  followUnsaved,
  loadConfiguration,
  loadFailure,
} from "./state/config-state.ts";
import { dialog } from "./state/dialogs.ts";
import { conflict, followCheck, movedTo } from "./state/save.ts";
import { openConfiguration } from "./state/take-found.ts";
import "../styles/config.css";
import "../styles/config-channels.css";
import "../styles/config-save.css";

/** The page. */
export function ConfigPage() {
  const { config } = allWords.value;
  const [panel, setPanel] = useState(panelKept);
  useEffect(() => {
    void openConfiguration(changes.value.length > 0);
    const stops = [followUnsaved(), followCheck(), followLeaving()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  const of = draft.value;
  const toggle = () => {
    setPanel(!panel);
    keepPanel(!panel);
  };
  return (
    <main id="main" class="main config" tabIndex={-1}>
      <div class="head">
        <div>
          <h1>{config.title}</h1>
          <p>{config.lead}</p>
        </div>
        <PageButtons panel={panel} onPanel={toggle} model={of?.gateway.model ?? "MEGA"} />
      </div>
      <Moved />
      {of === null ? (
        <Waiting />
      ) : (
        <Settings of={of} panel={panel} onPanel={() => setPanel(true)} />
      )}
    </main>
  );
}

function PageButtons(props: {
  readonly panel: boolean;
  readonly onPanel: () => void;
  readonly model: string;
}) {
  const { config, counters, shell } = allWords.value;
  return (
    <div class="row">
      <Segments
        name="show"
        label={counters.shown}
        value={address.value.params.get("show") === "all" ? "all" : "active"}
        options={[
          ["active", counters.active],
          ["all", counters.all],
        ]}
      />
      <button
        type="button"
        class="btn"
        aria-expanded={props.panel}
        aria-controls="general"
        title={config.panel}
        onClick={props.onPanel}
      >
        {props.model} <Chevron to={props.panel ? "up" : "down"} />
      </button>
      <a class="btn" href={inside("/")} data-inside>
        {shell.counters}
      </a>
    </div>
  );
}

function Settings(props: {
  readonly of: GatewayConfig;
  readonly panel: boolean;
  readonly onPanel: () => void;
}) {
  const { of, panel, onPanel } = props;
  return (
    <div class="stack">
      <SetupCard onPanel={onPanel} />
      <div class="card panel" id="general" hidden={!panel}>
        {panel ? (
          <>
            <NetworkParagraph of={of} />
            <PlaceParagraph of={of} />
            <BrokersParagraph of={of} />
            <TimeParagraph of={of} />
            <MailParagraph of={of} />
            <MaintenanceParagraph />
            <ServerParagraph of={of} />
          </>
        ) : null}
      </div>
      {panel ? <LinesCard of={of} /> : null}
      <ChannelEditor of={of} />
      <SaveBar />
      <Dialogs />
    </div>
  );
}

function Dialogs() {
  const open = dialog.value;
  if (conflict.value !== null) return <ConflictDialog />;
  if (open === null) return null;
  switch (open.kind) {
    case "paste":
      return <PasteDialog text={open.text} firstNo={open.firstNo} />;
    case "backup":
      return <BackupDialog />;
    case "revisions":
      return <RevisionsDialog />;
    case "import":
    case "restore":
      return <FileDialog kind={open.kind} />;
  }
}

/** The pages are served at another port from now on. */
function Moved() {
  if (movedTo.value === null) return null;
  return (
    <p class="banner banner--info moved" role="alert">
      <span>
        {allWords.value.config.newAddress} <a href={movedTo.value}>{movedTo.value}</a>
      </span>
    </p>
  );
}

function Waiting() {
  const { shell } = allWords.value;
  if (loadFailure.value === null) return <p class="empty">{shell.loading}</p>;
  return (
    <div class="empty" role="alert">
      <p>{loadFailure.value}</p>
      <button type="button" class="btn" onClick={() => void loadConfiguration()}>
        {shell.retry}
      </button>
    </div>
  );
}
