/** Paragraph 6: version, files of the configuration in and out, what was stored before, TEST COMM. */

import { RoundPanel } from "../../counters/round-panel.tsx";
import { allWords } from "../../state/all-words.ts";
import { readAll, round } from "../../state/readings.ts";
import { gateway, language } from "../../state/session.ts";
import { RestoreSection } from "../restore/restore-section.tsx";
import { cabinetPrinted } from "../setup/setup-notes.ts";
import { exportAddress } from "../state/config-client.ts";
import { openDialog } from "../state/dialogs.ts";
import { Paragraph } from "./paragraph.tsx";

/** The paragraph. */
export function MaintenanceParagraph() {
  const { config } = allWords.value;
  const running = round.value !== null && round.value.endedAt === null;
  return (
    <Paragraph no={6} title={config.maintenance} note={versionNote()}>
      <div class="row">
        <button type="button" class="btn" onClick={() => openDialog({ kind: "backup" })}>
          {config.backup}
        </button>
        <button type="button" class="btn" onClick={() => openDialog({ kind: "restore" })}>
          {config.restore}
        </button>
        <button type="button" class="btn" onClick={() => openDialog({ kind: "import" })}>
          {config.importFile}
        </button>
        <a class="btn" href={exportAddress("export.yaml")} download>
          {config.exportYaml}
        </a>
        <a class="btn" href={exportAddress("export.csv", language.value)} download>
          {config.exportCsv}
        </a>
        <a
          class="btn"
          href={exportAddress("print.pdf", language.value)}
          download
          onClick={cabinetPrinted.keep}
        >
          {allWords.value.cabinet.print}
        </a>
        <button type="button" class="btn" onClick={() => openDialog({ kind: "revisions" })}>
          {config.revisions}
        </button>
        <button type="button" class="btn" disabled={running} onClick={() => void readAll()}>
          TEST COMM
        </button>
      </div>
      <RoundPanel />
      <RestoreSection />
    </Paragraph>
  );
}

function versionNote(): string {
  const version = gateway.value?.version;
  return version === undefined ? "" : allWords.value.config.version(version);
}
